"""The rewind: a slider with the weights of that epoch behind it, a branch, the way back to it."""

from pathlib import Path
from typing import Any

import numpy as np
from stepped import INLINE, make_app, shown, train_on, until
from textual.app import App
from textual.pilot import Pilot

from core.training.history import COLUMNS
from tui_mlp.app.app import MlpApp
from tui_mlp.dialogs.rewind import RewindDialog
from tui_mlp.render.colours.palette import palette
from tui_mlp.render.slider import slider
from tui_mlp.session.session import RunState
from tui_mlp.session.snapshot import turning_point
from tui_mlp.session.stepped_sessions import SteppedSession

LONG = INLINE.replace("epochs = 5", "epochs = 200")


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Keys, and the training that they ask for."""
    for key in keys:
        await pilot.press(key)
        session(pilot.app).train_on()
        await pilot.pause()


def session(app: App[None]) -> SteppedSession:
    assert isinstance(app, MlpApp)
    assert isinstance(app.session, SteppedSession)
    return app.session


async def test_r_shows_the_weights_of_an_earlier_epoch_and_escape_leaves_all_as_it_was(tmp_path: Path) -> None:
    app = make_app(tmp_path, LONG)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "n", "n")
        then = app.session.snapshot.theta
        await press(pilot, "n", "n", "b")
        now = app.session.snapshot.theta
        await press(pilot, "r")
        assert "Rewind to epoch 4 of 4, batch 1" in shown(app)
        await press(pilot, "2")
        assert "Rewind to epoch 2 of 4" in shown(app)
        assert "epoch 2" in shown(app).splitlines()[0]
        assert np.array_equal(app.session.snapshot.theta, then)
        assert len(app.session.snapshot.history) == 4, "the whole curve stays in sight"
        await press(pilot, "escape")
        assert not isinstance(app.screen, RewindDialog)
        assert np.array_equal(app.session.snapshot.theta, now)
        assert (app.session.snapshot.epoch, app.session.snapshot.batch) == (4, 1)
        assert app.session.state is RunState.PAUSED


async def test_enter_goes_on_from_there_and_b_goes_back_to_the_way_left_behind(tmp_path: Path) -> None:
    app = make_app(tmp_path, LONG)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "n", "n", "n", "n", "n")
        before = app.session.snapshot.theta
        await press(pilot, "r", "left", "left", "enter")
        assert app.session.snapshot.epoch == 3
        assert not app.session.snapshot.branches, "nothing was done otherwise yet"
        app.session.change("training.learning_rate", 0.5)
        await press(pilot, "n")
        ((fork, history),) = app.session.snapshot.branches
        assert (fork, len(history)) == (3, 5)
        assert app.session.snapshot.epoch == 4
        await press(pilot, "r")
        assert "b branch" in shown(app)
        await press(pilot, "b")
        assert app.session.snapshot.epoch == 5
        assert np.array_equal(app.session.snapshot.theta, before)
        assert app.session.experiment.training.learning_rate == 0.01


async def test_u_undoes_a_rewind(tmp_path: Path) -> None:
    app = make_app(tmp_path, LONG)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "n", "n", "n", "b")
        before = app.session.snapshot.theta
        await press(pilot, "r", "1", "enter")
        assert app.session.snapshot.epoch == 1
        await press(pilot, "u")
        assert (app.session.snapshot.epoch, app.session.snapshot.batch) == (3, 1)
        assert np.array_equal(app.session.snapshot.theta, before)


async def test_keys_of_the_slider(tmp_path: Path) -> None:
    app = make_app(tmp_path, LONG)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, *"n" * 12)
        app.session.change("training.learning_rate", 0.5)
        await press(pilot, "n", "n", "r")
        keys = ("home", 0), ("end", 14), ("shift+left", 13), ("[", 12), ("left", 11), ("]", 12), ("shift+right", 13)
        for key, epoch in keys:
            await press(pilot, key)
            assert app.session.snapshot.epoch == epoch, key
        await press(pilot, "[")
        await until(pilot, "then learning rate 0.01 → 0.5")
        await press(pilot, "space")
        seen = set()
        for _ in range(1000):
            await pilot.pause(0.02)
            train_on(app)
            seen.add(app.session.snapshot.epoch)
            if len(seen) > 3:
                break
        assert len(seen) > 3, "it plays"
        await press(pilot, "escape")
        assert app.session.snapshot.epoch == 14


async def test_brackets_go_to_the_nearest_change(tmp_path: Path) -> None:
    app = make_app(tmp_path, LONG)
    async with app.run_test(size=(80, 24)) as pilot:
        for rate in (0.5, 0.2, 0.1):
            await press(pilot, "n", "n")
            app.session.change("training.learning_rate", rate)
        await press(pilot, "n", "n", "r")
        for key, epoch in (("[", 6), ("[", 4), ("[", 2), ("[", 2), ("]", 4), ("]", 6), ("]", 6), ("home", 0), ("]", 2)):
            await press(pilot, key)
            assert app.session.snapshot.epoch == epoch, key


async def test_nothing_to_rewind_is_said(tmp_path: Path) -> None:
    app = make_app(tmp_path, LONG)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await press(pilot, "r")
        assert "nothing to rewind" in shown(app)
        assert not isinstance(app.screen, RewindDialog)


async def test_after_a_divergence_the_epoch_before_the_loss_turned_is_offered(tmp_path: Path) -> None:
    text = LONG.replace("hidden = [3, 2]", 'hidden = [3]\nactivation = "identity"\noutput = "identity"')
    text = text.replace("epochs = 200", 'epochs = 5000\noptimizer = "gradient_descent"\nlearning_rate = 0.1')
    app = make_app(tmp_path, text)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "n", "n", "n")
        app.session.change("training.learning_rate", 100.0)
        await press(pilot, "space")
        assert app.session.state is RunState.DIVERGED
        losses = app.session.snapshot.figures("train_loss")
        await press(pilot, "r")
        assert isinstance(app.screen, RewindDialog)
        assert app.screen.epoch == app.session.snapshot.turning_point == int(np.nanargmin(losses)) + 1
        await press(pilot, "enter")
        assert app.session.state is RunState.PAUSED  # type: ignore[comparison-overlap]
        assert app.session.experiment.training.learning_rate == 0.1


async def test_ascii_and_a_small_screen(tmp_path: Path) -> None:
    app = make_app(tmp_path, LONG, ascii=True)
    async with app.run_test(size=(44, 12)) as pilot:
        await press(pilot, "n", "n", "r", "left")
        assert "Rewind to epoch 1 of 2" in shown(app)
        assert shown(app).isascii()


def test_the_slider_marks_changes_and_fills_to_what_is_reached() -> None:
    def drawn(place: int, end: int, width: int, **options: Any) -> str:
        return "".join(segment.text for segment in slider(place, end, width, palette(), **options))

    assert drawn(0, 10, 11) == "●──────────"
    assert drawn(10, 10, 11, marks=[5]) == "━━━━━┼━━━━●"
    assert drawn(8, 10, 11, reached=3) == "━━━━────●──"
    assert drawn(0, 0, 5) == "━━━━●"


def test_the_turning_point_is_the_least_loss() -> None:
    rows = np.full((4, len(COLUMNS)), np.nan)
    assert turning_point(rows) == 0
    assert turning_point(np.empty((0, len(COLUMNS)))) == 0
    rows[:, 0], rows[:, 1] = (1, 2, 5, 9), (0.9, 0.3, 0.2, 4.0)
    assert turning_point(rows) == 5
