"""Examples as the rows of a table."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from core.data.preparing.column_coding import ColumnCoding
from core.support.i18n import _
from tui_mlp.models.output.example_texts import ERROR, probability_text, signed_text
from tui_mlp.models.output.examples.example_list import ListedExample
from tui_mlp.render.cell_text import cut, displayed, widest
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.strips import fit
from tui_mlp.text.glyphs import glyphs
from tui_mlp.text.numbers import NOTHING, count, data_number, plain_number
from tui_mlp.text.raw_values import raw_text

GAP, WIDEST = 2, 14


class _Column(NamedTuple):
    name: str
    text: Callable[[ListedExample], str]
    style: Callable[[ListedExample], Style]
    right: bool = True


def examples_table(
    examples: Sequence[ListedExample],
    codings: Sequence[ColumnCoding],
    telling: Sequence[int],
    regression: bool,
    width: int,
    palette: Palette,
    at: int | None,
) -> list[Strip]:
    """A line of headings and one for each example; `at` is the number of the one in focus, from 0.

    Behind the figures stand the raw columns in the order `telling`, as many as fit.
    """
    styles, ascii, marks = palette.bg, palette.ascii, glyphs(palette.ascii)
    shown, room = list[tuple[_Column, int, list[str]]](), width - 1
    for column in _columns(codings, telling, regression, palette):
        texts = [displayed(column.text(one), ascii) for one in examples]
        cells = min(WIDEST, max(widest((*texts,), ascii), widest((column.name,), ascii) if column.name else 0))
        if shown and cells + GAP > room:
            break
        room -= cells + GAP
        shown.append((column, cells, texts))
    heading = [Segment(" ", styles.blank)]
    for column, cells, _texts in shown:
        heading.append(Segment(cut(column.name, cells, ascii, right=column.right) + " " * GAP, styles.faint))
    lines = [fit(heading, width, styles.blank)]
    for number, one in enumerate(examples):
        here = number == at
        drawn = [Segment(marks.mark if here else " ", styles.accent_bold)]
        for place, (column, cells, texts) in enumerate(shown):
            style = styles.on_accent if here and place == 0 else column.style(one)
            drawn.append(Segment(cut(texts[number], cells, ascii, right=column.right), style))
            drawn.append(Segment(" " * GAP, styles.blank))
        lines.append(fit(drawn, width, styles.blank))
    return lines


def _columns(
    codings: Sequence[ColumnCoding], telling: Sequence[int], regression: bool, palette: Palette
) -> list[_Column]:
    """The columns of the table, the most important ones first."""
    styles, marks = palette.bg, glyphs(palette.ascii)
    plain, muted, strong = (lambda _one: styles.fg), (lambda _one: styles.muted), (lambda _one: styles.strong)
    row = _Column(_("row"), lambda one: NOTHING if one.row is None else count(one.row + 1), muted)
    loss = _Column(_("loss"), lambda one: plain_number(one.loss), strong)
    if regression:
        figures = [
            _Column(_("wanted"), lambda one: data_number(one.target), plain),
            _Column(_("given"), lambda one: data_number(one.output), plain),
            _Column(ERROR, lambda one: signed_text(one.target - one.output), strong),
            loss,
        ]
    else:
        figures = [
            _Column(_("wanted"), lambda one: one.wanted, plain, right=False),
            _Column(
                _("given"),
                lambda one: f"{marks.check if one.right else marks.error} {one.given}",
                lambda one: styles.accent if one.right else styles.bad,
                right=False,
            ),
            loss,
            _Column(_("certainty"), lambda one: probability_text(one.certainty), plain),
        ]
    return [row, *figures, *(_raw(codings[place], place, muted) for place in telling)]


def _raw(coding: ColumnCoding, place: int, style: Callable[[ListedExample], Style]) -> _Column:
    return _Column(coding.name, lambda one: raw_text(coding, float(one.raw[place])), style, right=coding.one_number)
