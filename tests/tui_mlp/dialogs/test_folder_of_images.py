"""The file browser opens a folder of images with enter, as it opens a file."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from stepped import make_app, until


async def test_enter_opens_a_folder_of_images(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = tmp_path / "work"
    for name, brightness in (("dark", 10), ("light", 200)):
        (here / "pictures" / name).mkdir(parents=True)
        for number in range(6):
            Image.fromarray(np.full((5, 7), brightness + number, np.uint8)).save(
                here / "pictures" / name / f"{number}.png"
            )
    monkeypatch.chdir(here)
    app = make_app(tmp_path)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.press("o", "f")
        await until(pilot, "pictures/")
        await pilot.press("enter")
        await until(pilot, "pictures  35-")
        await until(pilot, "5×7")
