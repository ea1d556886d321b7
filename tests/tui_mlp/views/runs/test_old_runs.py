"""Runs of an earlier version on the screen: opened, looked at in every view, gone on with."""

import shutil
from pathlib import Path

import pytest
from stepped import shown, train_on

from core.runs.run_folder import RunFolder
from tui_mlp.app.app import MlpApp
from tui_mlp.session.stepped_sessions import SteppedSession

FIXTURES = Path(__file__).parents[3] / "fixtures"


@pytest.mark.parametrize(
    ("name", "epoch"),
    [
        ("0.1.0/surgery", 14), ("0.1.0/killed", 1), ("0.2.0/branches", 9), ("0.2.0/stopped-within-an-epoch", 5),
        pytest.param("0.1.0/iris-one-batch", 20, marks=pytest.mark.slow),
        pytest.param("0.1.0/within-an-epoch", 6, marks=pytest.mark.slow),
        pytest.param("0.2.0/frozen-adam", 9, marks=pytest.mark.slow),
    ],
)  # fmt: skip
async def test_it_opens_and_goes_on(tmp_path: Path, name: str, epoch: int) -> None:
    folder = RunFolder(Path(shutil.copytree(FIXTURES / f"runs-{name}", tmp_path / "runs" / Path(name).name)))
    app = MlpApp(SteppedSession.resumed(folder, tmp_path / "runs"))
    app.animation_level = "none"
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert f"epoch {epoch}" in shown(app).splitlines()[0]
        for key in ("2", "5", "1", "r", "left", "escape", "n"):
            await pilot.press(key)
            train_on(app)
            await pilot.pause()
        assert f"epoch {epoch + 1}" in shown(app).splitlines()[0]
    app.session.close()
