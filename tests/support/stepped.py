"""An app around a session without a thread, so that a test says when training goes on."""

import asyncio
from pathlib import Path
from typing import Any, TypeVar

from sessions import xor_text
from textual.app import App
from textual.pilot import Pilot
from textual.screen import Screen

from core.experiment.experiment import Experiment
from tui_mlp.app.app import MlpApp
from tui_mlp.session.stepped_sessions import SteppedSession
from tui_mlp.views.train.screen import TrainScreen

S = TypeVar("S", bound=Screen[Any])

INLINE = xor_text()


def make_session(folder: Path, text: str = INLINE, runs: bool = False) -> SteppedSession:
    path = folder / "experiment.toml"
    path.write_text(text)
    return SteppedSession(Experiment.load(path), folder / "runs" if runs else None)


def make_app(folder: Path, text: str = INLINE, **options: Any) -> MlpApp:
    app = MlpApp(make_session(folder, text), **options)
    app.animation_level = "none"
    return app


def app_of(pilot: Pilot[None]) -> MlpApp:
    assert isinstance(pilot.app, MlpApp)
    return pilot.app


def screen_of(app: App[None], kind: type[S]) -> S:
    """The screen on top, which is of this kind."""
    assert isinstance(app.screen, kind)
    return app.screen


def train_screen(app: App[None]) -> TrainScreen:
    screen = app.screen_stack[0]
    assert isinstance(screen, TrainScreen)
    return screen


def train_on(app: App[None]) -> None:
    """Train as far as the keys so far have asked for."""
    assert isinstance(app, MlpApp)
    assert isinstance(app.session, SteppedSession)
    app.session.train_on()


async def until(pilot: Pilot[None], words: str) -> None:
    """Till the words are on the screen."""
    for _ in range(250):
        if words in shown(pilot.app):
            return
        await pilot.pause(0.02)
    raise AssertionError(f"never came: {words}\n{shown(pilot.app)}")


def told(app: App[None]) -> list[str]:
    """All messages so far; the line on the screen shows one of them, and not for long."""
    assert isinstance(app, MlpApp)
    return [message.text for message in app.messages.messages]


async def until_told(pilot: Pilot[None], words: str) -> None:
    """Till a message has the words."""
    for _ in range(250):
        if any(words in text for text in told(pilot.app)):
            return
        await pilot.pause(0.02)
    raise AssertionError(f"never told: {words}\n{told(pilot.app)}")


async def settled(pilot: Pilot[None]) -> None:
    """Till all input has had its effect; fails where the app has died of it."""
    app = pilot.app
    assert isinstance(app, MlpApp)
    for _ in range(5000):
        await asyncio.sleep(0)
        assert app.is_running, "the app has ended"
        if not app.message_queue_size and not app.unsettled:
            return
        await asyncio.sleep(0.001)
    raise AssertionError("input never had its effect")


def shown(app: App[None]) -> str:
    """What stands on the screen, as text."""
    return "\n".join("".join(segment.text for segment in strip) for strip in app.screen._compositor.render_strips())
