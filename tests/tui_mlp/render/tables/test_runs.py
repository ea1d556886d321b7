"""The runs as they are found, sorted, marked, read and drawn, without an app."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from narrowing import present
from some_runs import a_run, figure, listed, some_runs
from textual.strip import Strip

from core.runs.metrics_file import FIGURES, MetricsReader
from core.runs.run_folder import LOCK
from core.runs.summary import Label, write_label
from tui_mlp.models.run_columns import columns_for, differing_settings, setting_column, sorted_by
from tui_mlp.models.run_differences import details, differences
from tui_mlp.models.runs_browser import (
    ComparedRun,
    RunsSelection,
    focus_moved,
    mark_toggled,
    reading_moved,
    sorted_by_next,
    updated_selection,
    without_common_prefix,
)
from tui_mlp.render.cell_text import cut
from tui_mlp.render.colours.palette import palette
from tui_mlp.render.tables.differences import details_lines, widths
from tui_mlp.render.tables.differences import differences_table as draw_differences
from tui_mlp.render.tables.runs import runs_table, visible_columns
from tui_mlp.session.snapshot import RunState


@pytest.fixture
def selection(tmp_path: Path) -> RunsSelection:
    folders = some_runs(tmp_path)
    tables = {}
    for folder in folders:
        curves = MetricsReader(folder.path / "metrics.csv")
        curves.refresh()
        tables[folder.name] = curves.table
    return updated_selection(RunsSelection(), runs=listed(tmp_path), tables=tables)


def names(selection: RunsSelection) -> list[str]:
    return [run.name for run in selection.rows]


def drawn(selection: RunsSelection, width: int = 100, height: int = 10, top: int = 0, **options: Any) -> list[Strip]:
    colours = palette(**options)
    shown = visible_columns(selection, width, colours.ascii)
    return runs_table(selection, shown, RunState.READY, width, height, top, colours)


# What a person looks at


def test_newest_first_then_by_any_column_and_the_other_way_round(selection: RunsSelection) -> None:
    assert names(selection) == ["wide", "adam", "plain"]
    assert names(updated_selection(selection, reverse=True)) == ["plain", "adam", "wide"]
    assert names(updated_selection(selection, order="best")) == ["plain", "adam", "wide"], (
        "the smallest loss is the best"
    )
    assert names(updated_selection(selection, order="epochs")) == ["wide", "adam", "plain"], "the longest"
    assert names(updated_selection(selection, order="training.learning_rate")) == ["wide", "adam", "plain"]
    assert names(updated_selection(selection, order="architecture"))[-1] == "wide"


def test_the_next_column_round_and_round(selection: RunsSelection) -> None:
    keys = [column.key for column in selection.columns]
    assert sorted_by_next(selection, keys, 1).order == keys[0]
    assert sorted_by_next(selection, keys, -1).order == keys[-2]


def test_what_has_no_value_stands_last_either_way(tmp_path: Path) -> None:
    some_runs(tmp_path)
    a_run(tmp_path, "lost", 9, 10, best_validation_loss=None, state="divergence")
    selection = updated_selection(RunsSelection(), runs=listed(tmp_path), order="best")
    assert names(selection)[-1] == "lost"
    assert names(updated_selection(selection, reverse=True))[-1] == "lost"


def test_settings_of_other_kinds_are_sorted_and_written(tmp_path: Path) -> None:
    for place, value in enumerate((3, "later", [1, 2], None, True, {"odd": 1})):
        a_run(tmp_path, f"run{place}", place, 1, settings={"data.validation_fraction": value})
    runs = listed(tmp_path)
    assert differing_settings(runs) == ["data.validation_fraction"]
    column = setting_column("data.validation_fraction")
    assert {column.text(run) for run in runs} >= {"300 %", "later", "[1, 2]", "–"}
    assert len(sorted_by(runs, column, reverse=False)) == 6


def test_only_settings_that_differ_have_columns(selection: RunsSelection) -> None:
    keys = [column.key for column in selection.columns]
    assert keys[3:5] == ["training.optimizer", "training.learning_rate"]
    assert "training.batch_size" not in keys
    alone = updated_selection(selection, words="plain")
    assert not [column.key for column in alone.columns if column.key.startswith("training.")]
    chosen = updated_selection(selection, words="plain", order="training.optimizer")
    assert chosen.column.key == "training.optimizer", "what it is sorted by stays"


def test_words_are_found_in_names_settings_states_and_notes(selection: RunsSelection, tmp_path: Path) -> None:
    assert names(updated_selection(selection, words="ADAM")) == ["wide", "adam"]
    assert names(updated_selection(selection, words="optimizer=adam 2-8-8")) == ["adam"]
    assert names(updated_selection(selection, words="100002")) == ["wide"]
    assert names(updated_selection(selection, words="finished")) == ["wide", "adam", "plain"]
    assert names(updated_selection(selection, words="nothing has this")) == []
    write_label(selection.rows[0].folder, Label("best so far", "with thanks to Ada"))
    renamed = updated_selection(selection, runs=listed(tmp_path), words="thanks")
    assert names(renamed) == ["best so far"]


def test_the_focus_stays_on_its_run_or_else_in_its_place(selection: RunsSelection) -> None:
    selection = focus_moved(selection, 1)
    assert selection.run is not None
    assert selection.run.name == "adam"
    assert present(updated_selection(selection, order="best").run).name == "adam"
    gone = updated_selection(selection, runs=tuple(run for run in present(selection.runs) if run.name != "adam"))
    assert gone.run is not None
    assert gone.run.name == "plain"
    assert present(focus_moved(gone, 99).run).name == "plain"
    assert present(focus_moved(gone, -99).run).name == "wide"
    none = updated_selection(gone, runs=())
    assert none.run is None
    assert focus_moved(none, 1).compared == mark_toggled(none).compared == ()


def test_a_letter_stays_with_its_run(selection: RunsSelection) -> None:
    selection = mark_toggled(focus_moved(mark_toggled(selection), 1))
    assert [(one.letter, one.run.name) for one in selection.compared] == [("a", "wide"), ("b", "adam")]
    selection = mark_toggled(focus_moved(selection, -1))
    assert [(one.letter, one.run.name) for one in selection.compared] == [("b", "adam"), ("", "wide")]
    selection = mark_toggled(focus_moved(selection, 2))
    assert [(one.letter, one.run.name) for one in selection.compared] == [("a", "plain"), ("b", "adam")]
    gone = updated_selection(selection, runs=tuple(run for run in present(selection.runs) if run.name != "plain"))
    assert [(one.letter, one.run.name) for one in gone.compared] == [("b", "adam")]


def test_no_more_marks_than_letters(tmp_path: Path) -> None:
    for place in range(7):
        a_run(tmp_path, f"run{place}", place, 3)
    selection = updated_selection(RunsSelection(), runs=listed(tmp_path))
    for _ in range(7):
        selection = focus_moved(mark_toggled(selection), 1)
    assert sorted(selection.letters.values()) == list("abcde")


def test_a_figure_is_the_last_one_that_was_kept(selection: RunsSelection) -> None:
    nan = np.nan
    rows = np.array([[1, 9, 0.5, 9, 9, nan, nan], [2, 9, nan, 9, 9, nan, nan], [8, 9, 0.25, 9, 9, nan, nan]])
    one = ComparedRun("a", selection.rows[0], rows)
    assert one.value_at("validation_loss", 1) == (1, 0.5)
    assert one.value_at("validation_loss", 7) == (1, 0.5)
    assert one.value_at("validation_loss", 8) == (8, 0.25)
    assert one.value_at("validation_loss", 9) is None, "beyond its end"
    assert ComparedRun("a", selection.rows[0], rows[:0]).value_at("validation_loss", 1) is None
    regression = rows.copy()
    regression[:, FIGURES.index("validation_accuracy")], regression[:, -1] = nan, 0.75
    assert ComparedRun("a", selection.rows[0], regression).value_at("validation_accuracy", 8) == (8, 0.75), (
        "R² in its place"
    )


def test_reading_begins_at_the_end_and_stays_among_the_epochs(selection: RunsSelection) -> None:
    selection = mark_toggled(selection)
    assert reading_moved(selection, -5).epoch == 80
    assert reading_moved(replace(selection, epoch=80), -5).epoch == 75
    assert reading_moved(replace(selection, epoch=80), 5).epoch == 80
    assert reading_moved(replace(selection, epoch=3), -5).epoch == 1
    assert reading_moved(replace(selection, tables={}), 1).epoch is None


def test_the_train_loss_is_drawn_where_no_run_has_validation_examples(selection: RunsSelection) -> None:
    assert selection.quantity == "validation_loss"
    without = {name: figures.copy() for name, figures in selection.tables.items()}
    for figures in without.values():
        figures[:, FIGURES.index("validation_loss")] = np.nan
    assert replace(selection, tables=without).quantity == "train_loss"
    assert replace(selection, tables={}).quantity == "validation_loss", "not read yet"


def test_names_in_a_legend_leave_out_what_they_share() -> None:
    assert without_common_prefix(["spiral-16x16", "spiral-adam", "spiral-one-layer"]) == ["16x16", "adam", "one-layer"]
    assert without_common_prefix(["spiral", "spiral-adam"]) == ["spiral", "spiral-adam"]
    assert without_common_prefix(["spiral", "spiral"]) == ["spiral", "spiral"]
    assert without_common_prefix(["my run"]) == ["my run"]
    assert without_common_prefix([]) == []


# How it is drawn


@pytest.mark.parametrize("options", [{}, {"ascii": True}, {"colors": "none"}, {"dark": False}])
def test_the_table_keeps_its_width_and_drops_columns(selection: RunsSelection, options: dict[str, Any]) -> None:
    selection = mark_toggled(selection)
    heads = []
    for width in (160, 116, 76, 50, 36, 20, 8, 1, 0):
        strips = drawn(selection, width, 6, **options)
        assert [strip.cell_length for strip in strips] == [width] * 6
        heads.append(strips[0].text.split())
    assert {"data", "optimizer", "rate", "saved"} <= set(heads[0])
    assert heads[2][:2] == ["run", "architecture"]
    assert "saved" not in heads[2]
    assert heads[4][0] == "run"


def test_a_row_has_its_letter_and_the_one_in_focus_its_mark(selection: RunsSelection) -> None:
    lines = [strip.text for strip in drawn(focus_moved(mark_toggled(selection), 1))]
    assert lines[1].startswith("  a ━ wide")
    assert lines[2].startswith("▸     adam")
    assert "2-16-16-1" in lines[1]
    assert "■ finished" in lines[1]
    assert drawn(focus_moved(mark_toggled(selection), 1), ascii=True)[2].text.startswith(">     adam")


def test_the_head_shows_the_order(selection: RunsSelection) -> None:
    assert "best val. J ▴" in drawn(updated_selection(selection, order="best"))[0].text
    assert "best val. J ▾" in drawn(updated_selection(selection, order="best", reverse=True))[0].text
    assert "last acc. v" in drawn(updated_selection(selection, order="accuracy"), ascii=True)[0].text
    assert "saved ▾" in drawn(selection, 160)[0].text
    assert "state ▴" in drawn(updated_selection(selection, order="state"), 60)[0].text, "it has room first"


def test_rows_from_the_top_that_is_given(selection: RunsSelection) -> None:
    assert [strip.text[6:11] for strip in drawn(selection, height=3, top=1)] == ["run  ", "adam ", "plain"]


def test_data_have_a_column_early_where_names_do_not_tell_them(tmp_path: Path) -> None:
    a_run(tmp_path, "first", 0, 3, data="moons")
    a_run(tmp_path, "other", 1, 3, data="circle")
    assert "moons" in drawn(updated_selection(RunsSelection(), runs=listed(tmp_path)), 72)[2].text
    a_run(tmp_path, "circle", 2, 3, data="circle")
    a_run(tmp_path, "moons", 3, 3, data="moons")
    told = tuple(run for run in listed(tmp_path) if run.name in ("circle", "moons"))
    assert "data" not in drawn(updated_selection(RunsSelection(), runs=told), 72)[0].text


def test_what_others_wrote_moves_no_cursor_and_breaks_no_line(tmp_path: Path) -> None:
    a_run(tmp_path, "odd", 0, 3, name="a\x1b[2Jb\nc\t日本語の名前" * 5, data="\x07")
    for strip in drawn(updated_selection(RunsSelection(), runs=listed(tmp_path)), 60):
        assert strip.text.isprintable()
        assert strip.cell_length == 60


def test_states_have_icon_word_and_colour(tmp_path: Path) -> None:
    for place, state in enumerate(("training", "interrupted", "epochs", "tolerance", "early_stopping", "divergence")):
        a_run(tmp_path, f"run{place}", place, 3, state=state)
    lines = [strip.text for strip in drawn(updated_selection(RunsSelection(), runs=listed(tmp_path)))]
    ends = [next(part.strip() for part in line.split("  ") if part.strip()[:1] in {*"✗■▌"}) for line in lines[1:7]]
    assert ends == ["✗ diverged", "■ early stop", "■ tolerance", "■ finished", "▌▌ interrupted", "▌▌ interrupted"]


def test_the_run_that_is_trained_here_is_as_it_is_this_moment(selection: RunsSelection, tmp_path: Path) -> None:
    with selection.rows[1].folder.lock():
        held = updated_selection(selection, runs=listed(tmp_path))
        shown = visible_columns(held, 100, False)
        line = runs_table(held, shown, RunState.PAUSED, 100, 5, 0, palette())[2].text
    assert "adam •" in line
    assert "▌▌ paused" in line
    one = held.compared[0]._replace(run=held.rows[1])
    assert ("state", ("paused",)) in details(one, "validation_loss", None, RunState.PAUSED)


def test_a_run_of_another_program_is_in_use_whether_it_trains_or_not(tmp_path: Path) -> None:
    folder = a_run(tmp_path, "other", 0, 3, state="training")
    with folder.lock():
        (folder.path / LOCK).write_text("1\n")  # as if another program held it
        held = updated_selection(RunsSelection(), runs=listed(tmp_path))
        assert "• in use" in drawn(held)[1].text
        assert ("state", ("in use",)) in details(held.compared[0], "validation_loss", None, RunState.PAUSED)


def test_text_is_cut_with_a_mark() -> None:
    assert cut("abcdef", 4, False) == "abc…"
    assert cut("abcdef", 4, True) == "abc~"
    assert cut("日本語", 4, False) == "日 …"
    assert cut("ab", 4, False, right=True) == "  ab"
    assert cut("ab", 0, False) == ""


# What differs


def test_differences_are_settings_then_results(selection: RunsSelection) -> None:
    selection = mark_toggled(focus_moved(mark_toggled(selection), 1))
    rows = {row.label: row.texts for row in differences(selection.compared, "validation_loss", None)}
    assert rows["architecture"] == ("2-16-16-1", "2-8-8-1")
    assert "optimizer" not in rows, "both have adam"
    assert rows["epochs"] == ("80", "60")
    assert next(iter(rows)) == "architecture"
    selection = focus_moved(selection, 1)
    rows = {row.label: row.texts for row in differences(selection.compared, "validation_loss", 50)}
    assert rows["rate"] == ("0.003", "0.003", "0.1")
    assert rows["at 50"] == (f"{figure(2, 50):.4f}", f"{figure(1, 50):.4f}", "–")


def test_a_figure_of_another_epoch_says_so(selection: RunsSelection) -> None:
    one = selection.compared[0]
    thinned = one._replace(table=one.table[::4])
    (row, *_rest) = differences([thinned, one], "validation_loss", 44)
    assert row.texts == (f"{figure(2, 41):.4f} (41)", f"{figure(2, 44):.4f}")


def test_differences_scroll_where_they_have_no_room(selection: RunsSelection) -> None:
    selection = focus_moved(mark_toggled(focus_moved(mark_toggled(selection), 1)), 1)
    rows = differences(selection.compared, "validation_loss", None)
    letters = [one.letter for one in selection.compared]
    sizes = widths(rows, 3, ascii=False)
    whole = draw_differences(rows, letters, sizes.whole, 20, 0, 0, palette())
    assert whole[0].text.split() == ["a", "b", "▸"]
    assert "grad. descent" in "\n".join(strip.text for strip in whole)
    assert sizes.shown(34, 0) == [9, 7]
    assert sizes.shown(34, 1) == [7, 11], "the last one is cut, not left out"
    assert sizes.last(34) == 1
    assert sizes.shown(1, 0) == [1]
    assert draw_differences(rows, letters, 34, 5, 0, 1, palette())[0].text.split() == ["b", "▸"]
    assert draw_differences(rows, letters, 30, 5, 1, 1, palette())[1].text.split()[0] == rows[1].label
    for width in (60, 30, 10, 1):
        for strip in draw_differences(rows, letters, width, 4, 0, 0, palette(ascii=True)):
            assert strip.cell_length == width


def test_one_run_is_told_whole(selection: RunsSelection) -> None:
    rows = details(selection.compared[0], "validation_loss", 7, RunState.READY)
    lines = [strip.text.rstrip() for strip in details_lines("a note " * 10, rows, 30, palette())]
    assert lines[0].startswith("a note a note")
    assert lines[3] == ""
    assert lines[4].split() == ["at", "7", f"{figure(2, 7):.4f}"]
    assert "hidden" not in "\n".join(lines), "the architecture tells it"
    assert any(line.split() == ["optimizer", "adam"] for line in lines)
    assert {strip.cell_length for strip in details_lines("", rows, 30, palette())} == {30}
    path = str(selection.compared[0].run.folder.path)
    assert f"folder{path}" in "".join(line.strip() for line in lines), "on as many lines as it takes"


def test_a_regression_has_its_r2_where_others_have_an_accuracy(tmp_path: Path) -> None:
    a_run(tmp_path, "line", 0, 3, validation_accuracy=None, validation_r2=0.8125)
    (run,) = (alone := updated_selection(RunsSelection(), runs=listed(tmp_path))).rows
    head, row = (strip.text.split() for strip in drawn(alone)[:2])
    assert {"last", "R²"} <= set(head)
    assert "acc." not in head
    assert "0.8125" in row
    a_run(tmp_path, "plain", 1, 3)
    both = updated_selection(RunsSelection(), runs=listed(tmp_path), order="accuracy")
    text = "\n".join(strip.text for strip in drawn(both))
    assert "last acc. ▾" in text
    assert "R² 0.8125" in text
    assert "90.0 %" in text
    figures = np.full((3, len(FIGURES)), np.nan)
    figures[:, 0], figures[:, -1] = (1, 2, 3), 0.75
    compared = ComparedRun("a", run, figures)
    rows = {row.label: row.texts for row in details(compared, "validation_accuracy", 2, RunState.READY)}
    assert rows["at 2"] == ("0.7500",), "not 75 %"
    assert rows["last R²"] == ("0.8125",)
    assert list(rows)[1:6] == ["epochs", "best val. J", "at epoch", "last R²", "last train J"], (
        "each says of which epoch"
    )


def test_the_date_comes_before_the_settings_where_there_is_room(selection: RunsSelection) -> None:
    lines = [strip.text for strip in drawn(selection, 116)]
    assert "saved ▾" in lines[0]
    assert "11-25 11:02" in lines[1]
    assert "2026-" not in lines[1]


def test_the_year_stands_where_there_are_several(tmp_path: Path) -> None:
    a_run(tmp_path, "plain", 0, 3)
    a_run(tmp_path, "older", 1, 3, saved="2025-11-25T11:00:00+00:00")
    text = "\n".join(strip.text for strip in drawn(updated_selection(RunsSelection(), runs=listed(tmp_path)), 116))
    assert "2026-11-25 11:00" in text
    assert "2025-11-25 11:00" in text


def test_runs_that_look_alike_are_told_apart_by_their_date(tmp_path: Path) -> None:
    """In place of the epochs, which are the same for all."""
    for place in range(3):
        a_run(tmp_path, "spiral", place, 3)
    lines = [strip.text for strip in drawn(updated_selection(RunsSelection(), runs=listed(tmp_path)), 76)]
    assert [line.split()[-1] for line in lines[1:4]] == ["11:02", "11:01", "11:00"]
    assert "epochs" not in lines[0]


def test_columns_of_no_runs() -> None:
    assert [column.key for column in columns_for(())][:2] == ["run", "data"]
    assert visible_columns(RunsSelection(), 80, ascii=False) == []
