"""Two lines about the point in focus: its place, what is wanted and given."""

from core.data.preparing.column_coding import ColumnCoding
from core.support.i18n import _
from tui_mlp.models.output.example_texts import example_title, probability_text, wanted_text
from tui_mlp.models.output.shown_example import ShownExample
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.strips import StyledText, cells_of
from tui_mlp.text.numbers import count, data_number, plain_number
from tui_mlp.text.raw_values import raw_text


def point_notes(
    shown: ShownExample, codings: tuple[ColumnCoding, ...], x: int, y: int, output: int, width: int, palette: Palette
) -> list[list[StyledText]]:
    """What is said of an example: its row, with its split if that fits, and place; then target, output and loss.

    `x` and `y` are the places of raw columns, `output` the number of the class, label or target that the map shows.
    """
    styles = palette.bg
    row = shown.focus.place if shown.row is None else shown.row
    first: list[StyledText] = []
    for place in (x, y):
        first += _pair(codings[place].name, raw_text(codings[place], float(shown.raw[place])), palette)
    if not shown.drawn:
        named = [(example_title(shown.focus, shown.row), styles.strong), ("  ", styles.blank), *first]
        fits = cells_of(named[:-1], palette.ascii) <= width
        first = named if fits else [*_pair(_("row"), count(row + 1), palette), *first]
    score = float(shown.scores[output])
    number = data_number if shown.meaning.task == "regression" else probability_text
    second = _pair(_("wanted"), wanted_text(shown), palette) + _pair(_("output"), number(score), palette)
    if shown.right is not None:
        second[-1] = ("", styles.blank)
        second += [(" ", styles.blank), ("✓" if shown.right else "✗", styles.pos if shown.right else styles.bad)]
        second.append(("  ", styles.blank))
    if shown.one.loss is not None:
        second += _pair(_("loss"), plain_number(shown.one.loss), palette)
    return [first, second]


def _pair(name: str, value: str, palette: Palette) -> list[StyledText]:
    return [(f"{name} ", palette.bg.muted), (value, palette.bg.strong), ("  ", palette.bg.blank)]
