"""Neurons, layers and weights by hand, on the screen: done, offered first where the function changes, undone."""

from pathlib import Path

import numpy as np
import pytest
from stepped import INLINE, make_app, shown, train_on, train_screen, until, until_told
from textual.binding import Binding
from textual.pilot import Pilot

from core.analysis.central_difference import WeightCheck
from core.timeline.journal import Action
from tui_mlp.app.app import MlpApp
from tui_mlp.app.menu_places import state_text
from tui_mlp.dialogs.choice import Choice
from tui_mlp.dialogs.confirm import Confirm
from tui_mlp.dialogs.learning_rate import LearningRateDialog
from tui_mlp.dialogs.prompt import Prompt
from tui_mlp.session.session import RunState
from tui_mlp.text.event_texts import gradient_check_text
from tui_mlp.views.train.architecture import ArchitecturePane
from tui_mlp.views.train.weights import WeightsPane
from tui_mlp.widgets.pane import Pane

LONG = INLINE.replace("epochs = 5", "epochs = 500")
UNDO = Binding("u", "undo")


async def trained(pilot: Pilot[None], epochs: int = 2) -> None:
    for _ in range(epochs):
        await pilot.press("n")
        train_on(pilot.app)
        await pilot.pause()


def focus(app: MlpApp, pane: type[Pane]) -> None:
    app.screen.query_one(pane).focus()


async def test_a_neuron_more_keeps_epochs_and_outputs(tmp_path: Path) -> None:
    app = make_app(tmp_path, LONG)
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await trained(pilot)
        inputs = app.session.snapshot.data.train.inputs
        before = app.session.task.trainer.network.predict(inputs)
        focus(app, ArchitecturePane)
        await pilot.press("up", "up", "up", "down", "+")
        await until(pilot, "The outputs stay")
        assert app.session.snapshot.sizes == (2, 4, 2, 1)
        assert app.session.snapshot.epoch == 2
        assert np.abs(app.session.task.trainer.network.predict(inputs) - before).max() <= 1e-12
        await trained(pilot, 1)
        assert app.session.snapshot.epoch == 3


async def test_starting_over_and_a_neuron_at_epoch_0_are_undone_by_u(tmp_path: Path) -> None:
    app = make_app(tmp_path, LONG)
    async with app.run_test(size=(100, 30)) as pilot:
        await trained(pilot)
        before = app.session.snapshot.theta
        await pilot.press("R")
        await until(pilot, "u goes back to this one")
        await pilot.press("enter")
        await until(pilot, "ready")
        assert state_text(UNDO, app.session.snapshot) == ""
        focus(app, ArchitecturePane)
        await pilot.press("up", "up", "up", "down", "+")
        await until(pilot, "2-4-2-1")
        await pilot.press("u")
        await until_told(pilot, "Undone: hidden 3 2 → 4 2")
        await until(pilot, "2-3-2-1")
        await pilot.press("u")
        await until_told(pilot, "Undone: start over; back at epoch 2")
        assert (app.session.snapshot.theta == before).all()
        await until(pilot, "paused")
        assert state_text(UNDO, app.session.snapshot) == "nothing is changed yet"


@pytest.mark.parametrize(("key", "act", "layer"), [("a", "add_layer", 2), ("x", "remove_layer", 2)])
async def test_a_layer_among_others_of_its_size_is_the_one_in_focus(
    tmp_path: Path, key: str, act: str, layer: int
) -> None:
    """From the sizes alone, the last of them would be taken."""
    app = make_app(tmp_path, LONG.replace("hidden = [3, 2]", "hidden = [3, 3]"))
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await trained(pilot)
        assert app.session.snapshot.sizes == (2, 3, 3, 1)
        focus(app, ArchitecturePane)
        await pilot.press("up", "up", "up", "down", key)
        await pilot.pause()
        offer = app.session.snapshot.offer
        done = offer.action if offer is not None else app.session.snapshot.edits[-1]
        assert isinstance(done, Action)
        assert (done.act, done.arguments[0]) == (act, layer)


async def test_what_moves_the_outputs_is_offered_with_its_numbers_first(tmp_path: Path) -> None:
    app = make_app(tmp_path, LONG)
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await trained(pilot)
        focus(app, ArchitecturePane)
        await pilot.press("up", "up", "up", "down", "-")
        await pilot.pause()
        assert isinstance(app.screen, Confirm)
        assert "J " in shown(app)
        await pilot.press("escape")
        assert app.session.snapshot.sizes == (2, 3, 2, 1)
        await pilot.press("-")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert app.session.snapshot.sizes == (2, 2, 2, 1)


