"""Each page of the Output view in both themes, without colour and in ASCII, looked at by a person and kept.

Renew with: pytest --snapshot-update. Nothing is trained: large initial weights already bend the output, and a forward
pass alone comes out the same everywhere.
"""

from collections.abc import Callable

import pytest
from stepped import app_of
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
    "images": ("digits", 2, WHOLE),
    "draw": ("digits", 3, BOTH_SIDES),
    "activations": ("iris", 3, BOTH_SIDES),
}
"""By name, the data, how often `p` is pressed, and the size of the terminal."""


@pytest.mark.parametrize("look", ["dark", "light", "no colour", "ascii"])
@pytest.mark.parametrize("page", PAGES)
def test_pages(snap_compare: Callable[..., bool], monkeypatch: pytest.MonkeyPatch, page: str, look: str) -> None:
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.delenv("NO_COLOR", raising=False)
    if look == "no colour":
        monkeypatch.setenv("NO_COLOR", "1")
    data, turns, size = PAGES[page]
    app = MlpApp(SteppedSession(Experiment.load(data, ["network.initial_scale=4"])), ascii=look == "ascii")
    app.animation_level = "none"

    async def steps(pilot: Pilot[None]) -> None:
        if look == "light":
            app_of(pilot).action_toggle_theme()
        await pilot.press("3", *["p"] * turns)
        await pilot.pause()

    assert snap_compare(app, terminal_size=size, run_before=steps)
