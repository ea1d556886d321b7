"""The table of trials, the space and the workers as they are drawn, without an app."""

from dataclasses import replace
from typing import Any

import pytest
from msgspec import structs
from rich.cells import cell_len
from saved_sweeps import a_selection
from textual.strip import Strip

from core.sweeps.saved.records import SweepStatus, WorkerRecord
from tui_mlp.models.sweep.selection_changes import mark_toggled, updated_selection
from tui_mlp.models.sweep.sweep_selection import SweepSelection
from tui_mlp.render.colours.palette import palette
from tui_mlp.render.sweep.sweep_text import EXAMPLE, no_sweep_lines, space_lines
from tui_mlp.render.sweep.trials_table import trial_rows, trials_table, visible_columns
from tui_mlp.render.sweep.workers import workers_lines


@pytest.fixture
def selection() -> SweepSelection:
    return a_selection()


def drawn(selection: SweepSelection, width: int = 90, height: int = 10, top: int = 0, **options: Any) -> list[Strip]:
    colours = palette(**options)
    shown = visible_columns(selection, width, colours.ascii)
    return trials_table(selection, shown, width, height, top, colours)


def texts(strips: list[Strip]) -> list[str]:
    return [strip.text.rstrip() for strip in strips]


def test_a_row_for_each_trial_and_how_many_more(selection: SweepSelection) -> None:
    head, first, *rows, last = texts(drawn(mark_toggled(selection)))
    assert head.split() == ["#", "loss", "▴", "epoch", "rate", "hidden", "activation", "optimizer", "momentum", "state"]
    assert first.split()[:4] == ["▸", "a", str(selection.best[0]), "0.0235"]
    assert first.endswith("■ finished")
    assert len(rows) == 7
    assert last == "  ▾ 32 more"
    assert texts(drawn(selection, top=32))[-1] == "  ▴ 32 more"
    assert "more" not in texts(drawn(selection, height=41))[-1]


def test_states_have_their_icons_and_words(selection: SweepSelection) -> None:
    found = {tuple(line.split()[-2:]) for line in texts(drawn(selection, height=41))[1:]}
    assert found == {("■", "finished"), ("◇", "pruned"), ("▶", "training"), ("✗", "failed"), ("✗", "diverged")}
    first = selection.rows[0]
    by_hand = structs.replace(first, state="pruned", by_hand=True)
    selection = replace(selection, rows=(by_hand, *selection.rows[1:]))
    assert texts(drawn(selection))[1].endswith("◇ stopped")


def test_the_most_important_columns_stay_in_a_narrow_table(selection: SweepSelection) -> None:
    for width in range(0, 120, 7):
        assert all(strip.cell_length == width for strip in drawn(selection, width))
    assert texts(drawn(selection, 30))[0].split() == ["#", "loss", "▴", "state"]
    chosen = updated_selection(selection, order="training.momentum")
    assert "momentum ▴" in texts(drawn(chosen, 42))[0], "the order's column, too"
    figures = updated_selection(selection, figures={one.trial: 0.5 for one in selection.rows})
    assert "accuracy" in texts(drawn(figures, 110))[0]
    assert "50.0 %" in texts(drawn(figures, 110))[1]


def test_the_mean_of_several_runs_has_its_spread(selection: SweepSelection) -> None:
    first = structs.replace(selection.rows[0], spread=[0.0021])
    assert "0.0235 ±0.0021" in texts(drawn(replace(selection, rows=(first, *selection.rows[1:]))))[1]


def test_all_of_it_in_ascii(selection: SweepSelection) -> None:
    assert "\n".join(texts(drawn(selection, height=41, ascii=True))).isascii()


def test_room_for_the_line_below() -> None:
    assert (trial_rows(9, 10), trial_rows(10, 10), trial_rows(10, 0)) == (9, 8, 1)


def test_the_space_before_the_first_trial() -> None:
    selection = updated_selection(a_selection(), ended=(), status=None, lives=False)
    lines = texts(space_lines(selection, 100, palette()))
    assert lines[0] == "40 trials: sampler random, pruner median, least validation loss"
    assert "rate        0.001 to 0.1, log" in lines
    assert "momentum    0.5 to 0.99  only with optimizer momentum" in lines
    assert space_lines(SweepSelection(), 100, palette()) == []


def test_what_a_sweep_is_has_an_example_that_is_one() -> None:
    lines = texts(no_sweep_lines(76, palette()))
    assert all(f"  {line}" in lines for line in EXAMPLE.split("\n"))
    assert "mlp-tui sweep FILE.toml" in " ".join(lines)


def with_workers(selection: SweepSelection, *workers: WorkerRecord, **changes: Any) -> SweepSelection:
    status = selection.status
    assert isinstance(status, SweepStatus)
    return replace(selection, status=structs.replace(status, workers=list(workers), **changes))


def test_workers_and_what_they_do(selection: SweepSelection) -> None:
    first, second, *below = texts(workers_lines(selection, 50, 8, palette()))
    assert first.split()[:4] == ["1", "▶", "trial", "39"]
    assert "█" in first
    assert second.split()[-4:-1] == ["130", "of", "300"]
    assert below[:2] == ["local: 2 of 2 threads busy", "no worker lost"]
    assert "█" not in texts(workers_lines(selection, 35, 8, palette()))[0], "without room no bar"
    assert "\n".join(texts(workers_lines(selection, 50, 8, palette(ascii=True)))).isascii()


def test_many_workers_and_what_was_lost(selection: SweepSelection) -> None:
    names = [WorkerRecord(name=f"worker-{number}", host="far") for number in range(30)]
    busy = WorkerRecord(name="busy", trial=7, run="trial-0007", epoch=3, epochs=0, note="another NumPy")
    many = with_workers(selection, *names, busy, lost=2, notes=["two versions"])
    lines = texts(workers_lines(many, 60, 8, palette()))
    assert lines[0].split()[:4] == ["busy", "▶", "trial", "7"]
    assert "and 28 more workers" in lines
    assert "2 workers lost, their jobs done again" in lines
    assert "worker busy: another NumPy" in lines
    assert lines[-1] == "two versions"
    assert all(cell_len(line) <= 60 for line in lines)


def test_each_worker_stays_on_its_line(selection: SweepSelection) -> None:
    workers = [WorkerRecord(name="10", trial=7), WorkerRecord(name="9", trial=8), WorkerRecord(name="2")]
    lines = texts(workers_lines(with_workers(selection, *workers), 50, 8, palette()))
    assert [line.split()[0] for line in lines[:3]] == ["2", "9", "10"], "one that is free for a moment, too"
    lines = texts(workers_lines(with_workers(selection, *workers), 50, 4, palette()))
    assert lines[0].split()[0] == "9", "where not all have room, those that train"
