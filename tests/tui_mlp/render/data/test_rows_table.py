"""Rows as a table, drawn without an app."""

from pathlib import Path

import pytest
from textual.strip import Strip
from voyage_table import LEFT_OUT, rows_of, voyage_rows

from core.data.source_rows.source_rows import SourceRows
from tui_mlp.models.data.data_focus import Form
from tui_mlp.render.colours.palette import Palette, palette
from tui_mlp.render.data.cell_origin import cell_origin
from tui_mlp.render.data.row_columns import RowColumns
from tui_mlp.render.data.rows_layout import RowsLayout, form_shown, rows_layout
from tui_mlp.render.data.rows_table import CellInFocus, KeptRows, rows_table

COLOURS = palette()


@pytest.fixture(scope="module")
def voyage(tmp_path_factory: pytest.TempPathFactory) -> SourceRows:
    return voyage_rows(tmp_path_factory.mktemp("voyage"))


def text(strip: Strip) -> str:
    return "".join(segment.text for segment in strip)


def laid_out(columns: RowColumns, form: Form, width: int, name: str, number: int = 0) -> RowsLayout:
    near = columns.prepared_place(name, number)
    near = columns.prepared_near(name) if near is None else near
    return rows_layout(columns, form, width, (0, 0), columns.raw_place(name), near)


def drawn(
    source: SourceRows, form: Form, width: int, name: str, row: int = 0, shown: Palette = COLOURS, number: int = 0
) -> list[Strip]:
    columns = RowColumns(source, shown.ascii)
    focus = CellInFocus(row, columns.raw_place(name), columns.prepared_place(name, number))
    layout = laid_out(columns, form, width, name, number)
    lines = rows_table(columns, layout, range(10), focus, lambda found: found == 3, width, shown, KeptRows())
    assert {line.cell_length for line in lines} == {width}
    return lines


def test_both_halves_side_by_side(voyage: SourceRows) -> None:
    lines = [text(line) for line in drawn(voyage, "both", 120, "age", 2)]
    left, right = zip(*(line.split(" │ ") for line in lines), strict=True)
    assert (left[0].strip(), right[0].strip()) == ("as in the file", "as the network gets it")
    assert left[1].split()[1:] == ["rescued", "class", "age", "fare", "ticket", "cabin", "crew", "split"], (
        "ignored columns last"
    )
    assert right[1].split() == ["y", "1", "2", "3", "age", "fare"]
    assert left[4].split()[0] == "▸"
    assert left[4].split()[2:7] == ["yes", "3rd", "–", "12.50", "T102"], "a missing cell is a dash"
    prepared = voyage.prepared(2)
    assert prepared is not None
    assert right[4].split() == ["1", "0", "0", "1", "0.00", f"{prepared[4]:.2f}"]
    assert left[5][1] == "•", "it was found"
    assert right[2 + LEFT_OUT].strip() == voyage.why_left_out(LEFT_OUT) != ""
    assert left[2 + LEFT_OUT].rstrip().endswith("left out")


def test_a_narrow_table_scrolls_in_whole_columns_with_line_and_split_in_sight(voyage: SourceRows) -> None:
    first = [text(line) for line in drawn(voyage, "raw", 60, "rescued")]
    assert first[0].rstrip() == "as in the file  2 more ▸"
    last = [text(line) for line in drawn(voyage, "raw", 60, "crew")]
    assert last[0].rstrip() == "as in the file  ◂ 2 more"
    assert last[1].split() == ["line", "age", "fare", "ticket", "cabin", "crew", "split"]
    made = text(drawn(rows_of("spiral"), "raw", 60, "x1")[0])
    assert made.rstrip() == "as in the source", "made points are in no file"
    prepared = [text(line) for line in drawn(voyage, "prepared", 46, "fare")]
    assert prepared[0].startswith("as the network gets it")
    assert prepared[1].split()[-1] == "fare"
    assert "fare" in text(drawn(voyage, "both", 70, "fare")[1]).split(" │ ")[0]
    assert "fare" in text(drawn(voyage, "both", 70, "fare")[1]).split(" │ ")[1]


def style_of(strip: Strip, word: str) -> object:
    return next(segment.style for segment in strip if segment.text.strip() == word)


def test_colours_tell_class_split_sign_and_focus(voyage: SourceRows) -> None:
    lines, styles = drawn(voyage, "both", 120, "age", 0), COLOURS.bg
    assert style_of(lines[1], "age") == styles.accent_bold
    assert style_of(lines[1], "crew") == styles.faint
    assert style_of(lines[2], "yes") == COLOURS.panel.pos
    assert style_of(lines[3], "no") == styles.neg
    value = voyage.prepared(0)
    assert value is not None
    assert style_of(lines[2], f"{value[3]:.2f}") == styles.on_accent
    other = voyage.prepared(3)
    assert other is not None
    tint = style_of(lines[5], f"{other[3]:.2f}")
    assert tint in COLOURS.figures
    assert tint != styles.fg


