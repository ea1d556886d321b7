"""Two lines about the point in focus: its place, what is wanted and given."""

from core.data.preparing.column_coding import ColumnCoding
from core.support.i18n import _
from tui_mlp.models.output.example_texts import example_title, probability_text, wanted_text
from tui_mlp.models.output.shown_example import ShownExample
from tui_mlp.render.cell_text import clipped
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.strips import StyledText, cells_of
from tui_mlp.text.numbers import count, data_number, plain_number
from tui_mlp.text.raw_values import raw_text

from .legend import Group

LONGEST_NAME = 14
"""Cells of the name of a class or column, at most, so that what stands after it has room."""


def point_notes(
    shown: ShownExample, codings: tuple[ColumnCoding, ...], x: int, y: int, output: int, width: int, palette: Palette
) -> list[list[Group]]:
    """What is said of an example: its row, with its split if that fits, and place; then target, output and loss.

    `x` and `y` are the places of raw columns, `output` the number of the class, label or target that the map shows.
    """
    styles = palette.bg
    row = shown.focus.place if shown.row is None else shown.row
    first: list[Group] = [
        _pair(codings[place].name, raw_text(codings[place], float(shown.raw[place])), palette) for place in (x, y)
    ]
    if not shown.drawn:
        named: Group = [(example_title(shown.focus, shown.row), styles.strong)]
        fits = sum(cells_of(group, palette.ascii) + 2 for group in (named, *first)) - 2 <= width
        first = [named if fits else _pair(_("row"), count(row + 1), palette), *first]
    score = float(shown.scores[output])
    number = data_number if shown.meaning.task == "regression" else probability_text
    given = _pair(_("output"), number(score), palette)
    if shown.right is not None:
        given.append((" ✓" if shown.right else " ✗", styles.pos if shown.right else styles.bad))
    wanted = wanted_text(shown)
    if shown.meaning.task == "classification":
        wanted = clipped(wanted, LONGEST_NAME, palette.ascii)
    second: list[Group] = [_pair(_("wanted"), wanted, palette), given]
    if shown.one.loss is not None:
        second.append(_pair(_("loss"), plain_number(shown.one.loss), palette))
    return [first, second]


def _pair(name: str, value: str, palette: Palette) -> list[StyledText]:
    return [(f"{clipped(name, LONGEST_NAME, palette.ascii)} ", palette.bg.muted), (value, palette.bg.strong)]