async def test_u_undoes_and_after_training_offers_both_ways(tmp_path: Path) -> None:
    app = make_app(tmp_path, LONG)
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await trained(pilot)
        theta = app.session.snapshot.theta
        focus(app, ArchitecturePane)
        await pilot.press("up", "up", "up", "down", "+", "u")
        await until(pilot, "Undone: one neuron added to layer 2")
        assert np.array_equal(app.session.snapshot.theta, theta)
        await pilot.press("U")
        await until(pilot, "Redone: one neuron added to layer 2")
        await trained(pilot, 1)
        await pilot.press("u")
        await pilot.pause()
        assert isinstance(app.screen, Choice)
        await pilot.press("escape")
        assert app.session.snapshot.sizes == (2, 4, 2, 1)
        await pilot.press("u")
        await pilot.pause()
        await pilot.press("r")
        train_on(app)
        await pilot.pause()
        assert app.session.snapshot.sizes == (2, 3, 2, 1)
        assert app.session.snapshot.epoch == 2
        assert np.array_equal(app.session.snapshot.theta, theta)


async def test_a_weight_is_typed_checked_frozen_and_thawed(tmp_path: Path) -> None:
    app = make_app(tmp_path, LONG)
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await trained(pilot)
        focus(app, WeightsPane)
        await pilot.press("down", "right", "enter")
        assert isinstance(app.screen, Prompt)
        await pilot.press("ctrl+u", *"much", "enter")
        assert "a number" in shown(app)
        await pilot.press("ctrl+u", *"0.75", "enter")
        await until(pilot, "J over all training examples went from")
        assert app.session.snapshot.theta[1, 1] == 0.75
        await pilot.press("c")
        await until(pilot, "over all 4 training examples")
        await pilot.press("f")
        await until(pilot, "frozen")
        assert app.session.snapshot.frozen.sum() == 1
        await trained(pilot)
        assert app.session.snapshot.theta[1, 1] == 0.75
        await pilot.press("F")
        assert app.session.snapshot.frozen[:, 1].all()
        await pilot.press("F")
        assert not app.session.snapshot.frozen.any()
        await pilot.press("ctrl+f")
        assert app.session.snapshot.frozen.all()


def test_a_check_says_what_it_can_tell() -> None:
    found = WeightCheck(0.25, 0.2500001, 4e-7, kink=False, uncertain=0.0, verdict="right")
    differences = "and 0.2500001 by central differences: off by 4.0e-07"
    said = f"∂J/∂Θ(2)[1,1] is 0.25 over all 300 training examples, {differences}"

    def text(check: WeightCheck, rows: int = 300, dropout: bool = False) -> str:
        return gradient_check_text("Θ(2)[1,1]", check, rows, dropout)

    assert text(found) == said
    assert text(found, dropout=True) == (
        f"∂J/∂Θ(2)[1,1] is 0.25 over all 300 training examples, dropout off, {differences}"
    )
    assert text(found, rows=1) == f"∂J/∂Θ(2)[1,1] is 0.25 over the 1 training example, {differences}"
    assert text(found._replace(verdict="wrong")) == said + ": WRONG"
    undecided = found._replace(verdict="undecided", uncertain=3e-5)
    assert text(undecided) == (said + "; undecided: rounding makes the differences uncertain by 3.0e-05")
    kink = found._replace(verdict="wrong", kink=True)
    assert text(kink) == said + "; the step crosses a kink, where J has no derivative"


async def test_run_until_asks_and_says_what_it_takes(tmp_path: Path) -> None:
    app = make_app(tmp_path, LONG)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.press("N", "ctrl+u", *"soon", "enter")
        assert "expected for example 500 epochs" in shown(app)
        await pilot.press("ctrl+u", *"7 epochs", "enter")
        assert app.session.state is RunState.TRAINING
        train_on(app)
        await pilot.pause()
        assert app.session.snapshot.epoch == 7
        assert app.session.state is RunState.PAUSED  # type: ignore[comparison-overlap]


async def test_the_finder_shows_its_curve_and_enter_takes_the_rate(tmp_path: Path) -> None:
    app = make_app(tmp_path, LONG)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await trained(pilot)
        theta = app.session.snapshot.theta
        train_screen(app).action_find_rate()
        await pilot.pause()
        assert isinstance(app.screen, LearningRateDialog)
        train_on(app)
        await until(pilot, "1e-")
        test = app.session.snapshot.range_test
        assert test is not None
        assert test.stopped in ("exploded", "highest")
        assert np.array_equal(app.session.snapshot.theta, theta), "it ran on a copy"
        await pilot.press("enter" if test.suggestion else "escape")
        if test.suggestion:
            assert app.session.experiment.training.learning_rate == float(f"{test.suggestion:.2g}")
        assert not isinstance(app.screen, LearningRateDialog)


async def test_other_noise_keeps_the_network(tmp_path: Path) -> None:
    text = LONG.replace('source = "inline"', 'source = "moons"').split("inputs =")[0] + "[network]\nhidden = [3]\n"
    app = make_app(tmp_path, text)
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await trained(pilot)
        theta = app.session.snapshot.theta
        train_screen(app).set_value("data.noise", 0.4)
        await pilot.pause()
        assert app.session.snapshot.experiment.data.noise == 0.4
        assert np.array_equal(app.session.snapshot.theta, theta)
        assert app.session.snapshot.epoch == 2
