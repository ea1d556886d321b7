"""The app opened on the Data view, with the rows of its source read."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual.pilot import Pilot

from core.experiment.experiment import Experiment
from tui_mlp.app.app import MlpApp
from tui_mlp.session.stepped_sessions import SteppedSession
from tui_mlp.views.data.screen import DataScreen

MOST_WAITS = 10_000


async def rows_are_read(pilot: Pilot[None]) -> DataScreen:
    """Wait until the Data view has the rows of its source; return the view."""
    for _wait in range(MOST_WAITS):
        await pilot.pause()
        screen = pilot.app.screen
        if isinstance(screen, DataScreen) and screen.complete:
            await pilot.pause()
            return screen
        await asyncio.sleep(0.001)
    raise AssertionError("the rows of the source were never read")


@asynccontextmanager
async def data_view(
    source: str, *settings: str, size: tuple[int, int] = (120, 36)
) -> AsyncIterator[tuple[Pilot[None], DataScreen, SteppedSession]]:
    """The app at the Data view of an experiment, with settings such as "seed=2"."""
    session = SteppedSession(Experiment.load(source, settings))
    async with MlpApp(session, view="data").run_test(size=size) as pilot:
        yield pilot, await rows_are_read(pilot), session
