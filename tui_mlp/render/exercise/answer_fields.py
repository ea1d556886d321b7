"""The fields of an answer: cells to be typed, a shape, a wrong value to be found."""

from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip

from core.exercises.recomputation.recomputation import Cell
from core.exercises.session import is_right
from core.exercises.shown_numbers import asked_number
from core.expressions import Operand
from tui_mlp.models.exercise.answer_form import AnswerForm
from tui_mlp.models.exercise.exercise_state import ExerciseState
from tui_mlp.models.operand_views import view_of
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.pointer import put_arrows
from tui_mlp.render.strips import StyledText, fit, runs, segments
from tui_mlp.text.glyphs import Glyphs, glyphs

from .cell_grid import CellGrid

LEAST = 9
"""Cells of a field: a number, and the mark behind it."""
UNTYPED = 4
"""Dots in a field in which nothing is typed yet."""
SHAPE_FIELD = 11


def fields_grid(state: ExerciseState, operand: Operand, width: int, height: int, spaced: bool) -> CellGrid:
    """Where the cells of the matrix in question are drawn; with `spaced` its rows apart where there is room."""
    form = state.form
    longest = max(map(len, form.texts)) if form.question.kind == "value" else 0
    wide = max(LEAST, state.question.decimals + 6, longest + 4)
    return CellGrid(view_of(operand), wide, width, height, form.cell, spaced=spaced)


def field_lines(state: ExerciseState, operand: Operand, width: int, height: int, palette: Palette) -> list[Strip]:
    """The matrix in question: fields where values are asked for, numbers where a wrong one is to be found."""
    form, grid = state.form, fields_grid(state, operand, width, height, palette.spaced)
    asked = {cell: place for place, cell in enumerate(form.cells)}
    bias = operand.columns.bias

    def content(row: int, column: int) -> list[StyledText]:
        place = asked.get((row, column))
        if form.question.kind == "slip":
            return wrong_value(form, operand, (row, column), place, grid.wide, palette)
        if place is not None:
            return field(state, place, grid.wide, palette)
        text = "1" if bias and column == 0 else glyphs(palette.ascii).gap
        return [(f"{text:>{grid.wide - 2}}  ", palette.bg.faint)]

    lines, focused = grid.draw(content, palette), None if form.cell is None else grid.region_of(form.cell)
    if state.pointed and focused is not None:
        lines[focused.y] = arrows_around(lines[focused.y], focused, palette)
    return lines


def arrows_around(strip: Strip, region: Region, palette: Palette) -> Strip:
    """A line of fields with the one in this region framed by the pointer."""
    characters = [one for segment in strip for one in segment.text]
    styles = [segment.style or palette.bg.blank for segment in strip for _one in segment.text]
    put_arrows((characters, styles), region.x, region.width, palette)
    return Strip(runs("".join(characters), styles), strip.cell_length)


def field(state: ExerciseState, asked: int, wide: int, palette: Palette) -> list[StyledText]:
    """What is typed into one field, with a mark: right, wrong, or not checked yet."""
    form, marks = state.form, glyphs(palette.ascii)
    text, focused = form.texts[asked], asked == form.here
    style = palette.panel.strong if text else palette.panel.faint
    return framed(text or marks.gap * UNTYPED, mark_of(state, asked, marks), wide, style, focused, palette)


def mark_of(state: ExerciseState, asked: int, marks: Glyphs) -> str:
    """The mark of an answer; blank where what is typed hasn't been checked."""
    verdict = state.session.verdicts(state.session.present)[asked]
    if verdict is None or verdict.word == "skipped" or state.form.texts[asked] != state.form.given[asked]:
        return " "
    return marks.check if is_right(verdict) else marks.error


def framed(text: str, mark: str, wide: int, style: Style, focused: bool, palette: Palette) -> list[StyledText]:
    """A field of `wide` cells with a blank behind it; in focus inverse, and in brackets where there is no colour."""
    left, right = ("[", "]") if focused and palette.brackets else (" ", " ")
    shown = f"{left}{text:>{wide - 5}} {mark}{right}"
    return [(shown, palette.bg.on_accent if focused else style), (" ", palette.bg.blank)]


def wrong_value(
    form: AnswerForm, operand: Operand, cell: Cell, place: int | None, wide: int, palette: Palette
) -> list[StyledText]:
    """A number among which the wrong one is to be found: the one in focus, chosen or tried before has a mark."""
    marks, text = glyphs(palette.ascii), asked_number(float(operand.value[cell]), form.question.decimals)
    if place is None:
        return [(f"{text:>{wide - 3}}   ", palette.bg.muted)]
    name = form.question.asked[0].choices[place]
    mark = marks.error if name in form.wrong[0] else marks.mark if name == form.given[0] else " "
    return framed(text, mark, wide, palette.panel.fg, form.picks_cell and cell == form.cell, palette)


def shape_field(state: ExerciseState, width: int, palette: Palette) -> list[Strip]:
    """The field for rows × columns."""
    text, marks = state.form.texts[0], glyphs(palette.ascii)
    style = palette.panel.strong if text else palette.panel.faint
    parts = framed(text or f"{marks.gap} × {marks.gap}", mark_of(state, 0, marks), SHAPE_FIELD, style, True, palette)
    named: list[StyledText] = [(f"  {state.question.symbol}  ", palette.bg.strong)]
    return [fit(segments([*named, *parts], palette.ascii), width, palette.bg.blank)]
