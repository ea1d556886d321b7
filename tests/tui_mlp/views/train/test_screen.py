"""Keys to commands, snapshots to lines: the Train view on a session that a test drives."""

from pathlib import Path

import numpy as np
import pytest
from stepped import INLINE, make_app, shown, told, train_on, train_screen, until, until_told
from textual.command import CommandPalette
from textual.widgets import OptionList

from core.experiment.experiment import Experiment
from core.support.errors import InputError
from tui_mlp.app.app import MlpApp
from tui_mlp.dialogs.confirm import Confirm
from tui_mlp.dialogs.file_browser.screen import FileBrowser
from tui_mlp.dialogs.help import Help
from tui_mlp.dialogs.prompt import Prompt
from tui_mlp.render.colours.oklab import contrast
from tui_mlp.session.commands import EditNetwork
from tui_mlp.session.session import RunState
from tui_mlp.session.stepped_sessions import SteppedSession
from tui_mlp.system.settings import Settings
from tui_mlp.text.numbers import plain_number
from tui_mlp.views.train.architecture import ArchitecturePane
from tui_mlp.views.train.hyperparameters import HyperparametersPane
from tui_mlp.views.train.loss import LossPane
from tui_mlp.views.train.weights import GradientPane, WeightsPane
from tui_mlp.widgets.footer import Footer
from tui_mlp.widgets.pane import Pane
from tui_mlp.widgets.status_line import StatusLine

PANES: tuple[type[Pane], ...] = (LossPane, WeightsPane, ArchitecturePane, HyperparametersPane)


