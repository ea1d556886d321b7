"""The first line of a view: the view, what is trained, and its progress."""

from rich.style import Style
from textual.strip import Strip

from core.support.i18n import _, translated
from tui_mlp.render.bar import bar
from tui_mlp.render.strips import StyledText, cells_of
from tui_mlp.session.snapshot import RunState, Snapshot
from tui_mlp.text.glyphs import glyphs
from tui_mlp.text.numbers import count, speed

from .app_base import ViewEntry, app_of
from .canvas import READABLE_SECONDS, SnapshotWidget

ALL_VIEWS_FROM = 110
"""Columns from which the header names every view."""


class Header(SnapshotWidget):
    """View, data, architecture and activations on the left; state, epoch and speed on the right.

    The least important parts are left out where they don't fit.
    """

    PERIOD = READABLE_SECONDS

    def __init__(self, mode: str, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.mode = mode
        """The view that this header belongs to."""

    def draw(self, width: int, height: int) -> list[Strip]:
        """One line."""
        snapshot, styles, ascii = self.snapshot, self.palette.panel, self.palette.ascii
        badges = [self.badge(view) for view in app_of(self).views]
        views = [part for badge in badges for part in badge]
        view = next(badge for view, badge in zip(app_of(self).views, badges, strict=True) if view.mode == self.mode)
        name: list[StyledText] = [(f"{snapshot.experiment.name}  ", styles.strong)]
        sizes: list[StyledText] = [("-".join(map(str, snapshot.sizes)), styles.fg)]
        shape: list[StyledText] = [(f"  {activations(snapshot)}", styles.muted)]
        progress: list[StyledText] = [(f"  {self.progress()}", styles.muted)] if self.progress() else []
        bad = styles.bad + Style(bold=True)
        unsaved: list[StyledText] = [(_("not saved"), bad), ("  ", styles.blank)] if snapshot.unsaved else []
        for left, mark, right in (
            *([(views + name + sizes + shape, unsaved, progress)] if width >= ALL_VIEWS_FROM else []),
            (view + name + sizes + shape, unsaved, progress),
            (view + name + sizes, unsaved, progress),
            *([(view + sizes, unsaved, progress)] if snapshot.stepping.cursor else []),
            (view + name + sizes, unsaved, []),
            ([view[0], *sizes], unsaved, []),
            ([view[0]], unsaved, []),
            *([([], [("! ", bad)], [])] if unsaved else []),
        ):
            line = [*mark, *self.now(), *right, (" ", styles.blank)]
            if cells_of((*left, *line), ascii) < width:
                return [bar(left, line, width, styles, ascii)]
        icon, _gap, epoch = self.now()  # state and epoch without the blanks around them
        return [bar([(icon[0].split()[-1], icon[1]), (" ", styles.blank), epoch], [], width, styles, ascii)]

    def badge(self, view: ViewEntry) -> list[StyledText]:
        """A view's key and title, inverse for the view that is shown."""
        styles, title = self.palette.panel, translated(view.title)
        if view.mode != self.mode:
            return [(f" {view.key} {title} ", styles.muted)]
        badge, kind = ("[{} {}]", styles.strong) if self.palette.brackets else (" {} {} ", styles.on_accent)
        return [(" ", styles.blank), (badge.format(view.key, title), kind), ("  ", styles.blank)]

    def now(self) -> list[StyledText]:
        """The state, and the epochs completed."""
        styles, state = self.palette.panel, self.state
        colours = {
            RunState.READY: styles.muted,
            RunState.TRAINING: styles.accent_bold,
            RunState.FINISHED: styles.accent_bold,
        }
        colours |= {RunState.PAUSING: styles.warn, RunState.PAUSED: styles.warn, RunState.DIVERGED: styles.bad}
        icon = glyphs(self.palette.ascii).state(state.value)
        gap = "" if icon.endswith(" ") else " "
        style = colours[state] + Style(bold=True)
        epoch = _("epoch {}").format(count(self.snapshot.epoch))
        return [(f"{icon}{gap}{state.value}", style), ("  ", styles.blank), (epoch, styles.strong)]

    def progress(self) -> str:
        """Epochs a second while training; the batch where training stopped within an epoch."""
        snapshot = self.snapshot
        if self.state.busy:
            return speed(snapshot.speed) if snapshot.speed else ""
        return place_in_epoch(snapshot)


def place_in_epoch(snapshot: Snapshot) -> str:
    """The mini-batch that ran last or is stepped through, counted as in the Step view; empty between epochs."""
    stepping, batches = snapshot.stepping, count(snapshot.batches)
    if stepping.cursor:
        text = _("batch {} of {}, equation {} of {}")
        return text.format(count(snapshot.batch + 1), batches, stepping.cursor, len(stepping.plan))
    return _("batch {} of {}").format(count(snapshot.batch), batches) if snapshot.batch else ""


def activations(snapshot: Snapshot) -> str:
    """The activations of the layers, such as `tanh → sigmoid`."""
    names = list(dict.fromkeys(snapshot.activations))
    return " → ".join(
        [", ".join(names), str(snapshot.experiment.network.output)]
        if names
        else [str(snapshot.experiment.network.output)]
    )
