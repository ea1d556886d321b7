"""The first line of a view: the view, what is trained, and its progress."""

from dataclasses import dataclass, replace

from rich.style import Style
from textual.strip import Strip

from core.support.i18n import _, translated
from tui_mlp.render.bar import bar
from tui_mlp.render.strips import StyledText, cells_of
from tui_mlp.session.snapshot import RunState, Snapshot
from tui_mlp.text.glyphs import glyphs
from tui_mlp.text.numbers import count
from tui_mlp.text.speed_text import TimeLeft, speed_text

from .app_base import ViewEntry, app_of
from .canvas import READABLE_SECONDS, SnapshotWidget

ALL_VIEWS_FROM = 110
"""Columns from which the header names every view."""


@dataclass(frozen=True)
class Details:
    """What stands behind the number of the epoch, each empty where there is nothing to say, or no room."""

    last_epoch: str = ""
    """The epoch at which training ends, such as `of 60`."""
    progress: str = ""
    """The place within an epoch."""
    speed: str = ""
    time_left: str = ""


class Header(SnapshotWidget):
    """View, data, architecture and activations on the left; state, epoch, speed and time left on the right.

    The least important parts are left out where they don't fit; `shows_speed` says whether the speed isn't. For a
    projector only what an audience needs is shown: no other views, activations, speed or time.
    """

    PERIOD = READABLE_SECONDS

    def __init__(self, mode: str, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.mode = mode
        """The view that this header belongs to."""
        self.shows_speed = False
        self._time_left = TimeLeft()

    def draw(self, width: int, height: int) -> list[Strip]:
        """One line."""
        snapshot, styles, ascii = self.snapshot, self.palette.panel, self.palette.ascii
        apart: list[StyledText] = [(f" {glyphs(ascii).axis}  ", styles.muted)]
        (view, views), (plain_view, _views) = self.badges(self.page_title()), self.badges("")
        name: list[StyledText] = [(f"{snapshot.experiment.name}  ", styles.strong)]
        sizes: list[StyledText] = [("-".join(map(str, snapshot.sizes)), styles.fg)]
        shape: list[StyledText] = [(f"  {activations(snapshot)}", styles.muted)]
        details = self.details()
        bad = styles.bad + Style(bold=True)
        unsaved: list[StyledText] = [(_("not saved"), bad), ("  ", styles.blank)] if snapshot.unsaved else []
        place = [kept for kept in leaving_out(details) if kept.progress] if snapshot.stepping.cursor else []
        few = [(view + name + sizes, unsaved, Details(progress=details.progress))] if app_of(self).big else []
        for left, mark, shown in (
            *few,
            *(
                [(views + apart + name + sizes + about, unsaved, details) for about in (shape, [])]
                if width >= ALL_VIEWS_FROM and not few
                else []
            ),
            (view + name + sizes + shape, unsaved, details),
            *((view + name + sizes, unsaved, kept) for kept in place),
            *((view + sizes, unsaved, kept) for kept in place),
            *((view + name + sizes, unsaved, kept) for kept in leaving_out(details)),
            *((plain_view + name + sizes, unsaved, kept) for kept in leaving_out(details)),
            ([plain_view[0], *sizes], unsaved, Details()),
            ([plain_view[0]], unsaved, Details()),
            *([([], [("! ", bad)], Details())] if unsaved else []),
        ):
            line = [*mark, *self.now(shown), (" ", styles.blank)]
            if cells_of((*left, *line), ascii) < width:
                self.shows_speed = shown.speed == details.speed
                return [bar(left, line, width, styles, ascii)]
        self.shows_speed = False
        icon, _gap, epoch = self.now(Details())  # state and epoch without the blanks around them
        return [bar([(icon[0].split()[-1], icon[1]), (" ", styles.blank), epoch], [], width, styles, ascii)]

    def page_title(self) -> str:
        """The name of the page that the view shows; empty where it has no pages."""
        return ""

    def badges(self, page: str) -> tuple[list[StyledText], list[StyledText]]:
        """The badge of the view that is shown, with its page where one is given, and those of all views."""
        views = app_of(self).views
        badges = [self.badge(view, page) for view in views]
        own = next(badge for view, badge in zip(views, badges, strict=True) if view.mode == self.mode)
        return own, [part for badge in badges for part in badge]

    def badge(self, view: ViewEntry, page: str) -> list[StyledText]:
        """A view's key and title, inverse and with its page for the view that is shown."""
        styles, title = self.palette.panel, translated(view.title)
        if view.mode != self.mode:
            return [(f" {view.key} {title} ", styles.muted)]
        title = f"{title}: {page}" if page else title
        badge, kind = ("[{} {}]", styles.strong) if self.palette.brackets else (" {} {} ", styles.on_accent)
        return [(" ", styles.blank), (badge.format(view.key, title), kind), ("  ", styles.blank)]

    def now(self, details: Details) -> list[StyledText]:
        """The state, the epochs completed, and details."""
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
        parts = [(f"{icon}{gap}{state.word}", style), ("  ", styles.blank), (epoch, styles.strong)]
        if details.last_epoch:
            parts.append((f" {details.last_epoch}", styles.muted))
        others = (details.progress, details.speed, details.time_left)
        return parts + [(f"  {text}", styles.muted) for text in others if text]

    def details(self) -> Details:
        """All details that there are now."""
        snapshot, busy = self.snapshot, self.state.busy
        last = snapshot.experiment.training.epochs
        return Details(
            last_epoch=_("of {}").format(count(last)) if snapshot.epoch <= last else "",
            progress=self.progress(),
            speed=speed_text(app_of(self).speed, snapshot.speed, busy),
            time_left=self._time_left.text(snapshot.seconds_left if busy else None),
        )

    def progress(self) -> str:
        """The mini-batch, where training stopped within an epoch."""
        snapshot = self.snapshot
        return "" if self.state.busy else place_in_epoch(snapshot)


def place_in_epoch(snapshot: Snapshot) -> str:
    """The mini-batch that ran last or is stepped through, counted as in the Step view; empty between epochs."""
    stepping, batches = snapshot.stepping, count(snapshot.batches)
    if stepping.cursor:
        text = _("batch {} of {}, equation {} of {}")
        return text.format(count(snapshot.batch + 1), batches, stepping.cursor, len(stepping.plan))
    return _("batch {} of {}").format(count(snapshot.batch), batches) if snapshot.batch else ""


def leaving_out(details: Details) -> list[Details]:
    """The details, then fewer and fewer of them, the most important kept longest: batch, speed, last epoch."""
    without_time = replace(details, time_left="")
    place = replace(without_time, last_epoch="")
    return [
        details,
        without_time,
        place,
        replace(without_time, speed=""),
        replace(place, speed=""),
        replace(place, progress=""),
        replace(without_time, progress="", speed=""),
        Details(),
    ]


def activations(snapshot: Snapshot) -> str:
    """The activations of the layers, such as `tanh → sigmoid`."""
    names = list(dict.fromkeys(snapshot.activations))
    return " → ".join(
        [", ".join(names), str(snapshot.experiment.network.output)]
        if names
        else [str(snapshot.experiment.network.output)]
    )
