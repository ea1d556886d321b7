"""The table of a comparison: a row for each of two trainings, and remarks."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from core.support.i18n import N_, _, translated
from core.timeline.setting_names import setting_name
from tui_mlp.render.cell_text import cut, displayed
from tui_mlp.render.colours.palette import Palette, bold
from tui_mlp.render.strips import fit
from tui_mlp.text.numbers import count, figure_text, percent, plain_number, r2_text

if TYPE_CHECKING:
    from core.analysis.split_metrics import SplitMetrics
    from tui_mlp.session.comparison.comparison_snapshot import ComparisonSnapshot, SideSnapshot

NAMES = ("a", "b")
GAP = 2
FIGURE = 8
"""The least width of a column of figures, so that it doesn't change with them."""
ENDED = {"tolerance": N_("tolerance reached"), "early_stopping": N_("stopped early, best weights restored")}


class _Column(NamedTuple):
    head: str
    texts: tuple[str, str]
    width: int
    style: Style


def quality(snapshot: "ComparisonSnapshot") -> tuple[str, str]:
    """The measure beside the loss: the end of its columns' names in the history, and its name."""
    return ("r2", "R²") if snapshot.regression else ("accuracy", _("accuracy"))


def comparison_table(
    snapshot: "ComparisonSnapshot", values: tuple[str, str], width: int, palette: Palette
) -> list[Strip]:
    """A head, a row for each training with its value of the setting, and remarks; strips of `width` cells.

    Columns that don't fit are left out, the least important first.
    """
    styles, ascii, shown, used = palette.bg, palette.ascii, list[_Column](), len(NAMES[0]) + 1
    for column in _columns(snapshot, values, palette):
        used += column.width + (GAP if shown else 0)
        if used > width and shown:
            break
        shown.append(column)

    def line(name: str, style: Style, texts: Sequence[str], muted: bool = False) -> Strip:
        segments = [Segment(f"{name} ", bold(style))]
        for number, (column, text) in enumerate(zip(shown, texts, strict=True)):
            cell = " " * (GAP if number else 0) + cut(text, column.width, ascii, right=number > 0)
            segments.append(Segment(cell, styles.muted if muted else column.style))
        return fit(segments, width, styles.blank)

    lines = [line(" ", styles.blank, [column.head for column in shown], muted=True)]
    for place, (name, style) in enumerate(zip(NAMES, palette.runs, strict=False)):
        lines.append(line(name, style, [column.texts[place] for column in shown]))
    for text, style in _remarks(snapshot, palette):
        lines.append(fit([Segment(displayed(text, ascii), style)], width, styles.blank))
    return lines


def _columns(snapshot: "ComparisonSnapshot", values: tuple[str, str], palette: Palette) -> Iterator[_Column]:
    """The columns, the most important first."""
    first, second = snapshot.sides
    kind, name = quality(snapshot)
    ascii = palette.ascii

    def column(head: str, texts: tuple[str, str], least: int = FIGURE, style: Style = palette.bg.fg) -> _Column:
        return _Column(head, texts, max(least, *(cell_len(displayed(text, ascii)) for text in (head, *texts))), style)

    def latest(head: str, key: str) -> _Column:
        return column(head, (figure_text(key, first.latest(key)), figure_text(key, second.latest(key))))

    yield column(setting_name(next(iter(snapshot.differences))), values, 0)
    yield column(_("epoch"), (count(first.epoch), count(second.epoch)))
    yield latest(_("train J"), "train_loss")
    yield latest(name, f"train_{kind}")
    if first.final is not None and second.final is not None:
        pairs = final_texts(first.final), final_texts(second.final)
        for head, *texts in zip((_("test {}").format(name), _("baseline")), *pairs, strict=False):
            yield column(head, (texts[0], texts[1]))
    yield column(
        "‖∇‖", (plain_number(_taken(first, first.gradient_norm)), plain_number(_taken(second, second.gradient_norm)))
    )
    layers = {len(side.sizes) for side in snapshot.sides}
    head = f"max |Δ({layers.pop() if len(layers) == 1 else 'L'})|"
    yield column(head, (plain_number(first.largest_error), plain_number(second.largest_error)), style=palette.bg.strong)
    if snapshot.validated:
        yield latest(_("validation J"), "validation_loss")
        yield latest(name, f"validation_{kind}")


def final_texts(metrics: "SplitMetrics") -> list[str]:
    """The accuracy on the test rows, and that of always saying the commonest class; for a regression R² alone."""
    if metrics.classification is None:
        return [r2_text(metrics.regression.r2)] if metrics.regression is not None else []
    return [percent(metrics.classification.accuracy), percent(metrics.classification.baseline)]


def _taken(side: "SideSnapshot", value: float) -> float:
    """A figure of the last mini-batch; NaN before the first."""
    return value if side.largest_error == side.largest_error else float("nan")


def _remarks(snapshot: "ComparisonSnapshot", palette: Palette) -> Iterator[tuple[str, Style]]:
    """How each Δ(L) is computed, whether the losses can be compared, and how a training ended."""
    styles, sides = palette.bg, tuple(zip(NAMES, snapshot.sides, strict=True))
    if len({side.error for _name, side in sides}) == 1:
        yield f"  {snapshot.sides[0].error}", styles.muted
    else:
        for name, side in sides:
            yield f"{name} {side.error}", styles.muted
    if not snapshot.one_scale:
        text = _("The two losses are not on the same scale; compare by {}.")
        yield f"  {text.format(quality(snapshot)[1])}", styles.muted
    for name, side in sides:
        if side.problem:
            yield _("{} diverged: {}").format(name, side.problem), styles.bad
        elif side.stopped_by in ENDED:
            yield f"{name} {translated(ENDED[side.stopped_by])}", styles.accent
