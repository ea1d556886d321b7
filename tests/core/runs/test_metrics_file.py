"""metrics.csv: which epochs have a line, and what is read from the lines."""

from itertools import pairwise
from math import inf, nan
from pathlib import Path
from time import process_time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.calls import Array
from core.runs.metrics_file import DENSE, FIGURES, MetricsReader, csv_lines, has_line, last_epoch, read_metrics
from core.runs.run_folder import METRICS
from core.training.history import COLUMNS, History, stride

NIGHT = 10**9
LONGEST = len("1000000000," + ",".join(["-1.2345678901234567e-300"] * 6 + ["0.0012345678901234567"]) + "\n")


def row(epoch: int, loss: float = 0.5, seconds: float = 0.25) -> tuple[float, ...]:
    return (epoch, loss, loss + 0.1, 0.75, nan, nan, nan, 1 / 3, 0.01, seconds)


def some(*rows: tuple[float, ...], task: str = "classification") -> list[dict[str, float | None]]:
    history = History(task)
    return [history.record(one) for one in rows]


def file(path: Path, *rows: tuple[float, ...], task: str = "classification") -> Path:
    records = some(*rows, task=task)
    path.write_text(",".join(records[0]) + "\n" + csv_lines(records))
    return path


def same(one: Array, other: list[tuple[float, ...]]) -> bool:
    return one.shape == np.shape(other) and np.array_equal(one, np.array(other, float), equal_nan=True)


def test_up_to_a_bound_every_epoch_has_its_line_then_every_second_and_so_on() -> None:
    assert all(has_line(epoch, set()) for epoch in range(1, DENSE + 1))
    for octave in range(1, 8):
        first = DENSE << (octave - 1)
        kept = [epoch for epoch in range(first + 1, 2 * first + 1) if has_line(epoch, set())]
        assert len(kept) == DENSE // 2
        assert {after - before for before, after in pairwise(kept)} == {1 << octave}
        assert kept[-1] == 2 * first


def test_marked_epochs_have_one_always() -> None:
    assert not has_line(NIGHT - 1, set())
    assert has_line(NIGHT - 1, {NIGHT - 1})


def test_a_night_takes_less_than_16_mib() -> None:
    count, epoch = DENSE, DENSE
    while epoch < NIGHT:
        end = min(2 * epoch, NIGHT)
        count += (end - epoch) // stride(epoch + 1, DENSE)
        epoch *= 2
    assert sum(has_line(epoch, set()) for epoch in range(1, 4 * DENSE + 1)) == 2 * DENSE, "counted as they are"
    assert count * LONGEST < 16 * 2**20


@pytest.mark.parametrize("task", ["classification", "regression"])
def test_figures_come_back_to_the_last_digit(tmp_path: Path, task: str) -> None:
    rows = [(1, 1 / 3, nan, nan, nan, 0.1 + 0.2 if task == "regression" else nan, nan, inf, 1e-300, 5e-324), row(2)]
    found = read_metrics(file(tmp_path / "metrics.csv", *rows, task=task))
    assert same(found.rows, rows)
    assert found.problems == []


@settings(max_examples=50, deadline=None)
@given(st.lists(st.floats(allow_nan=False), min_size=9, max_size=9))
def test_any_figures_come_back(tmp_path_factory: pytest.TempPathFactory, figures: list[float]) -> None:
    path = file(tmp_path_factory.getbasetemp() / "metrics.csv", (1, *figures), task="regression")
    assert read_metrics(path).rows.tobytes() == np.array([(1, *figures)], float).tobytes()


def test_for_those_who_grep(tmp_path: Path) -> None:
    head, line = file(tmp_path / "metrics.csv", row(1)).read_text().splitlines()
    assert head == ",".join(key for key in COLUMNS if not key.endswith("r2"))
    assert line == "1,0.5,0.6,0.75,,0.3333333333333333,0.01,0.25"


def test_a_torn_last_line_is_none(tmp_path: Path) -> None:
    path = file(tmp_path / "metrics.csv", row(1), row(2))
    whole = path.read_bytes()
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        found = read_metrics(path)
        assert len(found.rows) == max(0, whole[:length].count(b"\n") - 1)
        assert found.problems == []
        assert last_epoch(path) == len(found.rows)
    assert last_epoch(tmp_path / "none") == 0


@pytest.mark.parametrize("wrong", ["", "2", "2,0.5,0.6,0.75,,0.3,0.01,0.25,7", "x,0.5,0.6,0.75,,0.3,0.01,0.25", "-" * 9,
                                   ",0.5,0.6,0.75,,0.3,0.01,0.25", "\0\0\0", "2,zero,,,,,,", '"2,,,,,,,'])  # fmt: skip
def test_a_line_that_holds_no_figures_is_told_and_left_out(tmp_path: Path, wrong: str) -> None:
    path = file(tmp_path / "metrics.csv", row(1))
    with path.open("a") as more:
        more.write(wrong + "\n" + csv_lines(some(row(3))))
    found = read_metrics(path)
    assert same(found.rows, [row(1), row(3)])
    assert found.problems == ["line 3: found no figures of an epoch"]


@pytest.mark.parametrize("content", [b"\n1,2,3\n", b"epoch,loss\n1,2\n", b"\xff\n", b"1,0.5,0.6,0.75,,0.3,0.01,0.25\n"])
def test_no_such_table(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "metrics.csv").write_bytes(content)
    found = read_metrics(tmp_path / "metrics.csv")
    assert found.rows.shape == (0, len(COLUMNS))
    assert found.problems == ["line 1: found no names of figures, expected epoch,train_loss,validation_loss,…"]


