"""Widgets that draw strips and rewrite only the cells that changed."""

from collections.abc import Sequence
from math import inf
from time import perf_counter, thread_time
from typing import ClassVar

from textual.filter import ANSIToTruecolor, LineFilter
from textual.geometry import Region
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from tui_mlp.models.pointed import Pointed, same_place
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.control_guard import Guard, guarded
from tui_mlp.session.refresh_rates import slow_link_seconds
from tui_mlp.session.snapshot import EMPTY, RunState, Snapshot

from .app_base import app_of

READABLE_SECONDS = 0.45
"""Seconds between two figures: a person can read two a second."""
DRAWING_SHARE = 0.01
"""The largest share of the time for drawing one widget while training, which waits meanwhile.

Large plots are therefore drawn less often. The fast refresh rate doubles the share.
"""
LONGEST_DELAY = 1.0
"""The most seconds by which DRAWING_SHARE delays a drawing: an older one looks as if training had stopped."""


def span(old: Strip, new: Strip, y: int) -> tuple[int, int, int, int]:
    """The region in which two different strips of one length differ: x, y, width, height.

    Equal segments at both ends are left out.
    """
    left = right = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        left += one.cell_length
    for one, other in zip(reversed(list(old)), reversed(list(new)), strict=False):
        if one != other:
            break
        right += one.cell_length
    return left, y, max(1, new.cell_length - left - right), 1


class Canvas(Widget):
    """Draws strips when told to. Textual rewrites dirty regions, so only cells that differ are made dirty."""

    PERIOD: ClassVar[float] = 0.0
    """Seconds between two drawings while training, at the normal refresh rate: no faster than can be read."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._strips: list[Strip] = []
        self._drawn_at, self._spent = -inf, 0.0
        self.changed_cells = 0
        """How many cells the last drawing changed in the one before; 0 where there was none of this size."""

    @property
    def plot_cells(self) -> int:
        """The number of its cells that are plots, in which a new axis may change every cell."""
        return 0

    @property
    def due(self) -> bool:
        """Whether to draw again while training: not so often that training or a slow connection suffers."""
        factor = app_of(self).interval_factor
        # At a slow rate snapshots come so seldom that each is drawn; only large plots may wait.
        wait = min(1.0, factor) * max(self.PERIOD, min(self._spent / DRAWING_SHARE, LONGEST_DELAY))
        return perf_counter() >= self._drawn_at + max(wait, slow_link_seconds(self.plot_cells, factor))

    @property
    def palette(self) -> Palette:
        """The colours of the theme, as far as the terminal can show them."""
        return app_of(self).palette

    @property
    def drawable(self) -> bool:
        """Whether there is anything to draw yet."""
        return True

    def draw(self, width: int, height: int) -> list[Strip]:
        """`height` strips of `width` cells."""
        raise NotImplementedError

    def redraw(self) -> None:
        """Draw now and write what changed; note when, and how long it took."""
        spent = thread_time()
        self.write()
        self._drawn_at, self._spent = perf_counter(), thread_time() - spent

    def write(self) -> None:
        """Draw, and have Textual write the cells that changed."""
        width, height = self.size
        if not self.drawable or not width or not height:
            return
        ascii = app_of(self).ascii
        before, self._strips = self._strips, [guarded(strip, ascii) for strip in self.draw(width, height)]
        if len(before) != len(self._strips):
            self.changed_cells = 0
            self.refresh()
            return
        pairs = enumerate(zip(before, self._strips, strict=True))
        changed = [Region(*span(old, new, y)) for y, (old, new) in pairs if old != new]
        self.changed_cells = sum(region.area for region in changed)
        if changed:
            self.refresh(*changed)

    def render_line(self, y: int) -> Strip:
        """The strip of a line, blank before the first drawing."""
        if y < len(self._strips):
            return self._strips[y]
        return Strip.blank(self.size.width, self.palette.bg.blank)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The strips, cropped: they have no borders, padding or links for Textual to handle."""
        width, blank, filters = self.size.width, self.palette.bg.blank, self.get_line_filters()
        # Just after a resize they may still have the former width.
        strips = [self.render_line(y).adjust_cell_length(width, blank) for y in crop.line_range]
        for line_filter in filters:
            strips = [strip.apply_filter(line_filter, self.background_colors[1]) for strip in strips]
        if crop.column_span == (0, width):
            return strips
        return [strip.crop(*crop.column_span) for strip in strips]

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's filters without two that strips don't need.

        Strips have no colours of the terminal's own to translate, and are guarded when drawn.
        """
        return [one for one in super().get_line_filters() if not isinstance(one, ANSIToTruecolor | Guard)]

    def on_resize(self) -> None:
        """Draw all lines in the new size."""
        self.repaint()

    def repaint(self) -> None:
        """Draw all lines, in the theme's present colours."""
        self._strips = []
        self.redraw()


class SnapshotWidget(Canvas):
    """Draws the latest snapshot; while training only when it is due and looks different."""

    snapshot: reactive[Snapshot] = reactive(EMPTY, repaint=False, init=False)
    state: reactive[RunState] = reactive(RunState.READY, repaint=False, init=False)
    pointed: reactive[Pointed | None] = reactive(None, repaint=False, init=False)

    POINTS: ClassVar[bool] = False
    """Whether it frames what the pointer is on."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._drawn_snapshot = EMPTY

    def shows_same(self, before: Snapshot, snapshot: Snapshot) -> bool:
        """Whether the widget shows the same for both snapshots; False if only drawing would tell."""
        return False

    @property
    def drawable(self) -> bool:
        """Whether there is a snapshot."""
        return self.snapshot is not EMPTY

    def redraw(self) -> None:
        """Draw now and write what changed."""
        super().redraw()
        self._drawn_snapshot = self.snapshot

    def watch_snapshot(self, before: Snapshot, snapshot: Snapshot) -> None:
        """Draw the snapshot, unless it looks the same or it is too early and more will come."""
        if self._drawn_snapshot is not EMPTY and self.shows_same(self._drawn_snapshot, snapshot):
            return
        if not (before.state.busy and snapshot.state.busy) or self.due:
            self.redraw()

    def watch_state(self) -> None:
        """Draw the new state at once."""
        self.redraw()

    def watch_pointed(self, before: Pointed | None, pointed: Pointed | None) -> None:
        """Draw the frame in its new place at once."""
        if self.POINTS and not same_place(before, pointed):
            self.redraw()