@pytest.mark.parametrize("shown", [palette(ascii=True), palette(colors="none")])
def test_the_cell_in_focus_is_in_brackets_where_colours_may_be_missing(voyage: SourceRows, shown: Palette) -> None:
    for form in ("both", "raw", "prepared"):
        lines = [text(line) for line in drawn(voyage, form, 120, "fare", 1, shown)]
        assert lines[3].count("[") == lines[3].count("]") == 1
        assert "[11.25]" in lines[3] or form != "raw"
        assert not shown.ascii or all(line.isascii() for line in lines)


def test_left_and_right_half_are_found_under_the_mouse(voyage: SourceRows) -> None:
    columns = RowColumns(voyage, False)
    layout, names = laid_out(columns, "both", 120, "age"), text(drawn(voyage, "both", 120, "age")[1])
    half = names.index(" │ ")
    assert layout.column_at(columns, names.index("rescued")) == ("raw", 0)
    assert layout.column_at(columns, names.index("split")) is None
    assert layout.column_at(columns, names.index("age", half)) == ("prepared", 4)
    assert layout.column_at(columns, names.index("y", half)) == ("prepared", 0)
    assert layout.column_at(columns, 1) is None
    assert columns.column_of(4) == ("age", 0)
    assert columns.column_of(2) == ("class", 1)


def test_both_ways_where_there_is_room() -> None:
    assert (form_shown(None, 100), form_shown(None, 99), form_shown("both", 40)) == ("both", "raw", "both")


def origin(source: SourceRows, name: str, row: int, number: int = 0, width: int = 120, lines: int = 1) -> list[str]:
    columns = RowColumns(source, False)
    place = columns.raw_place(name)
    return [text(line).rstrip() for line in cell_origin(columns, row, place, number, "mean", width, lines, COLOURS)]


def test_the_last_line_says_how_the_number_came_about(voyage: SourceRows) -> None:
    (missing,) = origin(voyage, "age", 2)
    assert missing.startswith("age, ")
    assert "missing → " in missing
    assert missing.endswith(" = 0.0000")
    assert origin(voyage, "class", 0)[0].endswith(": 1")
    assert origin(voyage, "rescued", 0)[0].endswith(": 1")
    assert "deck 0; left out: " in origin(voyage, "cabin", 0)[0]
    assert origin(voyage, "age", LEFT_OUT)[0].endswith(voyage.why_left_out(LEFT_OUT))
    assert len(origin(voyage, "age", 2, width=50, lines=2)) == 2
    (brief,) = origin(voyage, "age", 2, width=50)
    assert brief.startswith("age: missing → ")


def test_a_number_of_a_file_with_more_digits_than_the_table_shows_is_written_out(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text("x,y\n" + "".join(f"{row / 7},{row % 2}\n" for row in range(30)))
    assert "x, line 6 (0.5714285714285714): (0.5714 - " in origin(rows_of(str(path), "data.target=y"), "x", 4)[0]
    assert "x1, row 5: (-0.2321 - " in origin(rows_of("spiral"), "x1", 4)[0], "a made number has no end"


def test_classes_and_pixels_of_images() -> None:
    source = rows_of("digits")
    lines = drawn(source, "both", 120, "p30", 0)
    assert "p30" in text(lines[1]).split(" │ ")[0]
    assert "p30" in text(lines[1]).split(" │ ")[1]
    columns = RowColumns(source, False)
    assert columns.targets == [*"0123456789"]
    assert columns.column_of(3) == (source.data.description.target[0], 3)
    assert columns.input_count(source.data.description.target[0]) == 10
    assert len(columns._raw) < 30, "columns out of sight aren't measured"


def test_only_rows_that_look_different_are_drawn_again(voyage: SourceRows) -> None:
    columns, kept = RowColumns(voyage, False), KeptRows()
    layout = laid_out(columns, "both", 120, "age")

    def lines(rows: range, focus: int, found: int = -1) -> list[Strip]:
        cell = CellInFocus(focus, columns.raw_place("age"), columns.prepared_place("age", 0))
        return rows_table(columns, layout, rows, cell, lambda row: row == found, 120, COLOURS, kept)[2:]

    first, second = lines(range(10), 2), lines(range(1, 11), 3)
    assert [one is other for one, other in zip(first[1:], second, strict=False)] == [
        True, False, False, True, True, True, True, True, True,
    ]  # fmt: skip
    assert len(kept.strips) == 10, "no others are kept"
    assert lines(range(1, 11), 3, found=5)[4] is not second[4]
    assert [text(line) for line in second] == [text(line) for line in lines(range(1, 11), 3)]