def test_nothing_yet(tmp_path: Path) -> None:
    (tmp_path / "metrics.csv").write_bytes(b"")
    found = read_metrics(tmp_path / "metrics.csv")
    assert found.rows.shape == (0, len(COLUMNS))
    assert found.problems == []
    with pytest.raises(OSError, match="No such file"):
        read_metrics(tmp_path / "none")


def test_where_training_went_back_the_last_way_counts(tmp_path: Path) -> None:
    first = [row(epoch) for epoch in range(1, 9)]
    second = [row(4), *(row(epoch, 0.3) for epoch in (5, 6))]
    third = [row(epoch, 0.2) for epoch in (2, 3)]
    path = file(tmp_path / "metrics.csv", *first, *second)
    assert same(read_metrics(path).rows, [*first[:3], *second])
    assert same(read_metrics(file(path, *first, *second, *third)).rows, [first[0], *third])


def test_epochs_that_were_done_again_are_as_they_were_written_last(tmp_path: Path) -> None:
    path = file(tmp_path / "metrics.csv", row(1), row(2), row(3), row(2, seconds=9), row(3, seconds=8), row(4))
    found = read_metrics(path)
    assert found.rows[:, 0].tolist() == [1, 2, 3, 4]
    assert found.rows[1, -1] == 9


def test_the_last_epoch_done_again_takes_the_place_of_what_it_was(tmp_path: Path) -> None:
    found = read_metrics(file(tmp_path / "metrics.csv", row(1), row(2), row(2, 0.3), row(3, 0.2)))
    assert same(found.rows, [row(1), row(2, 0.3), row(3, 0.2)])


def test_what_is_written_of_a_night_is_read_in_a_moment(tmp_path: Path) -> None:
    path = file(tmp_path / "metrics.csv", *(row(epoch, 1 / epoch) for epoch in range(1, 80_001)))
    began = process_time()
    found = read_metrics(path)
    assert process_time() - began < 2.0
    assert len(found.rows) == 80_000


# Of a run that grows, goes back, and is torn

HEAD = "epoch,train_loss,validation_loss,train_accuracy,validation_accuracy,gradient_norm,learning_rate,seconds\n"
LOSS = FIGURES.index("validation_loss")


def line(epoch: int | str, loss: str = "0.5") -> str:
    return f"{epoch},0.7,{loss},0.9,0.8,0.1,0.03,0.001\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / METRICS
    path.write_text(HEAD + line(1) + line(2, "") + line(3, "0.25"))
    return path


def test_a_row_an_epoch_nan_where_not_taken(path: Path) -> None:
    curves = MetricsReader(path)
    assert curves.refresh()
    np.testing.assert_array_equal(curves.table[:, 0], [1, 2, 3])
    np.testing.assert_array_equal(curves.table[:, LOSS], [0.5, np.nan, 0.25])
    assert np.isnan(curves.table[:, FIGURES.index("validation_r2")]).all()
    assert not curves.refresh()


def test_only_what_was_added_is_read(path: Path) -> None:
    curves = MetricsReader(path)
    curves.refresh()
    before = curves.table
    content = path.read_text()
    path.write_text("x" * len(content) + line(4))  # the same file; what was read stands no longer there
    assert curves.refresh()
    np.testing.assert_array_equal(curves.table[:, 0], [1, 2, 3, 4])
    assert len(before) == 3, "what was handed out stays"


def test_half_a_line_waits_for_its_end(path: Path) -> None:
    curves = MetricsReader(path)
    with path.open("a") as file:
        file.write("4,0.7,0.1")
        file.flush()
        curves.refresh()
        assert len(curves.table) == 3
        file.write("25,0.9,0.8,0.1,0.03,0.001\n")
    assert curves.refresh()
    assert curves.table[3, LOSS] == 0.125


def test_torn_lines_and_other_texts_are_none(path: Path) -> None:
    with path.open("a") as file:
        file.write("4,0.7\n" + line(4, "what") + "\n" + line(0) + line("nan") + line(5) + "é\n")
    curves = MetricsReader(path)
    curves.refresh()
    np.testing.assert_array_equal(curves.table[:, 0], [1, 2, 3, 5])


def test_training_that_went_back_leaves_the_last_way(path: Path) -> None:
    curves = MetricsReader(path)
    curves.refresh()
    with path.open("a") as file:
        file.write(line(2, "2.0") + line(3, "3.0") + line(4, "4.0") + line(3, "3.5"))
    assert curves.refresh()
    np.testing.assert_array_equal(curves.table[:, LOSS], [0.5, 2.0, 3.5])


def test_another_file_in_its_place_is_read_anew(path: Path) -> None:
    curves = MetricsReader(path)
    curves.refresh()
    other = path.with_name("other")
    other.write_text(HEAD + line(1, "9.0"))
    other.replace(path)
    assert curves.refresh()
    np.testing.assert_array_equal(curves.table[:, LOSS], [9.0])
    path.unlink()
    assert curves.refresh()
    assert len(curves.table) == 0
    assert not curves.refresh()


def test_it_is_what_a_resumed_training_reads(path: Path) -> None:
    with path.open("a") as file:
        file.write(line(2, "2.0") + line(9, "0.125"))
    curves = MetricsReader(path)
    curves.refresh()
    np.testing.assert_array_equal(curves.table, read_metrics(path).rows[:, : len(FIGURES)])
