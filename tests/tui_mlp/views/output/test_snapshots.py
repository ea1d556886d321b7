"""Each page of the Output view in both themes, without colour and in ASCII, looked at by a person and kept.

Renew with: pytest --snapshot-update. Nothing is trained: large initial weights already bend the output, and a forward
pass alone comes out the same everywhere.
"""

import asyncio
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from stepped import app_of
from textual.app import App
from textual.pilot import Pilot

from core.experiment.experiment import Experiment
from tui_mlp.app.app import MlpApp
from tui_mlp.session.stepped_sessions import SteppedSession

BOTH_SIDES, WHOLE = (80, 24), (104, 30)
PAGES = {
    "map": ("spiral", 0, BOTH_SIDES),
    "curve": ("sine", 0, BOTH_SIDES),
    "predicted": ("diabetes", 0, WHOLE),
    "classes": ("iris", 0, WHOLE),
    "threshold": ("iris", 1, WHOLE),
    "map of two of four inputs": ("iris", 2, BOTH_SIDES),
    "activations": ("iris", 3, BOTH_SIDES),
    "images": ("digits", 2, WHOLE),
    "draw": ("digits", 3, BOTH_SIDES),
}
"""By name, the data, how often `p` is pressed, and the size of the terminal; by data, in the order of the pages."""
SLOW = [("curve", "no colour"), ("predicted", "no colour")]
"""Without colour both are as in ASCII but for their letters, and an app would be started for each."""
APP_OF_LOOK = {"dark": "colour", "light": "colour", "no colour": "no colour", "ascii": "ascii"}
"""By look, how the app is started; one in colour has both themes."""


class Taken(App[str]):
    """In place of an app that would be started for one picture alone: its picture, taken already."""

    def __init__(self, picture: str) -> None:
        super().__init__()
        self.picture = picture

    def run(self, *_arguments: Any, **_options: Any) -> str:
        return self.picture


@pytest.mark.parametrize(
    ("page", "look"),
    [
        pytest.param(page, look, id=f"{page}-{look}", marks=pytest.mark.slow if (page, look) in SLOW else [])
        for data in dict.fromkeys(data for data, _turns, _size in PAGES.values())
        for look in APP_OF_LOOK
        for page in PAGES
        if PAGES[page][0] == data
    ],
)
def test_pages(snap_compare: Callable[..., bool], page: str, look: str) -> None:
    taken = pictures(PAGES[page][0], APP_OF_LOOK[look])
    assert snap_compare(Taken(taken[page, look]), terminal_size=PAGES[page][2])


@cache
def pictures(data: str, kind: str) -> dict[tuple[str, str], str]:
    """By page and look, all pictures of some data that one app shows: to start it costs more than they."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLORTERM", "truecolor")
        patch.delenv("NO_COLOR", raising=False)
        if kind == "no colour":
            patch.setenv("NO_COLOR", "1")
        return asyncio.run(taken_one_after_the_other(data, kind))


async def taken_one_after_the_other(data: str, kind: str) -> dict[tuple[str, str], str]:
    app = MlpApp(SteppedSession(Experiment.load(data, ["network.initial_scale=4"])), ascii=kind == "ascii")
    app.animation_level = "none"
    found, turned = {}, 0
    async with app.run_test(size=next(size for of, _turns, size in PAGES.values() if of == data)) as pilot:
        await pilot.press("3")
        for page, (_data, turns, size) in ((page, of) for page, of in PAGES.items() if of[0] == data):
            await pilot.press(*["p"] * (turns - turned))
            turned = turns
            if (app.size.width, app.size.height) != size:
                await pilot.resize_terminal(*size)
            for look in (look for look, started in APP_OF_LOOK.items() if started == kind):
                found[page, look] = await picture(pilot, light=look == "light")
    return found


async def picture(pilot: Pilot[None], light: bool) -> str:
    app = app_of(pilot)
    if app.current_theme.dark == light:
        app.action_toggle_theme()
    await pilot.pause()
    return app.export_screenshot(title=app.title, simplify=True)
