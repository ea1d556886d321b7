"""The history of a training: every epoch, then fewer, and what was handed out stays as it is."""

from collections.abc import Callable
from math import nan

import numpy as np
import pytest

from core.training.history import COLUMNS, DENSE, NIGHT, SMALL, History, stride


def fill(history: History, first: int, last: int) -> None:
    for epoch in range(first, last + 1):
        history.append(epoch, 1 / epoch, nan, 0.5, nan, nan, nan, 0.1, 0.01, 0.001)


def epochs(history: History) -> list[int]:
    result: list[int] = history.view()[:, 0].astype(int).tolist()
    return result


@pytest.fixture(scope="module")
def long() -> History:
    """Two octaves beyond what is dense, two epochs marked; nobody looks at it while it goes on."""
    history = History()
    history.marked |= {DENSE + 1001, 3 * DENSE + 7}
    fill(history, 1, 4 * DENSE - 1)
    return history


def test_as_json_prints_it() -> None:
    history = History()
    fill(history, 1, 2)
    assert history[1] == history[-1] == {
        "epoch": 2, "train_loss": 0.5, "validation_loss": None, "train_accuracy": 0.5, "validation_accuracy": None,
        "gradient_norm": 0.1, "learning_rate": 0.01, "seconds": 0.001,
    }  # fmt: skip
    assert list(History("regression").keys) == list(COLUMNS)
    assert [record["epoch"] for record in history] == [1, 2]
    assert history.train_loss.tolist() == [1.0, 0.5]
    with pytest.raises(AttributeError):
        history.test_loss  # noqa: B018
    with pytest.raises(IndexError):
        history[2]


def test_every_epoch_is_kept_up_to_a_bound() -> None:
    history = History()
    fill(history, 1, 3000)
    assert epochs(history) == list(range(1, 3001))


def test_beyond_it_every_second_then_every_fourth_and_marked_ones(long: History) -> None:
    kept = epochs(long)
    assert kept[:DENSE] == list(range(1, DENSE + 1))
    later = [epoch for epoch in kept[DENSE:] if epoch not in long.marked][:-1]
    assert later == [epoch for epoch in range(DENSE + 1, 4 * DENSE - 1) if epoch % stride(epoch, DENSE) == 0]
    assert long.marked <= set(kept)
    assert kept[-1] == 4 * DENSE - 1, "the last one is always there"
    assert long.last[0] == 4 * DENSE - 1
    assert (long.train_loss == 1 / long.view()[:, 0]).all()


def test_a_night_stays_under_25_mb() -> None:
    octaves = int(np.ceil(np.log2(10**9 / DENSE)))
    assert (DENSE + octaves * DENSE // 2) * len(COLUMNS) * 8 < 25e6
    assert DENSE + octaves * DENSE // 2 <= NIGHT, "or else its table moves"


def test_rows_that_were_seen_stay() -> None:
    history = History()
    history.replace(np.array([(DENSE, *[0.5] * 9)]))
    fill(history, DENSE + 1, DENSE + 1)
    seen = history.view()
    fill(history, DENSE + 2, DENSE + 5)
    assert seen[:, 0].tolist() == [DENSE, DENSE + 1]
    assert epochs(history) == [DENSE, DENSE + 1, DENSE + 2, DENSE + 4, DENSE + 5]


def test_what_json_prints_of_an_epoch_keeps_no_row() -> None:
    history = History()
    history.replace(np.array([(DENSE, *[0.5] * 9)]))
    for epoch in range(DENSE + 1, DENSE + 6):
        fill(history, epoch, epoch)
        assert history[-1]["epoch"] == epoch
    assert epochs(history) == [DENSE, DENSE + 2, DENSE + 4, DENSE + 5]


@pytest.mark.parametrize(
    "then",
    [
        lambda history: fill(history, 301, 900),
        lambda history: (history.truncate(100), fill(history, 101, 500)),  # type: ignore[func-returns-value]
        lambda history: history.truncate(0),
        lambda history: history.replace(np.zeros((3, len(COLUMNS)))),
        lambda history: (history.truncate(200), history.ensure_last((250.0, *[9.0] * 9)), fill(history, 251, 400)),  # type: ignore[func-returns-value]
    ],
)
def test_arrays_that_were_handed_out_never_change(then: Callable[..., object]) -> None:
    history = History()
    fill(history, 1, 300)
    handed, column = history.view(), history.train_loss
    before = handed.copy(), column.copy()
    then(history)
    assert handed.tobytes() == before[0].tobytes()
    assert column.tobytes() == before[1].tobytes()


def test_truncate() -> None:
    history = History()
    fill(history, 1, 300)
    for epoch in (400, 300):
        history.truncate(epoch)
        assert len(history) == 300
    history.truncate(7)
    assert epochs(history) == list(range(1, 8))
    fill(history, 8, 9)
    assert epochs(history) == list(range(1, 10))
    history.truncate(0)
    assert len(history) == 0
    assert history.last == ()


def test_replace_takes_a_copy() -> None:
    history = History()
    fill(history, 1, 5)
    rows = history.view()
    other = History()
    other.replace(rows)
    fill(other, 6, 8)
    assert (epochs(history), epochs(other)) == (list(range(1, 6)), list(range(1, 9)))
    other.replace(rows[:0])
    assert len(other) == 0
    fill(other, 1, 2)
    assert epochs(other) == [1, 2]


def test_a_last_row_that_was_thinned_out_comes_back() -> None:
    history = History()
    fill(history, 1, 5)
    last = history.last
    history.ensure_last(last)
    history.ensure_last(())
    assert len(history) == 5
    history.truncate(3)
    history.ensure_last(last)
    assert epochs(history) == [1, 2, 3, 5]
    assert history.last == pytest.approx(last, nan_ok=True)


def test_from_megabytes_on_its_table_stays_where_it_is() -> None:
    """What is freed and taken again in megabytes stays with the C library: 10 MiB in a night."""
    history = History()
    fill(history, 1, SMALL + 1)
    table = history._table
    fill(history, SMALL + 2, 2 * DENSE)
    assert history._table is table
    history.truncate(DENSE)
    fill(history, DENSE + 1, 2 * DENSE)
    assert epochs(history)[:DENSE] == list(range(1, DENSE + 1))
