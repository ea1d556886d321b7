"""The export dialog: what its keys choose, what is written, what is said; and weights opened from what it wrote."""

from pathlib import Path

import numpy as np
import pytest
from some_runs import a_run, runs_app
from stepped import INLINE, app_of, make_app, screen_of, shown, told, train_on, train_screen, until, until_told
from textual.pilot import Pilot

from core.export import export as exporting
from core.model.files.weights_file import read_weights
from core.support.errors import InputError
from tui_mlp.dialogs.confirm import Confirm
from tui_mlp.dialogs.export.screen import ExportDialog
from tui_mlp.dialogs.file_browser.screen import FileBrowser
from tui_mlp.models import export_work

MOONS = INLINE.replace('source = "inline"', 'source = "moons"\nsamples = 40').replace("epochs = 5", "epochs = 8")
MOONS = "\n".join(line for line in MOONS.splitlines() if not line.startswith(("inputs", "targets")))


async def opened(pilot: Pilot[None]) -> ExportDialog:
    """The dialog on the present training."""
    app = app_of(pilot)
    app.call_later(train_screen(app).action_export)
    await until(pilot, "Export xor by hand")
    return screen_of(app, ExportDialog)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


async def test_the_last_weights_are_written_while_training_goes_on(here: Path) -> None:
    app = make_app(here, MOONS)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n")
        train_on(app)
        await pilot.press("space")
        await opened(pilot)
        theta = app.session.task.trainer.network.thetas[0].copy()
        train_on(app)
        assert not np.array_equal(app.session.task.trainer.network.thetas[0], theta)
        await pilot.press("down", "down", "space")
        assert "▸ (x) .npz" in shown(app)
        assert "file          xor-by-hand.npz" in shown(app)
        await pilot.press("enter")
        await until(pilot, "the largest difference is 0.")
        assert "Written: " in shown(app)
        assert any(f"Written: {here / 'xor-by-hand.npz'}, " in text for text in told(app))
        await pilot.press("escape")
        assert not isinstance(app.screen, ExportDialog)
    assert np.array_equal(read_weights(here / "xor-by-hand.npz").thetas[0], theta)
    assert "# xor by hand" in (here / "xor-by-hand.md").read_text()


