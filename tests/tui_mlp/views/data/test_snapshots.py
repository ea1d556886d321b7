"""The Data view at three sizes, in both themes, without colour and in ASCII, looked at by a person and kept.

Renew with: pytest --snapshot-update. Nothing is trained.
"""

import asyncio
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import pytest
from data_view import rows_are_read
from passengers_table import write_passengers
from stepped import app_of
from textual.app import App
from textual.pilot import Pilot

from core.experiment.experiment import Experiment
from tui_mlp.app.app import MlpApp
from tui_mlp.session.stepped_sessions import SteppedSession


class Shown(NamedTuple):
    """What a picture shows: the data, the pane in focus, keys pressed there, and the size of the terminal."""

    data: str
    pane: str
    keys: Sequence[str]
    size: tuple[int, int]


LARGE, MIDDLE, SMALL = (160, 48), (120, 36), (80, 24)
PICTURES = {
    "table, large": Shown("passengers", "columns", ["down"] * 4, LARGE),
    "table": Shown("passengers", "columns", [], MIDDLE),
    "table, small": Shown("passengers", "rows", ["v"], SMALL),
    "categories": Shown("passengers", "column", ["down"], MIDDLE),
    "pictures": Shown("digits", "pictures", ["right"], MIDDLE),
    "points": Shown("spiral", "points", [], MIDDLE),
}
LOOKS = {
    "dark": tuple(PICTURES),
    "light": ("table",),
    "no colour": ("table", "table, small", "points"),
    "ascii": ("table", "table, small", "pictures"),
}
"""By look, the pictures that are taken of it."""


class Taken(App[str]):
    """In place of an app that would be started for one picture alone: its picture, taken already."""

    def __init__(self, picture: str) -> None:
        super().__init__()
        self.picture = picture

    def run(self, *_arguments: Any, **_options: Any) -> str:
        return self.picture


@pytest.mark.parametrize(
    ("name", "look"),
    [
        pytest.param(name, look, id=f"{name}-{look}")
        for data in dict.fromkeys(shown.data for shown in PICTURES.values())
        for look, names in LOOKS.items()
        for name in names
        if PICTURES[name].data == data
    ],
)
def test_looks(snap_compare: Callable[..., bool], name: str, look: str) -> None:
    taken = pictures(PICTURES[name].data, look if look in ("no colour", "ascii") else "colour")
    assert snap_compare(Taken(taken[name, look]), terminal_size=PICTURES[name].size)


@cache
def pictures(data: str, kind: str) -> dict[tuple[str, str], str]:
    """By name and look, all pictures of some data that one app shows: to start it costs more than they."""
    with pytest.MonkeyPatch.context() as patch, TemporaryDirectory() as folder:
        patch.setenv("COLORTERM", "truecolor")
        patch.delenv("NO_COLOR", raising=False)
        if kind == "no colour":
            patch.setenv("NO_COLOR", "1")
        return asyncio.run(taken_one_after_the_other(data, kind, Path(folder)))


async def taken_one_after_the_other(data: str, kind: str, folder: Path) -> dict[tuple[str, str], str]:
    settings = ["network.initial_scale=4"]
    if data == "passengers":
        data, settings = str(write_passengers(folder)), ["data.target=rescued", "name=passengers"]
    app = MlpApp(SteppedSession(Experiment.load(data, settings)), ascii=kind == "ascii", view="data")
    app.animation_level = "none"
    looks = [look for look in LOOKS if kind == (look if look in ("no colour", "ascii") else "colour")]
    found = {}
    async with app.run_test(size=MIDDLE) as pilot:
        screen = await rows_are_read(pilot)
        app.action_end_message()
        for name, shown in PICTURES.items():
            if shown.data not in data or not any(name in LOOKS[look] for look in looks):
                continue
            await pilot.resize_terminal(*shown.size)
            screen.show_named(shown.pane)
            await pilot.press(*shown.keys)
            for look in looks:
                if name in LOOKS[look]:
                    found[name, look] = await picture(pilot, light=look == "light")
    return found


async def picture(pilot: Pilot[None], light: bool) -> str:
    app = app_of(pilot)
    if app.current_theme.dark == light:
        app.action_toggle_theme()
    await pilot.pause()
    return app.export_screenshot(title=app.title, simplify=True)
