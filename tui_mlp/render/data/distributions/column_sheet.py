"""What is drawn of the column in focus, and where its bins or levels lie."""

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from core.data.description import ColumnDescription
from tui_mlp.models.data.distributions.distribution import Distribution
from tui_mlp.render.cell_text import clipped, cut, widest
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.strips import StyledText, fit
from tui_mlp.render.word_wrap import wrapped

LEAST_MARGIN, LONGEST_NAME = 7, 9
"""The cells on the left of bins: at least, and at most for the name of a class."""
TALL = 14
"""Lines from which a rule may take more than two."""


class ColumnSheet(NamedTuple):
    """What is known of a column, and how it is to be drawn.

    `rule` says in words what becomes of its cells. `names` are the classes, labels or targets by which it is counted,
    none where it isn't; `group` is the number of the one whose share or mean is drawn, `in_groups` whether they are
    classes or labels. `filled` is the deviation of a number with missing cells filled, None where nothing is filled.
    `at` is the bin or level in focus, None for none; `log_counts` draws counts by their logarithms. `classes` are
    the names of all classes, also where the column is the target and isn't counted by it.
    """

    column: ColumnDescription
    rule: Sequence[StyledText]
    found: Distribution
    names: tuple[str, ...] = ()
    in_groups: bool = True
    group: int = 0
    filled: float | None = None
    at: int | None = None
    log_counts: bool = False
    classes: tuple[str, ...] = ()

    @property
    def group_name(self) -> str:
        """The name of the class, label or target in focus; empty without."""
        return self.names[self.group] if self.group < len(self.names) else ""


class DrawnColumn(NamedTuple):
    """The lines, and where bins or levels lie: bins from cell `left`, `each` cells wide; levels from line `top`, the
    first of them number `first`.
    """

    lines: list[Strip]
    left: int = 0
    each: int = 0
    top: int = 0
    first: int = 0


def margin(names: tuple[str, ...], ascii: bool) -> int:
    """The cells on the left of bins, with a blank behind them, for the names of these classes."""
    return max(LEAST_MARGIN, min(LONGEST_NAME, widest(names, ascii)) + 1)


def rule_lines(sheet: ColumnSheet, width: int, height: int, palette: Palette) -> list[Strip]:
    """The rule on two lines, or as many as it takes where the pane is tall; what doesn't fit is cut."""
    found = wrapped(sheet.rule, width, palette) if sheet.rule else []
    most = max(1, height // 4) if height >= TALL else 2 if height >= 7 else 1 if height >= 4 else 0
    if len(found) > most > 0:
        kept = _without_blanks(found[most - 1]).crop(0, max(0, width - 1))
        found[most - 1] = fit(
            [*kept, Segment("~" if palette.ascii else "…", palette.bg.muted)], width, palette.bg.blank
        )
    return found[:most]


def _without_blanks(strip: Strip) -> Strip:
    """The strip up to its last character."""
    return strip.crop(0, cell_len(strip.text.rstrip()))


def margin_text(text: str, cells: int, palette: Palette, style: Style | None = None) -> Segment:
    """A text on the left of bins, with at least a blank behind it."""
    return Segment(cut(clipped(text, cells - 1, palette.ascii), cells, palette.ascii), style or palette.bg.muted)
