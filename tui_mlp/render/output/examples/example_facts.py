"""What is said of one example in lines: wanted, given, loss, neurons."""

import numpy as np
from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip

from core.support.i18n import _
from tui_mlp.models.output.example_texts import ERROR, given_text, probability_text, signed_text, wanted_text
from tui_mlp.models.output.shown_example import ShownExample
from tui_mlp.render.cell_text import clipped, cut, displayed, widest
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.output.share_bar import share_bar
from tui_mlp.render.strips import StyledText, cells_of, fit
from tui_mlp.render.word_wrap import line
from tui_mlp.text.glyphs import glyphs
from tui_mlp.text.numbers import count, data_number, figure5, plain_number, short_number

GAP = "   "
MARK, FEWEST = 2, 6
"""The cells of a mark behind a name, and the fewest cells of a name."""
TARGET = 10
"""The cells of a target's number in the table of several."""


def answer_lines(shown: ShownExample, width: int, palette: Palette) -> list[Strip]:
    """What is wanted and what is given, on one line or on two; of several targets a table."""
    if shown.meaning.task == "regression" and len(shown.outputs) > 1:
        return _target_lines(shown, width, palette)
    styles, wanted = palette.bg, shown.one.wanted
    given = _given(shown, width, palette)
    if wanted is None:
        return [line(given, width, palette)]
    first = _wanted(shown, width, palette)
    both = [*first, (GAP, styles.blank), *given]
    if cells_of(both, palette.ascii) <= width:
        return [line(both, width, palette)]
    return [line(first, width, palette), line(_what_fits(given, width, palette), width, palette)]


def wanted_line(shown: ShownExample, width: int, palette: Palette) -> Strip:
    """What is wanted, and whether that is given; what is given where nobody knows what is wanted."""
    parts = _given(shown, width, palette)
    if shown.one.wanted is not None:
        parts = [*_wanted(shown, width, palette), *parts[2:]]
    return line(_what_fits(parts, width, palette), width, palette)


def output_line(shown: ShownExample, width: int, palette: Palette) -> Strip:
    """The only output of a classification as a bar, with its number; the number before other values were typed."""
    styles, value = palette.bg, float(shown.outputs[0])
    number = probability_text(value, 4)
    if shown.before is not None:
        number = _("{} → {}").format(probability_text(float(shown.before.outputs[0]), 4), number)
    label, number = displayed(_("output"), palette.ascii), displayed(number, palette.ascii)
    room = width - cell_len(label) - cell_len(number) - 2
    style = styles.fg if shown.right is not False else styles.bad
    bar = [*share_bar(value, room, style, palette), Segment(" ", styles.blank)] if room > 0 else []
    return fit(
        [Segment(label + " ", styles.muted), *bar, Segment(number, styles.strong)], width, styles.blank
    )  # fmt: skip


def loss_line(shown: ShownExample, width: int, palette: Palette) -> Strip:
    """The loss, and its rank among the examples of the split or what it was before other values were typed."""
    styles, loss = palette.bg, shown.one.loss
    if loss is None:
        return line([(_("no target is known, so there is no loss"), styles.muted)], width, palette)
    parts: list[StyledText] = [(_("loss"), styles.muted), (" " + plain_number(loss), styles.strong)]
    if shown.before is not None:
        parts.append((GAP + _("before {}").format(plain_number(shown.before.loss)), styles.muted))
    elif shown.rank is not None:
        parts.append((GAP + _("rank {} of {}").format(count(shown.rank), count(shown.of)), styles.muted))
    return line(_what_fits(parts, width, palette), width, palette)


def border_lines(distance: float | None, width: int, palette: Palette) -> list[Strip]:
    """How far away the border between classes is, in units of the inputs; nothing where that isn't known."""
    if distance is None:
        return []
    styles = palette.bg
    parts = [(_("border"), styles.muted), (" " + _("{} away").format(short_number(distance)), styles.fg)]
    return [line(parts, width, palette)]


def neuron_lines(shown: ShownExample, output: int, width: int, palette: Palette) -> list[Strip]:
    """The neurons that add most to an output (from 0), by their numbers, with what they add; none where none fits."""
    styles, added = palette.bg, shown.contributions(output).astype(float)
    hidden = len(shown.model.network.parameters.sizes) > 2
    label = _("by neuron") if hidden else _("by input")
    if len(shown.outputs) > 1:
        label = (_("{} by neuron") if hidden else _("{} by input")).format(shown.meaning.names[output])
    parts: list[StyledText] = [(label, styles.muted)]
    sizes = np.where(np.isnan(added), np.inf, np.abs(added))
    for number in np.argsort(-sizes, kind="stable")[: max(0, width)].tolist():
        style = styles.pos if added[number] > 0 else styles.neg if added[number] < 0 else styles.muted
        more = [*parts, (f"  {number + 1} ", styles.fg), (figure5(added[number]).strip(), style)]
        if cells_of(more, palette.ascii) > width:
            break
        parts = more
    return [line(parts, width, palette)] if len(parts) > 1 else []


def _wanted(shown: ShownExample, width: int, palette: Palette) -> list[StyledText]:
    return _named(_("wanted"), wanted_text(shown), width, palette)


def _named(label: str, name: str, width: int, palette: Palette) -> list[StyledText]:
    """A label and a name, which is cut so that a mark behind it has room."""
    label = displayed(label, palette.ascii)
    room = max(FEWEST, width - cell_len(label) - 1 - MARK)
    return [(label, palette.bg.muted), (" " + clipped(name, room, palette.ascii), palette.bg.strong)]


def _given(shown: ShownExample, width: int, palette: Palette) -> list[StyledText]:
    """What is given, and whether it is right or how far off."""
    styles, marks, right, wanted = palette.bg, glyphs(palette.ascii), shown.right, shown.one.wanted
    parts = _named(_("given"), given_text(shown), width, palette)
    if right is True:
        parts += [(f" {marks.check}", styles.accent), (" " + _("right"), styles.accent)]
    elif right is False:
        parts += [(f" {marks.error}", styles.bad), (" " + _("wrong"), styles.bad)]
    elif wanted is not None:
        error = float(wanted[0] - shown.outputs[0])
        parts += [(GAP + ERROR, styles.muted), (" " + signed_text(error), styles.strong)]
    return parts


def _what_fits(parts: list[StyledText], width: int, palette: Palette) -> list[StyledText]:
    """The first parts that fit, at least two: a label and its value."""
    while len(parts) > 2 and cells_of(parts, palette.ascii) > width:
        parts = parts[:-1]
    return parts


def _target_lines(shown: ShownExample, width: int, palette: Palette) -> list[Strip]:
    """A line of headings, and one for each target: its name, what is wanted and given, the error."""
    styles, names, wanted = palette.bg, shown.meaning.names, shown.one.wanted
    headings = [_("given")] if wanted is None else [_("wanted"), _("given"), ERROR]
    label = max(1, min(widest(names, palette.ascii), width - TARGET * len(headings)))
    columns = [(cut(text, TARGET, palette.ascii, right=True), styles.faint) for text in headings]
    lines = [line([(" " * label, styles.blank), *columns], width, palette)]
    for number, name in enumerate(names):
        given = float(shown.outputs[number])
        texts = [(data_number(given), styles.strong)]
        if wanted is not None:
            error = float(wanted[number]) - given
            texts = [(data_number(float(wanted[number])), styles.fg), *texts, (signed_text(error), styles.muted)]
        drawn = [(cut(text, TARGET, palette.ascii, right=True), style) for text, style in texts]
        lines.append(line([(cut(name, label, palette.ascii), styles.muted), *drawn], width, palette))
    return lines
