"""Pictures in colour on the screen: their size, their pixels by colour, and the picture itself in grey."""

import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from stepped import shown, train_on

from core.data.dataset import Data
from core.experiment.experiment import Experiment
from core.experiment.preparation import load_data
from tui_mlp.app.app import MlpApp
from tui_mlp.render.colours.palette import palette
from tui_mlp.render.preview import preview
from tui_mlp.session.stepped_sessions import SteppedSession

RAW = ["data.standardize=false", "data.validation_fraction=0", "data.test_fraction=0", "network.hidden=[3]"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Red, green and white pictures of 6 × 8 pixels; the left half is black."""
    for name, colour in (("red", (255, 0, 0)), ("green", (0, 255, 0)), ("white", (255, 255, 255))):
        (tmp_path / name).mkdir()
        pixels = np.zeros((6, 8, 3), np.uint8)
        pixels[:, 4:] = colour
        for number in range(4):
            Image.fromarray(pixels).save(tmp_path / name / f"{number}.png")
    return tmp_path


def test_a_preview_has_an_image_of_each_class_in_grey(folder: Path) -> None:
    data: Data = load_data(Experiment.load(folder, RAW))
    assert data.class_names == ("green", "red", "white")
    strips = preview(data, 40, 6, palette(ascii=True, colors="none"))
    line = strips[0].text
    assert line[:4] == line[9:13] == line[18:22] == "    "
    assert len({line[4:8], line[13:17], line[22:26]}) == 2, "red and green are as bright, white is brighter"
    assert line[4:8] == line[13:17]


async def test_the_train_view_and_the_step_view(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLORTERM", "truecolor")
    app = MlpApp(SteppedSession(Experiment.load(folder, RAW), None))
    async with app.run_test(notifications=True, size=(109, 40)) as pilot:
        await pilot.pause()
        assert "6×8 RGB" in shown(app)
        assert re.search(r"p\d+ (red|green|blue) of layer 1", shown(app)), "weights are called by their pixels"
        await pilot.press("2", "s")
        train_on(app)
        await pilot.press("home", "left", "right", "right")
        await pilot.pause()
        assert "The green of the pixel in row 1, column 1 of training example" in shown(app)
        await pilot.press("e")
        await pilot.pause()
        assert "▀" in shown(app), "the picture of the example"