async def test_best_and_last_with_their_figures(here: Path) -> None:
    app = make_app(here, MOONS.replace("[training]", "[training]\nlearning_rate = 0.5"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("space")
        train_on(app)
        snapshot = app.session.snapshot
        assert snapshot.best_epoch < snapshot.epoch, "else this tests nothing"
        dialog = await opened(pilot)
        for kind, epoch in (("(x) last weights", 8), ("( ) best weights", snapshot.best_epoch)):
            loss = snapshot.figure("validation_loss", epoch)
            assert f"{kind}  epoch {epoch}  validation {loss:.4f}, accuracy " in shown(app)
        await pilot.press("down", "space", *["down"] * 4, "space", "down", "space")
        assert (dialog.form.ending, dialog.form.weights, dialog.form.card) == (".safetensors", "best", False)
        await pilot.press("enter")
        await until(pilot, "the largest difference is 0.")
        best = app.session.task.trainer.best
    assert best is not None
    weights = read_weights(here / "xor-by-hand.safetensors")
    assert np.concatenate([theta.ravel() for theta in weights.thetas]).tolist() == best.tolist()
    assert weights.model is not None
    assert weights.model.epoch == snapshot.best_epoch
    assert not (here / "xor-by-hand.md").exists()


async def test_a_file_is_replaced_after_asking_only(here: Path) -> None:
    app, file = make_app(here), here / "m.py"
    file.write_text("precious")
    async with app.run_test(size=(80, 24)) as pilot:
        dialog = await opened(pilot)
        await pilot.press("f", *"m.py", "enter")
        assert dialog.form.ending == ".py"
        await pilot.press("enter")
        assert "already there. Replace it?" in " ".join(shown(app).replace("│", "").split())
        await pilot.press("escape", "escape")
        assert file.read_text() == "precious"
        await opened(pilot)
        await pilot.press("f", "m", "enter", "down", "down", "down", "space", "enter")
        assert isinstance(app.screen, Confirm)
        await pilot.press("enter")
        await until(pilot, "the largest difference")
    assert "precious" not in file.read_text()


async def test_what_went_wrong_is_said_and_the_dialog_stays(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_model: object, _path: object) -> None:
        raise OSError(28, "No space left on device")

    def missing(*_all: object) -> None:
        raise InputError("which is not installed: pip install 'mlp-tui[onnx]'")

    app = make_app(here)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("f", *"no/x.py", "enter")
        assert "there is no folder" in " ".join(shown(app).replace("│", "").split())
        await pilot.press("escape", *["down"] * 3, "space")
        monkeypatch.setattr(exporting.exporter(".py"), "write", full)
        await pilot.press("enter")
        await until(pilot, "No space left on device")
        monkeypatch.setattr(exporting.exporter(".py"), "write", missing)
        await pilot.press("enter")
        await until(pilot, "pip install 'mlp-tui[onnx]'")
        assert isinstance(app.screen, ExportDialog)
    assert [path.name for path in here.iterdir()] == ["experiment.toml"], "nothing is left"


async def test_escape_cancels_what_is_being_written(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = make_app(here)

    def slow(*arguments: object) -> None:
        progress = arguments[-1]
        assert callable(progress)
        while True:  # till it is cancelled
            progress(1, 4)

    monkeypatch.setattr(export_work, "export_run", slow)
    async with app.run_test(size=(80, 24)) as pilot:
        dialog = await opened(pilot)
        await pilot.press("enter")
        await until(pilot, " 25 % comparing rows; esc cancels")
        await pilot.press("space", "f", "enter")
        assert dialog.form.card
        assert app.screen is dialog, "keys wait"
        await pilot.press("escape")
        await until(pilot, "Cancelled: nothing was written.")
        await pilot.press("escape")
        assert app.screen is not dialog


async def test_a_saved_run_from_the_runs_view(here: Path) -> None:
    """Its checkpoints are gone, so that its initial weights are all that is left."""
    a_run(here / "runs", "plain", 0, 30, best_epoch=12, best_validation_loss=0.05)
    app = runs_app(here)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("5")
        await until(pilot, " plain ")
        await pilot.press("E")
        await until(pilot, "Export plain")
        assert "( ) best weights  epoch 12  validation 0.0500" in shown(app)
        await pilot.press(*["down"] * 3, "space", "enter")
        await until(pilot, "These are the weights of epoch 0: those of epoch 30 can't be read.")
    assert (here / "plain.py").exists()


async def test_weights_from_a_file_begin_a_training_that_u_undoes(here: Path) -> None:
    app = make_app(here, MOONS)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n")
        train_on(app)
        await opened(pilot)
        await pilot.press("down", "space", "enter")
        await until(pilot, "the largest difference is 0.")
        await pilot.press("escape", "n")
        train_on(app)
        given, later = read_weights(here / "xor-by-hand.safetensors").thetas, app.session.snapshot.theta
        app.call_later(train_screen(app).action_open_weights)
        await until(pilot, "Open weights: .safetensors")
        assert isinstance(app.screen, FileBrowser)
        await pilot.press(*"safe")
        await until(pilot, "weights of the layers 2-3-2-1")
        await pilot.press("enter")
        await until(pilot, "Start over at epoch 0 with the weights of")
        await pilot.press("enter")
        assert app.session.snapshot.epoch == 0
        assert np.array_equal(app.session.snapshot.theta, given[0])
        await pilot.press("u")
        await until_told(pilot, "Undone: weights drawn by the seed → given; back at epoch 2")
        assert np.array_equal(app.session.snapshot.theta, later)
        await pilot.press("U")
        assert np.array_equal(app.session.snapshot.theta, given[0])
        train_screen(app).action_new_seed()
        assert app.session.experiment.network.weights is None


async def test_weights_that_do_not_fit_change_nothing(here: Path) -> None:
    app = make_app(here)
    np.savez(here / "other.npz", theta_1=np.zeros((3, 4)), theta_2=np.zeros((5, 1)))
    async with app.run_test(size=(80, 24)) as pilot:
        before = app.session.snapshot.theta
        train_screen(app).read_weights(here / "other.npz")
        await until_told(pilot, "found the layers 2-4-1, the experiment needs 2-3-2-1")
        assert np.array_equal(app.session.snapshot.theta, before)
