"""The README's pictures, from the real app on real training: python tests/tui_mlp/pictures/make.py"""

import asyncio
import os
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ["TEXTUAL_COLOR_SYSTEM"] = "truecolor"

from textual.pilot import Pilot

sys.path.append(str(Path(__file__).parents[2] / "support"))

from data_view import rows_are_read
from passengers_table import write_passengers

from core.experiment.experiment import Experiment
from core.sweeps.cluster.local_workers import LocalWorkers
from core.sweeps.saved.new_folder import create_sweep_folder
from core.sweeps.sweep import Sweep
from core.sweeps.sweep_experiment import SweepExperiment
from tui_mlp.app.app import MlpApp
from tui_mlp.session.session import TrainingSession

FOLDER = Path(__file__).parent
EPOCHS = 600
HIDDEN_ERROR = ("shift+tab", "home", *["down"] * 11, "tab", *["down"] * 3, "right", "right")
"""To Δ(2)[4,3] of a network with two hidden layers."""


async def press(pilot: Pilot[None], session: TrainingSession, *keys: str) -> None:
    """Keys, each to its end."""
    for key in keys:
        await pilot.press(key)
        while session.state.busy:
            time.sleep(0.05)
            await pilot.pause()
    await pilot.pause()


async def picture(name: str, size: tuple[int, int], *keys: str, epochs: int = EPOCHS) -> None:
    """The spiral after these keys."""
    session = TrainingSession(Experiment.load("spiral", [f"training.epochs={epochs}"]))
    app = MlpApp(session)
    async with app.run_test(size=size) as pilot:
        await press(pilot, session, *keys)
        (FOLDER / name).write_text(app.export_screenshot(title="mlp-tui spiral"))
    session.close()


async def picture_of_data(name: str, size: tuple[int, int], *keys: str) -> None:
    """The Data view of a table of passengers after these keys."""
    with TemporaryDirectory() as folder:
        table = str(write_passengers(Path(folder)))
        session = TrainingSession(Experiment.load(table, ["data.target=rescued"]))
        app = MlpApp(session, view="data")
        async with app.run_test(size=size) as pilot:
            await rows_are_read(pilot)
            await press(pilot, session, *keys)
            app.action_end_message()
            await pilot.pause()
            (FOLDER / name).write_text(app.export_screenshot(title="mlp-tui passengers.csv"))
        session.close()


async def picture_of_sweep(name: str, size: tuple[int, int]) -> None:
    """The Sweep view of the README's first sweep."""
    text = FOLDER.parents[2].joinpath("README.md").read_text("utf-8").split("## Many settings")[1]
    with TemporaryDirectory() as place:
        (file := Path(place) / "spiral.toml").write_text(text.split("```toml\n")[1].split("```")[0])
        sweep = SweepExperiment.load(file)
        folder = create_sweep_folder(Path(place), sweep)
        with LocalWorkers(2) as workers:
            Sweep(folder, sweep, workers, print).run()
        session = TrainingSession(Experiment.load("spiral"))
        app = MlpApp(session, view="sweep", runs_dir=Path(place), sweep=folder.path)
        async with app.run_test(size=size) as pilot:
            while "0.0015" not in app.export_screenshot():
                await pilot.pause(0.05)
            await pilot.pause(1)
            (FOLDER / name).write_text(app.export_screenshot(title="mlp-tui sweep"))
        session.close()


if __name__ == "__main__":
    asyncio.run(picture("output.svg", (88, 28), "3", "space", "w", epochs=140))
    asyncio.run(
        picture_of_data("data.svg", (120, 36), *["down"] * 2, "tab", *["pagedown"] * 3, "up", "up", "shift+tab")
    )
    asyncio.run(picture("spiral.svg", (120, 36), "space", "right_square_bracket", *["down"] * 4, *["right"] * 3))
    asyncio.run(picture("step.svg", (120, 36), "n", "2", "b", *HIDDEN_ERROR))
    asyncio.run(picture_of_sweep("sweep.svg", (120, 36)))
