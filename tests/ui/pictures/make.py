"""The README's picture, from the real app on real training: python tests/ui/pictures/make.py"""

import asyncio
import os
import time
from pathlib import Path

os.environ["TEXTUAL_COLOR_SYSTEM"] = "truecolor"

from core.experiment import Experiment
from tui_mlp.app import MlpApp
from tui_mlp.session import State, TrainingSession

SIZE = (112, 32)
EPOCHS = 600


async def picture(path: Path) -> None:
    """Train the spiral for some epochs, turn to Θ(2), put a cell in focus, and save the screen."""
    session = TrainingSession(Experiment.load("spiral", [f"training.epochs={EPOCHS}"]))
    app = MlpApp(session)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("space")
        while session.state is not State.FINISHED:
            time.sleep(0.05)
            await pilot.pause()
        await pilot.press("right_square_bracket", *["down"] * 4, *["right"] * 3)
        await pilot.pause()
        path.write_text(app.export_screenshot(title="mlp-tui spiral"))
    session.close()


if __name__ == "__main__":
    asyncio.run(picture(Path(__file__).with_name("spiral.svg")))