async def test_space_runs_pauses_stops_and_nothing_more(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        assert "▷ ready  epoch 0" in shown(app)
        await pilot.press("space")
        assert app.session.state is RunState.TRAINING
        assert "▶ training" in shown(app)
        assert "space Pause" in shown(app)
        app.session.task.trainer.run_batch()  # within an epoch
        await pilot.press("space")
        assert app.session.state is RunState.PAUSING  # type: ignore[comparison-overlap]
        assert "space Stop" in shown(app)
        await pilot.press("space")
        assert app.session.state is RunState.PAUSED
        assert "batch 1 of 2" in shown(app)


async def test_n_ends_the_epoch_then_does_one_more_and_b_one_batch(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        for key, expected in (("b", "batch 1 of 2"), ("n", "epoch 1"), ("n", "epoch 2"), ("b", "batch 1 of 2")):
            await pilot.press(key)
            train_on(app)
            await pilot.pause()
            assert expected in shown(app).splitlines()[0]


async def test_space_trains_as_many_epochs_more_and_keys_land_in_no_question(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        await pilot.press("space")
        train_on(app)
        await pilot.pause()
        assert "■ finished  epoch 5" in shown(app)
        assert "5 epochs are done: space 5 more, N another number" in shown(app).splitlines()[-2]
        await pilot.press("space")
        assert app.screen is train_screen(app)
        assert "▶ training" in shown(app)
        train_on(app)
        await pilot.press("n")
        train_on(app)
        await pilot.pause()
        assert app.screen is train_screen(app)
        assert app.session.snapshot.epoch == 11
        assert "11 epochs are done: space 5 more" in shown(app)


@pytest.mark.parametrize(
    ("width", "words"),
    [
        (80, ["validation accuracy", " %", "1,000 epochs done: space 1,000 more, N other"]),
        (160, ["accuracy", " %", "test ", "always '", "1,000 epochs are done: space 1,000 more, N another number"]),
    ],
)
async def test_how_good_the_network_is_stands_beside_the_end(tmp_path: Path, width: int, words: list[str]) -> None:
    app = make_app(tmp_path, '[data]\nsource = "spiral"\nsamples = 50\n[network]\nhidden = [2]\n')
    async with app.run_test(size=(width, 24)) as pilot:
        await pilot.press("space")
        train_on(app)
        await pilot.pause()
        status = shown(app).splitlines()[-2]
        assert [word for word in words if word in status] == words


async def test_after_early_stopping_the_figures_are_of_the_weights_that_were_kept(tmp_path: Path) -> None:
    text = '[data]\nsource = "moons"\nsamples = 60\n[training]\nearly_stopping = 2\nlearning_rate = 0.5\n'
    app = make_app(tmp_path, text)
    async with app.run_test(size=(120, 24)) as pilot:
        await pilot.press("space")
        train_on(app)
        await pilot.pause()
        snapshot = app.session.snapshot
        assert snapshot.stopped_by == "early_stopping"
        assert 0 < snapshot.best_epoch < snapshot.epoch
        status = shown(app).splitlines()[-2]
        assert f"weights of epoch {snapshot.best_epoch}: space continues" in status
        kept = plain_number(snapshot.figure("validation_loss", snapshot.best_epoch))
        assert f"validation {kept}" in status
        assert kept != plain_number(snapshot.latest("validation_loss")), "else this test says nothing"


async def test_letters_are_inert_while_a_value_is_typed(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        app.screen.query_one(HyperparametersPane).focus()
        await pilot.press("enter", "ctrl+u", *"qnb", "space")
        assert isinstance(app.screen, Prompt)
        assert app.session.snapshot.epoch == 0
        assert app.session.state is RunState.READY
        await pilot.press("escape")
        assert app.session.experiment.training.learning_rate == 0.01


async def test_arrows_step_a_hyperparameter_live(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        await pilot.press("n")
        train_on(app)
        app.screen.query_one(HyperparametersPane).focus()
        await pilot.press("right")
        assert app.session.snapshot.experiment.training.learning_rate == 0.03
        assert app.session.snapshot.epoch == 1, "training was not started over"
        await pilot.press("left", "left")
        assert app.session.snapshot.experiment.training.learning_rate == 0.003
        await pilot.press("down", "down", "right")
        assert app.session.snapshot.experiment.training.optimizer == "gradient_descent"


async def test_a_refused_value_says_the_range_and_changes_nothing(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        app.screen.query_one(HyperparametersPane).focus()
        await pilot.press("enter", "ctrl+u", *"-1", "enter")
        assert "above 0" in shown(app)
        await pilot.press("escape")
        assert app.session.experiment.training.learning_rate == 0.01


async def test_another_activation_is_offered_with_its_numbers_and_keeps_the_epochs(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        train_screen(app).set_value("network.activation", "relu")
        assert app.session.snapshot.activations == ("relu", "relu"), "nothing to lose, so nothing asked"
        await pilot.press("n")
        train_on(app)
        train_screen(app).set_value("network.activation", "sigmoid")
        await pilot.pause()
        assert isinstance(app.screen, Confirm)
        await pilot.press("escape")
        assert app.session.snapshot.activations == ("relu", "relu")
        assert app.session.experiment.network.activation == "relu"
        train_screen(app).set_value("network.activation", "sigmoid")
        await pilot.pause()
        await pilot.press("enter")
        assert app.session.snapshot.activations == ("sigmoid", "sigmoid")
        assert app.session.snapshot.epoch == 1


async def test_the_architecture_is_edited_in_place(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        app.screen.query_one(ArchitecturePane).focus()
        for keys, sizes in (
            (["plus"], (2, 4, 2, 1)),
            (["minus", "minus"], (2, 2, 2, 1)),
            (["down", "a"], (2, 2, 2, 2, 1)),
            (["plus"], (2, 2, 2, 3, 1)),
            (["x"], (2, 2, 2, 1)),
            (["enter", "ctrl+u", *"6 5", "enter"], (2, 6, 5, 1)),
            (["up", "up", "up", "plus"], (2, 6, 5, 1)),  # the data decide the input's
            (["x"], (2, 6, 5, 1)),
        ):
            await pilot.press(*keys)
            await pilot.pause()
            assert app.session.snapshot.sizes == sizes, keys


async def test_the_last_hidden_layer_can_go_and_come_back(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        app.screen.query_one(ArchitecturePane).focus()
        await pilot.press("x", "x")
        assert app.session.snapshot.sizes == (2, 1)
        await pilot.press("a")
        assert len(app.session.snapshot.sizes) == 3


async def test_a_tall_terminal_shows_the_gradient_with_the_same_cell_in_focus(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=(160, 48)) as pilot:
        await pilot.press("n")
        train_on(app)
        await pilot.press("down", "right")
        await pilot.pause()
        theta, gradient = app.screen.query_one(WeightsPane), app.screen.query_one(GradientPane)
        assert theta.region.size == gradient.region.size
        value = app.session.snapshot.gradient[1, 1]
        assert "θ[1,2]" in shown(app)
        assert f"∇[1,2] {plain_number(value)}" in shown(app)
        gradient.focus()
        await pilot.press("up", "right_square_bracket")
        await pilot.pause()
        assert "θ[0,2]" in shown(app)
        assert "∇(2)  4×2" in shown(app)
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert not gradient.region.area
        assert theta.region.height == 13


async def test_clicks_focus_what_is_there(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        await pilot.click(WeightsPane, offset=(2 + 5 + 7 * 2 + 1, 1 + 1 + 2))
        assert "θ[2,3]" in shown(app)
        await pilot.click(WeightsPane, offset=(2, 1))  # the head is no cell
        assert "θ[2,3]" in shown(app)
        await pilot.click(ArchitecturePane, offset=(8, 1 + 1 + 2))
        await pilot.press("plus")
        assert app.session.snapshot.sizes == (2, 3, 3, 1)
        await pilot.click(HyperparametersPane, offset=(8, 1 + 1))
        await pilot.press("right")
        assert app.session.snapshot.experiment.training.batch_size == 5


async def test_a_dot_marks_what_is_not_as_usual(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        app.screen.query_one(HyperparametersPane).focus()
        rows = {line[51:64].strip(): line for line in shown(app).splitlines()}
        assert "•" not in rows["learning rate"]
        assert "•" in rows["batch size"], "the file says 2"
        await pilot.press("right")
        await pilot.pause()
        assert "•" in next(line for line in shown(app).splitlines() if "learning rate" in line)


async def test_theta_turns_and_the_cell_moves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLORTERM", "truecolor")
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        app.screen.query_one(WeightsPane).focus()
        assert "Θ(1)  3×3" in shown(app)
        await pilot.press("right_square_bracket")
        await pilot.pause()
        assert "Θ(2)  4×2" in shown(app)
        await pilot.press("full_stop", "full_stop")
        await pilot.pause()
        assert "Θ(3)  3×1" in shown(app), "there is no Θ(4)"
        await pilot.press("comma", "down", "right")
        await pilot.pause()
        assert "θ[1,2]" in shown(app)
        value = app.session.snapshot.theta[1, 1]
        assert f"{value:.4f}" in shown(app)
        await pilot.press("end", "pagedown")
        assert "θ[3,2]" in shown(app)
        await pilot.press("m")
        assert "m histogram" in shown(app)
        assert "▀" in shown(app), "colours"
        await pilot.press("m")
        assert "m figures" in shown(app)
        assert "deviation" in shown(app)
        await pilot.press("m")
        assert "m colours" in shown(app)


async def test_a_matrix_pane_shows_weights_gradient_and_last_step(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        before = app.session.snapshot.theta
        await pilot.press("b")
        train_on(app)
        await pilot.pause()
        snapshot = app.session.snapshot
        np.testing.assert_allclose(before + snapshot.step, snapshot.theta, rtol=0, atol=1e-15)
        await pilot.press("v")
        assert "∇(1)  3×3" in shown(app)
        assert plain_number(snapshot.gradient[0, 0]) in shown(app)
        await pilot.press("v")
        assert "step Θ(1)  3×3" in shown(app)
        assert f"step[0,1] {plain_number(snapshot.step[0, 0])}" in shown(app)
        await pilot.press("v")
        assert " Θ(1)  3×3" in shown(app)


async def test_a_held_scale_stays_while_the_weights_grow(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        largest = float(np.abs(app.session.snapshot.theta).max())
        await pilot.press("h")
        assert f"max |θ| {largest:.2f} held" in shown(app)
        app.session.task.trainer.network.thetas[0][:] *= 3
        await pilot.press("b")
        train_on(app)
        await pilot.pause()
        assert f"max |θ| {largest:.2f} held" in shown(app)
        await pilot.press("h")
        assert "held" not in shown(app)
        assert f"max |θ| {np.abs(app.session.snapshot.theta).max():.2f}" in shown(app)


async def test_the_norms_of_row_and_column_are_those_of_the_cell(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        await pilot.press("down", "right")
        await pilot.pause()
        theta = app.session.snapshot.theta
        assert f"‖row‖ {np.linalg.norm(theta[1]):.4f}   ‖column‖ {np.linalg.norm(theta[:, 1]):.4f}" in shown(app)


async def test_the_mouse_tells_indices_and_full_value(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, tooltips=True, size=(80, 24)) as pilot:
        pane = app.screen.query_one(WeightsPane)
        await pilot.hover(pane, offset=(2 + 5 + 8, 1 + 2))  # row 1, column 2
        await pilot.pause()
        assert f"θ[1,2] = {float(app.session.snapshot.theta[1, 1])!r}" in str(pane.tooltip)
        await pilot.hover(pane, offset=(1, 0))
        assert pane.tooltip is None


async def test_the_loss_pane_zooms_and_shows_accuracy_and_changes(tmp_path: Path) -> None:
    app = make_app(tmp_path, INLINE.replace("epochs = 5", "epochs = 90"))
    async with app.run_test(notifications=True, size=(176, 36)) as pilot:
        loss = app.screen.query_one(LossPane)
        loss.focus()
        await pilot.press("space")
        train_on(app)
        app.session.change("training.learning_rate", 0.3)
        await pilot.press("n")
        train_on(app)
        await pilot.press("a")
        await pilot.pause()
        assert "accuracy" in shown(app)
        assert "100 %" in shown(app)
        await pilot.press("right")
        assert "Loss J at epoch 91" in shown(app)
        assert "▾ learning rate 0.01 → 0.3" in shown(app)
        await pilot.press("escape", "plus", "plus")
        assert "Loss J  last 22" in shown(app)
        await pilot.press("plus", "plus")
        assert "Loss J  last 11" in shown(app), "ten at the least"
        await pilot.press("minus", "minus", "minus")
        assert "Loss J  inline" not in shown(app)
        assert "Loss J  cross-entropy" in shown(app)


async def test_an_activation_output_and_loss_are_changed_in_the_architecture(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        app.screen.query_one(ArchitecturePane).focus()
        await pilot.press("g")
        assert app.session.snapshot.activations == ("relu", "tanh")
        await pilot.press("G")
        assert app.session.experiment.network.activation == "tanh"
        await pilot.press("down", "down", "down", "g")
        assert app.session.experiment.network.loss == "squared_error"
        await pilot.press("up", "G")
        assert app.session.experiment.network.output == "tanh"
        await pilot.press("down", "g")
        await pilot.pause()
        assert app.session.experiment.network.loss == "squared_error"
        assert "takes the logarithm of the outputs" in told(app)[-1]


async def test_groups_fold_where_there_is_room_for_them(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=(120, 48)) as pilot:
        app.screen.query_one(HyperparametersPane).focus()
        await pilot.press("up")
        assert "enter fold" in shown(app)
        await pilot.press("enter")
        assert "▸ training" in shown(app)
        assert "learning rate" not in shown(app)
        await pilot.press("right")
        assert "learning rate" in shown(app)


async def test_below_60_by_15_the_pane_in_focus_is_alone_and_tab_turns_to_the_next(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=(59, 24)) as pilot:
        await pilot.pause()
        assert app.screen.query_one(WeightsPane).size == (59, 21)
        await pilot.press("tab")
        await pilot.pause()
        while not app.screen.query_one(HyperparametersPane).has_focus:
            await pilot.press("tab")
            await pilot.pause()
        assert app.screen.query_one(HyperparametersPane).size == (59, 21)
        assert not app.screen.query_one(WeightsPane).display
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert app.screen.query_one(WeightsPane).display
        assert app.screen.query_one(HyperparametersPane).has_focus


async def test_gradient_stands_below_its_weights_and_beside_them_where_it_is_wide(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=(120, 36)) as pilot:
        await pilot.pause()
        theta, nabla = app.screen.query_one(WeightsPane), app.screen.query_one(GradientPane)
        assert (theta.region.x, theta.region.bottom) == (nabla.region.x, nabla.region.y)
        assert (theta.region.height, nabla.region.height) == (8, 8), "three rows, and what goes with them"
        assert nabla.region.bottom == 34
        await pilot.resize_terminal(160, 48)
        await pilot.pause()
        assert theta.region.y == nabla.region.y
        assert theta.region.right == nabla.region.x
        assert theta.region.size == nabla.region.size


async def test_sixty_columns_and_fifteen_lines_show_something_of_every_pane(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=(60, 15)) as pilot:
        await pilot.pause()
        text = shown(app)
        for words in ("learning rate 0.01", "optimizer", "3 hidden", "x2", "θ[0,1]"):
            assert words in text
        app.screen.query_one(ArchitecturePane).focus()
        await pilot.pause()
        assert "a add  x remove  g g(z)" in shown(app)


async def test_the_gradient_is_not_known_before_the_first_mini_batch_nor_in_new_layers(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=(109, 36)) as pilot:
        await pilot.pause()
        assert "∇(1) is not known yet: the first mini-batch computes it." in shown(app)
        assert "∇ not known yet" in shown(app)
        assert "max |∇|" not in shown(app)
        await pilot.press("b")
        train_on(app)
        await pilot.pause()
        value = plain_number(app.session.snapshot.gradient[0, 0])
        assert f"∇ {value} of the last mini-batch" in shown(app)
        assert "∇(1)  3×3  last mini-batch" in shown(app)
        assert "not known" not in shown(app)
        app.session.post(EditNetwork("add_neuron", (2,), agreed=True))
        await pilot.pause()
        assert "Θ(1)  3×4" in shown(app)
        assert "∇(1) is not known for the new layers yet" in shown(app)
        await pilot.press("u", "v", "v")
        await pilot.pause()
        assert "step Θ(1)  3×3  ×10⁻³  last mini-batch" in shown(app), "the layers of the last mini-batch again"
        train_screen(app).action_start_over()
        await pilot.pause()
        await pilot.press("y")
        await pilot.pause()
        assert "step Θ(1) is not known yet" in shown(app)
        assert "∇(1) is not known yet" in shown(app)


async def test_the_gradient_of_the_mini_batch_in_progress_is_known_once_its_equation_has_run(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=(120, 36)) as pilot:
        while app.session.snapshot.gradient_missing:
            assert "∇ not known yet" in shown(app)
            await pilot.press("s")
            train_on(app)
            await pilot.pause()
        assert app.session.snapshot.stepping.executions[-1].equation.symbol == "∇(1)"
        assert app.session.snapshot.batch == 0
        assert f"∇ {plain_number(app.session.snapshot.gradient[0, 0])} of" in shown(app)


async def test_the_largest_gradient_stands_in_the_power_of_its_figures(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=(109, 36)) as pilot:
        train_screen(app).show_pane(app.screen.query_one(GradientPane))
        await pilot.press("z", "b")
        train_on(app)
        app.session.task.trainer.gradient[:] = 0.0
        app.session.task.trainer.gradient[1] = -0.0123
        app.session.publish()
        train_screen(app).poll()
        await pilot.pause()
        line = next(line for line in shown(app).splitlines() if "∇(1)  3×3" in line)
        assert "∇(1)  3×3  ×10⁻²  last mini-batch" in line
        assert "max |∇| 1.23 ×10⁻²" in line
        assert "-1.230" in shown(app)


async def test_the_weights_of_an_image_open_where_pixels_differ_and_stay_where_one_looks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLORTERM", "truecolor")
    app = MlpApp(SteppedSession(Experiment.load("digits"), None))
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        screen = train_screen(app)
        await pilot.pause()
        row = screen.cell[0]
        assert 20 < row < 45, "in the middle of the image, not its border"
        lines = [line for line in shown(app).splitlines() if "▀" in line]
        assert f" {row} ▀" in lines[3] + lines[4], "in the middle of the window"
        before = shown(app)
        await pilot.press("b")
        train_on(app)
        await pilot.pause()
        assert screen.cell[0] == row
        await pilot.press("right_square_bracket")
        await pilot.pause()
        assert screen.cell == (0, 0), "no pixels here"
        await pilot.press("left_square_bracket", *["up"] * 2)
        await pilot.pause()
        assert screen.cell[0] == row - 2
        assert before != shown(app)


async def test_keys_of_a_pane_that_matter_stand_in_its_frame(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        assert "[ ] layer  v ∇  m colours  ↵ edit  f freeze" in shown(app)
        await pilot.press("m")
        assert "[ ] layer  v ∇  m histogram" in shown(app)
        app.screen.query_one(ArchitecturePane).focus()
        await pilot.pause()
        assert "a add  x remove  g g(z)" in shown(app)


async def test_the_picker_shows_opens_and_remembers(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    app.settings = Settings(tmp_path / "settings.json")
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        await pilot.press("o")
        await until(pilot, "classification, 4 rows")
        sources = app.screen.query_one(OptionList)
        sources.highlighted = sources.get_option_index("spiral")
        await until(pilot, "2-8-8-1")
        await pilot.press("enter")
        await until(pilot, "spiral  2-8-8-1  tanh → sigmoid")
    assert Settings(tmp_path / "settings.json").recent == ["spiral"]


async def test_the_picker_tells_what_is_wrong_with_a_file(tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text("[data]\nsource = 'spiral'\n[training]\nepoch = 3\n")
    app = make_app(tmp_path)
    app.settings.recent = [str(broken)]
    async with app.run_test(notifications=True, size=(120, 36)) as pilot:
        await pilot.press("o")
        await until(pilot, "did you mean")
        await pilot.press("enter")
        await until_told(pilot, "did you mean")
        assert "xor by hand" in shown(app).splitlines()[0], "the training stays"


async def test_the_browser_opens_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.csv").write_text("x,y,label\n" + "\n".join(f"{i},{i % 3},{i % 2}" for i in range(30)))
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=(100, 30)) as pilot:
        await pilot.press("o", "f")
        await until(pilot, "mine.csv")
        assert isinstance(app.screen, FileBrowser)
        await pilot.press(*"mine", "enter")
        await until(pilot, "mine  2-")
        assert "mine" in shown(app).splitlines()[0]


async def test_a_settings_folder_that_cannot_be_written_is_told_and_the_app_goes_on(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    app = make_app(tmp_path)
    app.settings = Settings(tmp_path / "file" / "settings.json")
    async with app.run_test(notifications=True, size=(120, 36)) as pilot:
        app.action_toggle_theme()
        await pilot.pause()
        assert "cannot be written" in " ".join(shown(app).split())
        assert not app.palette.dark
        await pilot.press("n")
        train_on(app)
        await until(pilot, "epoch 1")


async def test_a_theme_is_remembered_and_drawn_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLORTERM", "truecolor")
    settings = Settings(tmp_path / "settings.json")
    app = make_app(tmp_path)
    app.settings = settings
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        app.theme = "nord"
        await pilot.pause()
        assert app.palette.theme.bg == "#2e3440"
        assert contrast(app.palette.theme.fg, app.palette.theme.bg) > 4.5
    again = MlpApp(app.session, settings=Settings(tmp_path / "settings.json"))
    assert again.theme == "nord"


async def test_a_first_run_is_told_three_things(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        assert "space starts training" in shown(app)
        assert "tab goes from pane to pane" in shown(app)
        assert "o opens other data" in shown(app)
        await pilot.pause()
    app = make_app(tmp_path)
    app.settings.first = False
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        assert "tab goes" not in shown(app)
        assert "no epoch yet" in shown(app)


async def test_zoom_fills_the_body_and_goes_back(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        before = {other: other.region for other in app.screen.query(Pane)}
        for pane, back in zip(PANES, ("z", "escape", "z", "escape"), strict=True):
            zoomed = app.screen.query_one(pane)
            zoomed.focus()
            await pilot.press("z")
            await pilot.pause()
            assert zoomed.size == (80, 21)
            assert [other for other in before if other.display and other.region.area] == [zoomed]
            await pilot.press(back)
            await pilot.pause()
            assert {other: other.region for other in app.screen.query(Pane)} == before


async def test_help_is_of_the_pane_in_focus(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=(80, 40)) as pilot:
        for pane in PANES:
            app.screen.query_one(pane).focus()
            first = app.screen.query_one(pane).help_text().split("\n")[0][:30]
            await pilot.press("question_mark")
            assert isinstance(app.screen, Help)
            assert first in shown(app)
            await pilot.press("escape")
            assert not isinstance(app.screen, Help)


async def test_the_loss_is_read_at_an_epoch(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        app.screen.query_one(LossPane).focus()
        await pilot.press("left")
        assert "╭─ Loss J ─" in shown(app), "there is nothing to read yet"
        await pilot.press("space")
        train_on(app)
        await pilot.pause()
        losses = app.session.snapshot.figures("train_loss")
        for keys, epoch in ((["left"], 5), (["left", "left"], 3), (["right"], 4), (["left"] * 9, 1)):
            await pilot.press(*keys)
            assert f" epoch {epoch} " in shown(app).splitlines()[1]
            assert f"{losses[epoch - 1]:.4f}" in shown(app).splitlines()[1]
        await pilot.press("z", "escape")
        assert "╭─ Loss J  cross-entropy ─" in shown(app).replace("> ", ""), "the first escape is the reading line's"
        assert app.screen.query_one(LossPane).size == (80, 21)
        await pilot.press("escape")
        assert app.screen.query_one(LossPane).size.height == 8


async def test_start_over_asks_only_where_there_is_something_to_lose(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        await pilot.press("R")
        assert not isinstance(app.screen, Confirm)
        await pilot.press("n")
        train_on(app)
        await pilot.press("R")
        assert isinstance(app.screen, Confirm)
        await pilot.press("y")
        assert app.session.snapshot.epoch == 0


async def test_divergence_is_said_and_space_rewinds_to_before_it(tmp_path: Path) -> None:
    text = INLINE.replace("hidden = [3, 2]", 'hidden = [3]\nactivation = "identity"\noutput = "identity"')
    text = text.replace("epochs = 5", 'epochs = 5000\noptimizer = "gradient_descent"\nlearning_rate = 100.0')
    app = make_app(tmp_path, text)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        await pilot.press("space")
        train_on(app)
        await until(pilot, "✗ diverged")
        await until_told(pilot, "is no longer")
        assert "learning_rate" in told(app)[-1]
        assert "space Rewind" in shown(app)
        assert "space rewinds  esc closes" in shown(app)
        epoch = app.session.snapshot.turning_point
        status = app.screen.query_one(StatusLine).draw(80, 1)[0].text  # below the messages
        assert f"space rewinds to epoch {epoch} " in status
        await pilot.press("n")
        assert app.session.state is RunState.DIVERGED
        diverged_at = app.session.snapshot.present
        await pilot.press("space")
        train_on(app)
        await pilot.pause()
        assert app.screen is train_screen(app)
        assert "esc closes" not in shown(app), "the message went with what it tells of"
        assert app.session.snapshot.present == (epoch, 0)
        assert app.session.state in (RunState.READY, RunState.PAUSED)
        await pilot.press("u")
        train_on(app)
        assert app.session.snapshot.present == diverged_at


async def test_what_cannot_be_begun_is_said_and_the_training_stays(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        train_screen(app).set_value("training.early_stopping", 3)
        await until_told(pilot, "validation_fraction")
        assert app.session.experiment.training.early_stopping == 0
        train_screen(app).begin(app.session.experiment.replace("training.early_stopping", 3), "", "")
        assert app.session.snapshot.sizes == (2, 3, 2, 1)
        assert app.session.experiment.training.early_stopping == 0


async def test_another_output_brings_the_loss_that_goes_with_it(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=(80, 24)):
        train_screen(app).set_value("network.output", "tanh")
        network = app.session.snapshot.experiment.network
        assert (network.output, network.loss) == ("tanh", "squared_error")
        train_screen(app).set_value("network.output", "sigmoid")
        assert app.session.snapshot.experiment.network.loss == "squared_error", "it goes with sigmoid too"
        with pytest.raises(InputError, match="logarithm"):
            train_screen(app).session.experiment.replace_all(
                {"network.output": "tanh", "network.loss": "cross_entropy"}
            )


async def test_tab_goes_round_and_shift_tab_back(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        order = [type(app.screen.focused)]
        for _ in range(4):
            await pilot.press("tab")
            order.append(type(app.screen.focused))
        assert order == [WeightsPane, ArchitecturePane, HyperparametersPane, LossPane, WeightsPane]
        await pilot.press("shift+tab")
        assert isinstance(app.screen.focused, LossPane)


async def test_l_turns_the_axis_and_home_end_and_pages_the_cell(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        screen = train_screen(app)
        await pilot.press("end")
        assert screen.cell == (0, 2)
        await pilot.press("pagedown")
        assert screen.cell == (2, 2)
        await pilot.press("home", "pageup")
        assert screen.cell == (0, 0)
        screen.query_one(LossPane).focus()
        await pilot.press("l")
        assert " log " in shown(app).splitlines()[1]
        await pilot.press("l")
        assert " linear " in shown(app).splitlines()[1]


async def test_the_menu_opens_and_runs_what_is_chosen(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        for key in ("ctrl+p", "colon"):
            await pilot.press("escape", key)
            await pilot.pause()
            assert isinstance(app.screen, CommandPalette)
        await pilot.press(*"colours", "comma", "space", *"histogram")
        await until(pilot, "Figures, colours, histogram")
        await app.workers.wait_for_complete()
        await pilot.press("down", "enter")
        await until(pilot, "m histogram")


async def test_q_leaves(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        await pilot.press("q")
        await pilot.pause()
        assert app._exit


async def test_the_menu_lists_and_does(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        names = [command.title for command in app.get_system_commands(app.screen)]
        assert {"Run or pause", "One epoch", "Start over", "New weights", "Quit"} <= set(names)
        before = app.session.snapshot.theta
        train_screen(app).action_new_seed()
        assert (app.session.snapshot.theta != before).any()
        app.action_toggle_theme()
        await pilot.pause()
        assert not app.palette.dark


@pytest.mark.parametrize("opened", [(5, 2), (160, 48)], ids="{0[0]}x{0[1]}".format)
async def test_no_size_breaks_it(tmp_path: Path, opened: tuple[int, int]) -> None:
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=opened) as pilot:
        await pilot.press("n")
        train_on(app)
        for size in ((80, 24), opened, (200, 60), (20, 5), (120, 36), (40, 10), opened):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert "epoch 1" in shown(app) or size[0] < 20


async def test_the_footer_drops_what_is_needed_least(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        line = "".join(segment.text for segment in app.screen.query_one(Footer).render_line(0))
        assert "space Run" in line
        assert "? Help" in line
        await pilot.resize_terminal(120, 24)
        await pilot.pause()
        line = "".join(segment.text for segment in app.screen.query_one(Footer).render_line(0))
        assert "tab Pane" in line
        assert "q Quit" in line


async def test_lines_that_did_not_change_are_not_written_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        await pilot.press("n")
        train_on(app)
        await pilot.pause()
        dirty = []
        pane = app.screen.query_one(ArchitecturePane)
        monkeypatch.setattr(pane, "refresh", lambda *regions, **options: dirty.append(regions))
        app.session.publish()
        await pilot.pause()
        train_screen(app).poll()
        await pilot.pause()
        assert pane.snapshot is app.session.snapshot
        assert dirty == []


async def test_s_says_which_equation_has_run_and_where_it_is_seen(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        for _ in range(2):
            await pilot.press("s")
            train_on(app)
            await pilot.pause()
        lines = shown(app).splitlines()
        assert "batch 1 of 2, equation 2 of" in lines[0]
        assert "line 7, A(2) ← g(A(1) Θ(1)) has run; 2 shows it" in lines[-2]
        await pilot.press("b")
        train_on(app)
        await pilot.pause()
        assert "has run" not in shown(app)
        assert "batch 1 of 2" in shown(app).splitlines()[0]
