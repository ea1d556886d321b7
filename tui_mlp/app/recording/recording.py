"""Draws a saved run again from its journal, as a recording or as a picture."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from textual.pilot import Pilot
from textual.strip import Strip
from textual.theme import BUILTIN_THEMES

from core.support.errors import InputError
from core.support.escaping import escaped
from core.support.i18n import _, ngettext
from core.support.shown_values import value_text
from core.support.suggestions import nearest_name
from core.timeline.journal import Position
from core.training.trainer import Interrupted
from tui_mlp.app.themes import DARK, OWN_THEMES
from tui_mlp.app.views import VIEWS
from tui_mlp.render.svg import self_contained
from tui_mlp.text.ascii_text import to_ascii
from tui_mlp.text.numbers import count

from .asciicast import Asciicast
from .frames import AFTER, BEFORE, default_speed, drawing, ending, frames
from .recorded_app import RecordedApp
from .recorded_session import PartialReplay, RecordedSession

STEP_VIEW = "step"


@dataclass(frozen=True)
class Look:
    """How a run is drawn: `size` is columns and lines, `pane` the id of a pane that fills the screen."""

    size: tuple[int, int] = (80, 24)
    view: str = "train"
    pane: str | None = None
    theme: str = DARK
    ascii: bool = False

    def check(self) -> None:
        """Raise InputError for an unknown view or theme. Panes are only known once the view is shown."""
        check_name("--view", self.view, [view.mode for view in VIEWS])
        check_name("--theme", self.theme, theme_names())


def theme_names() -> list[str]:
    """The themes to draw in: the program's own, then Textual's. Those of the terminal's own colours aren't among them,
    as a file has no terminal.
    """
    return [theme.name for theme in OWN_THEMES] + sorted(name for name in BUILTIN_THEMES if "ansi" not in name)


def check_name(option: str, name: str, known: list[str]) -> None:
    """Raise InputError for a name that isn't among those known."""
    if name in known:
        return
    text = _("{}: found {}, expected one of: {}").format(option, value_text(name), ", ".join(known))
    if near := nearest_name(name, known):
        text += _("; did you mean {}?").format(near)
    raise InputError(text)


class Recording:
    """A run, drawn again with this look. Each recording of a replay begins at its start, so make one for each.

    `stop` ends it at the next mini-batch; `after_frame` is called after each frame. Raises InputError for a look that
    isn't possible.
    """

    def __init__(
        self,
        replay: PartialReplay,
        look: Look,
        stop: Interrupted = lambda: False,
        after_frame: Callable[[], object] = lambda: None,
    ) -> None:
        look.check()
        self.replay, self.look, self.stop, self.after_frame = replay, look, stop, after_frame
        self.session: RecordedSession
        self.frames, self.seconds = 0, 0.0
        """How many frames have been drawn, and how long they take when they are played."""

    def end(self, epoch: int | None) -> Position:
        """The position that is drawn last: after an epoch, by default the end. Raises InputError if it has none."""
        last = self.replay.end
        if epoch is None or (epoch, 0) == last:
            return last
        if (epoch, 0) > last:
            message = ngettext(
                "--epoch: found {}, but the run has {} epoch", "--epoch: found {}, but the run has {} epochs", last[0]
            )
            raise InputError(message.format(count(epoch), count(last[0])))
        return epoch, 0

    def write_cast(self, file: BinaryIO, started: str, speed: float | None = None, epoch: int | None = None) -> bool:
        """Write a recording up to an epoch, by default all of it, as asciicast v2; False if stopped.

        `speed` is in epochs a second. Raises InputError, OSError.
        """
        return asyncio.run(self._write_cast(file, started, speed, self.end(epoch)))

    def svg(self, epoch: int | None = None) -> str | None:
        """One moment as SVG: after an epoch, by default the end; None if stopped. Raises InputError."""
        return asyncio.run(self._svg(self.end(epoch)))

    async def _write_cast(self, file: BinaryIO, started: str, speed: float | None, end: Position) -> bool:
        rate = speed or default_speed(self.replay.end[0])
        async with self._shown(begins=BEFORE) as (app, pilot):
            cast = Asciicast(file, self.look.size, self._title, started, app.terminal_colours())
            lines: list[Strip] = []
            for frame in frames(end, self.replay.trainer.batches, rate):
                self._train_to(frame.position, frame.seconds)
                if self.stop():
                    return False
                lines = await self._add(cast, app, pilot, lines)
            if (seconds := app.message_ends) is not None:  # what stands at the end isn't covered by a message
                self.session.seconds = seconds
                await self._add(cast, app, pilot, lines)
            self.seconds += AFTER
            cast.add(self.seconds, ending(self.look.size))
        return True

    async def _svg(self, end: Position) -> str | None:
        async with self._shown() as (app, pilot):
            self._train_to(end, 0.0)  # a moment takes no time, so there is no speed either
            if self.stop():
                return None
            app.shown_view.poll()
            app.end_old_messages(at_once=True)
            await app.settled(pilot)
            self._drawn()
            return self_contained(app.export_screenshot(title=self._title, simplify=True))

    async def _add(self, cast: Asciicast, app: RecordedApp, pilot: Pilot[None], before: list[Strip]) -> list[Strip]:
        """Add a frame; returns its lines."""
        app.end_old_messages()
        lines = await app.settled(pilot)
        if changes := drawing(before, lines):
            cast.add(self.session.seconds, changes)
        self._drawn()
        return lines

    def _train_to(self, position: Position, seconds: float) -> None:
        self.session.train_to(position, seconds, equations=self.look.view == STEP_VIEW)

    def _drawn(self) -> None:
        self.frames, self.seconds = self.frames + 1, self.session.seconds
        self.after_frame()

    @property
    def _title(self) -> str:
        title = escaped(f"mlp-tui {self.replay.trainer.experiment.name}")
        return to_ascii(title) if self.look.ascii else title

    @asynccontextmanager
    async def _shown(self, begins: float = 0.0) -> AsyncIterator[tuple[RecordedApp, Pilot[None]]]:
        """The app, its view and its pane shown. Raises InputError if the view has no such pane."""
        look, runs_dir = self.look, self.replay.folder.path.parent
        self.session = RecordedSession(self.replay, self.stop, begins)
        app = RecordedApp(self.session, runs_dir, look.theme, look.view, look.ascii)
        async with app.run_test(size=look.size) as pilot:
            await pilot.pause(0)
            if look.pane is not None:
                turn_to_pane(app, look.pane)
                await app.settled(pilot)
                app.shown_view.zoomed = True
            yield app, pilot


def turn_to_pane(app: RecordedApp, name: str) -> None:
    """Show one pane of the view. Raises InputError if the view has no such pane."""
    view = app.shown_view
    check_name("--pane", name, view.pane_names())
    view.show_named(name)


def file_kind(path: Path) -> str:
    """What is written to a path, by its ending: `.cast` or `.svg`. Raises InputError for others."""
    kind = path.suffix.lower()
    if kind not in (".cast", ".svg"):
        message = _("{}: found the ending {}, expected .cast (a recording) or .svg (a picture)")
        raise InputError(message.format(value_text(str(path)), value_text(path.suffix)))
    return kind
