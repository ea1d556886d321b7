"""Runs of an earlier version on the screen: opened, looked at in every view, gone on with."""

import shutil
from pathlib import Path

import pytest
from stepped import SteppedSession, shown

from core.runs import RunFolder
from tui_mlp.app import MlpApp

OLD = Path(__file__).parents[1] / "fixtures" / "runs-0.1.0"


@pytest.mark.parametrize(
    ("name", "epoch"), [("surgery", 14), ("iris-one-batch", 20), ("within-an-epoch", 6), ("killed", 1)]
)
async def test_it_opens_and_goes_on(tmp_path, name, epoch) -> None:
    folder = RunFolder(Path(shutil.copytree(OLD / name, tmp_path / "runs" / name)))
    app = MlpApp(SteppedSession.resumed(folder, tmp_path / "runs"))
    app.animation_level = "none"
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        assert f"epoch {epoch}" in shown(app).splitlines()[0]
        for key in ("2", "1", "5", "1", "r", "left", "escape", "n"):
            await pilot.press(key)
            app.session.train_on()
            await pilot.pause()
        assert f"epoch {epoch + 1}" in shown(app).splitlines()[0]
    app.session.close()
