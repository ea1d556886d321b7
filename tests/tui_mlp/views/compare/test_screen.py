"""An experiment beside its variant, on a session that a test drives."""

from pathlib import Path
from queue import SimpleQueue

import numpy as np
import pytest
from comparing import SATURATED, compare, open_comparison
from stepped import INLINE, make_app, screen_of, shown, train_on, train_screen, until

from core.experiment.experiment import Experiment
from core.model.files.weights_file import read_weights
from core.support.errors import InputError
from tui_mlp.app.app import MlpApp
from tui_mlp.dialogs.help import Help
from tui_mlp.dialogs.prompt import Prompt
from tui_mlp.render.colours.palette import palette
from tui_mlp.render.tables.comparison import comparison_table
from tui_mlp.session.commands import Run
from tui_mlp.session.comparison.comparison_session import ComparisonSession
from tui_mlp.session.session import RunState
from tui_mlp.session.stepped_sessions import SteppedComparison
from tui_mlp.views.compare import screen as screens
from tui_mlp.views.compare.screen import ComparisonScreen, ask_variant, suggested
from tui_mlp.views.compare.widget import value_text

LOSS = "network.loss=squared_error"


def row(app: MlpApp, name: str) -> list[str]:
    """The figures of a or b in the table."""
    return next(line for line in shown(app).splitlines() if line[2:].startswith(f"{name} ")).strip("│| ").split()


async def test_the_menu_asks_for_the_setting_and_offers_the_other_loss(tmp_path: Path) -> None:
    app = make_app(tmp_path, SATURATED)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        entry = next(one for one in app.get_system_commands(app.screen) if one.title == "Compare with a variant")
        entry.callback()
        await pilot.pause()
        assert isinstance(app.screen, Prompt)
        assert "compare with network.loss=cross_entropy" in shown(app)
        await pilot.press("enter")
        await pilot.pause()
        assert "They differ in network.loss" in shown(app)
        commands = app.get_system_commands(app.screen)  # type: ignore[arg-type]
        entry = next(one for one in commands if one.title == "Compare with a variant")
        assert "side by side" not in entry.help, "it says why not, instead of what it does"


async def test_while_both_train_the_plots_are_drawn_when_it_is_their_turn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_app(tmp_path, SATURATED)
    async with app.run_test(notifications=True, size=(160, 48)) as pilot:
        session = await compare(pilot)
        await pilot.press("space")
        assert session.state is RunState.TRAINING
        view, now, drawn = screen_of(app, ComparisonScreen).view, [1000.0], []
        write = type(view).write
        monkeypatch.setattr("tui_mlp.widgets.canvas.perf_counter", lambda: now[0])
        monkeypatch.setattr(type(view), "write", lambda view: drawn.append(now[0]) or write(view))  # type: ignore[func-returns-value]
        view.redraw()
        app.set_refresh_rate("slow")
        for _ in range(80):
            now[0] += 0.25
            view.show(session.snapshot)
        assert drawn == [1000.0, 1017.25], "7,680 cells, 450 a second"
        app.set_refresh_rate("normal")
        now[0] += 1.0
        view.show(session.snapshot)
        assert drawn[2:] == [now[0]]
        session.train_on()
        await pilot.pause()
        assert "finished" in shown(app)


async def test_saturated_shows_the_lecture_s_point_after_one_epoch(tmp_path: Path) -> None:
    app = make_app(tmp_path, SATURATED)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        session = await compare(pilot)
        assert "▷ ready  epoch 0" in shown(app).splitlines()[0]
        assert "space trains both from the same start" in shown(app)
        assert row(app, "a") == ["a", "squared_error", "0", "–", "–", "–", "–"]
        await pilot.press("n")
        session.train_on()
        await pilot.pause()
        assert "epoch 1" in shown(app).splitlines()[0]
        assert row(app, "a") == ["a", "squared_error", "1", "0.4977", "0.0", "%", "0.0029", "0.0022"]
        assert row(app, "b") == ["b", "cross_entropy", "1", "6.0950", "0.0", "%", "1.3013", "0.9977"]
        assert "a Δ(3) = (Y − A(3)) ∘ g'(Z(3))" in shown(app)
        assert "b Δ(3) = Y − A(3)  (16)" in shown(app)
        assert "not on the same scale; compare by accuracy" in shown(app)


async def test_both_share_the_data_of_the_training_and_its_start(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        session = await compare(pilot, LOSS)
        first, second = (side.trainer for side in session.task.comparison.sides)
        assert first.data is second.data is app.session.snapshot.data
        assert (first.network.thetas[0] == app.session.snapshot.theta).all()
        assert (second.network.thetas[0] == app.session.snapshot.theta).all()


async def test_space_runs_pauses_stops_and_n_does_one_epoch_of_each(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        session = await compare(pilot, LOSS)
        first, second = (side.trainer for side in session.task.comparison.sides)
        await pilot.press("space")
        assert "▶ training" in shown(app)
        assert "space Pause" in shown(app)
        first.run_batch()
        await pilot.press("space")
        assert "pausing" in shown(app)
        assert "space Stop" in shown(app)
        session.train_on()
        await pilot.pause()
        assert (first.epoch, first.batch, second.epoch, second.batch) == (1, 0, 1, 0)
        assert "paused  epoch 1" in shown(app)
        await pilot.press("space")
        second.run_batch()
        await pilot.press("space", "space")
        assert session.state is RunState.PAUSED
        assert second.batch == 1
        await pilot.press("n")
        session.train_on()
        await pilot.pause()
        assert (first.epoch, second.epoch, second.batch) == (2, 2, 0)
        await pilot.press("space")
        session.train_on()
        await pilot.pause()
        assert "■ finished  epoch 5" in shown(app)
        assert "space More" in shown(app).splitlines()[-1]
        await pilot.press("space")
        session.train_on()
        await pilot.pause()
        assert (first.epoch, second.epoch) == (10, 10)
        assert "■ finished  epoch 10" in shown(app)
        await pilot.press("n")
        session.train_on()
        assert (first.epoch, second.epoch) == (11, 11)
        assert session.state is RunState.PAUSED


async def test_one_goes_on_after_the_other_has_ended(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        session = await compare(pilot, "training.tolerance=9")
        await pilot.press("n", "n")
        session.train_on()
        await pilot.pause()
        assert "b tolerance reached" in shown(app)
        await pilot.press("space")
        session.train_on()
        await pilot.pause()
        assert (row(app, "a")[2], row(app, "b")[2]) == ("5", "1")


async def test_start_over_gives_the_same_figures_again(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        session = await compare(pilot, LOSS)
        seen = []
        for _ in range(2):
            await pilot.press("space")
            session.train_on()
            await pilot.pause()
            seen.append((row(app, "a"), row(app, "b")))
            await pilot.press("R")
            assert "▷ ready  epoch 0" in shown(app)
        assert seen[0] == seen[1]


async def test_a_divergence_is_told_in_the_table_and_both_end_the_run(tmp_path: Path) -> None:
    text = INLINE.replace("[training]", 'activation = "identity"\noutput = "identity"\n[training]')
    text = text.replace("epochs = 5", "epochs = 300\noptimizer = 'gradient_descent'\nlearning_rate = 0.01")
    app = make_app(tmp_path, text)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        session = await compare(pilot, "training.learning_rate=50")
        await pilot.press("space")
        session.train_on()
        await pilot.pause()
        assert "b diverged: training.learning_rate: 50 is too large; try 0." in shown(app)
        assert "■ finished  epoch 300" in shown(app)
    app = make_app(tmp_path, text.replace("0.01", "60.0"))
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        session = await compare(pilot, "training.learning_rate=50")
        await pilot.press("space")
        session.train_on()
        await pilot.pause()
        assert "✗ diverged" in shown(app)
        await pilot.press("n")
        assert session.state is RunState.DIVERGED


async def test_a_setting_that_cannot_be_leaves_the_line_open(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        ask_variant(app)
        await pilot.pause()
        for typed, words in (
            ("network.los=1", "did you mean 'loss'?"),
            ("network.loss", "found no '=', expected SECTION.KEY=VALUE"),
            ("training.epochs=5", "found what the experiment has already"),
            ("network.output=tanh", "logarithm"),
        ):
            await pilot.press("ctrl+u", *typed, "enter")
            await until(pilot, words)
            assert isinstance(app.screen, Prompt)
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen is train_screen(app)


async def test_too_large_a_network_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*arguments: object) -> None:
        raise MemoryError

    monkeypatch.setattr(screens, "ComparisonSession", full)
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        ask_variant(app)
        await pilot.pause()
        await pilot.press("enter")
        await until(pilot, "not enough memory")


@pytest.mark.parametrize("key", ["escape", "q"])
async def test_leaving_ends_it_and_the_training_has_paused(tmp_path: Path, key: str) -> None:
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        await pilot.press("space")
        assert app.session.state is RunState.TRAINING
        session = await compare(pilot)
        assert app.session.state in (RunState.PAUSING, RunState.PAUSED)
        closed = []
        monkey = session.close
        session.close = lambda: closed.append(monkey())
        await pilot.press(key)
        await pilot.pause()
        assert closed == [True]
        assert app.screen is train_screen(app)
        train_on(app)


async def test_a_fault_in_the_worker_ends_the_app_with_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screens, "ComparisonSession", ComparisonSession)
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        session = await open_comparison(pilot)

        def broken(interrupted: object) -> None:
            raise RuntimeError("a fault of ours")

        monkeypatch.setattr(session.task.comparison, "run_epoch", broken)
        await pilot.press("n")
        for _ in range(500):
            if app.fault:
                break
            await pilot.pause(0.01)
    assert "a fault of ours" in app.fault
    assert app.return_code == 1


async def test_a_real_worker_wakes_the_screen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screens, "ComparisonSession", ComparisonSession)
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        await open_comparison(pilot)
        await pilot.press("space")
        await until(pilot, "■ finished  epoch 5")


async def test_l_and_a_turn_axis_and_curves(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        session = await compare(pilot, LOSS)
        await pilot.press("space")
        session.train_on()
        await pilot.press("l")
        assert " log ─╮" in shown(app).splitlines()[1]
        assert "l Linear" in shown(app)
        await pilot.press("a")
        assert "Train accuracy" in shown(app).splitlines()[1]
        assert "Train loss J" not in shown(app)
        assert " linear ─╮" in shown(app).splitlines()[1], "an accuracy has no log axis"
        await pilot.resize_terminal(160, 48)
        await pilot.pause()
        assert "Train loss J" in shown(app).splitlines()[1]
        assert "Train accuracy" in shown(app).splitlines()[1]
        await pilot.press("a")
        assert "Train accuracy" not in shown(app)


async def test_regression_has_r2_in_place_of_the_accuracy(tmp_path: Path) -> None:
    text = INLINE.replace("[[0.0], [1.0], [1.0], [0.0]]", "[[0.5], [1.5], [2.5], [3.5]]")
    app = make_app(tmp_path, text)
    async with app.run_test(notifications=True, size=(120, 36)) as pilot:
        assert suggested(app.session.experiment) == "training.optimizer=gradient_descent"
        session = await compare(pilot)
        await pilot.press("space", "a")
        session.train_on()
        await pilot.pause()
        assert "Train R²" in shown(app)
        assert "accuracy" not in shown(app)
        assert "same scale" not in shown(app)


def test_what_is_suggested(tmp_path: Path) -> None:
    assert suggested(Experiment.load("saturated")) == "network.loss=cross_entropy"
    squared = Experiment.load("xor").replace_all({"network.output": "sigmoid", "network.loss": "cross_entropy"})
    assert suggested(squared) == LOSS
    tanh = squared.replace_all({"network.loss": "squared_error", "network.output": "tanh"})
    assert suggested(tanh) == "training.optimizer=gradient_descent"
    plain = tanh.replace("training.optimizer", "gradient_descent")
    assert suggested(plain) == "training.optimizer=adam"


async def test_help_says_what_delta_shows_and_only_keys_that_work_here(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=(120, 48)) as pilot:
        await compare(pilot)
        await pilot.press("question_mark")
        await pilot.pause()
        assert isinstance(app.screen, Help)
        assert "nearly 0 where the output is saturated" in " ".join(shown(app).replace("│", " ").split())
        assert "Everywhere" not in shown(app)


async def test_no_size_breaks_it(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        session = await compare(pilot, LOSS)
        await pilot.press("space", "a")
        session.train_on()
        for size in [(200, 60), (1, 1), (160, 48), (5, 2), (80, 24), (20, 5), (60, 15), (40, 10), (200, 60)]:
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert size[0] < 40 or "epoch 5" in shown(app).splitlines()[0], size


async def test_the_theme_repaints_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLORTERM", "truecolor")
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        await compare(pilot)
        view = screen_of(app, ComparisonScreen).view
        before = view.render_line(0)
        app.action_toggle_theme()
        await pilot.pause()
        assert view.render_line(0) != before
        assert view.render_line(0).text == before.text


def test_a_table_drops_columns_and_keeps_its_width(tmp_path: Path) -> None:
    session = SteppedComparison(Experiment.load("moons", ["training.epochs=1"]), LOSS)
    session.post(Run())
    session.train_on()
    for options in ({}, {"ascii": True}, {"colors": "none"}):
        heads = []
        for width in (160, 100, 76, 50, 20, 3):
            strips = comparison_table(session.snapshot, ("cross_entropy", "squared_error"), width, palette(**options))
            assert {strip.cell_length for strip in strips} == {width}
            heads.append(strips[0].text.split())
        assert "validation" in heads[0]
        assert "validation" not in heads[2]
        assert heads[3][:2] == ["loss", "epoch"]
        assert len(heads[4]) == 1
    assert session.close()


def test_long_values_are_cut() -> None:
    assert value_text("network.loss", "squared_error", False) == "squared_error"
    assert len(value_text("network.hidden", list(range(100)), False)) == 20
    assert value_text("data.features", None, False) == "–"


def test_a_session_tells_what_cannot_be() -> None:
    with pytest.raises(InputError, match=r"^training.learning_rate=-1: training.learning_rate: found -1"):
        ComparisonSession(Experiment.load("xor"), "training.learning_rate=-1")


def test_a_real_session_ends_on_the_bits_of_both_alone(tmp_path: Path) -> None:
    from core.analysis.comparison import Comparison

    experiment = Experiment.load("moons", ["training.epochs=4"])
    session, woken = ComparisonSession(experiment, LOSS, interval=0.0), SimpleQueue[RunState]()
    session.attach(lambda: woken.put(session.snapshot.state))
    session.post(Run())
    while woken.get(timeout=60) is not RunState.FINISHED:
        pass
    alone = Comparison(experiment, LOSS)
    while not alone.over:
        alone.run_epoch()
    for mine, side in zip(session.snapshot.sides, alone.sides, strict=True):
        np.testing.assert_array_equal(mine.figures("train_loss"), side.trainer.history.train_loss)
    assert session.close()


async def test_the_test_accuracy_stands_beside_its_baseline_at_the_end(tmp_path: Path) -> None:
    app = make_app(tmp_path, '[data]\nsource = "moons"\nsamples = 60\n[training]\nepochs = 2\n')
    async with app.run_test(size=(160, 48)) as pilot:
        session = await compare(pilot, LOSS)
        assert "baseline" not in shown(app)
        await pilot.press("space")
        session.train_on()
        await pilot.pause()
        first, second = session.snapshot.sides
        assert first.final is not None
        assert second.final is not None
        assert "test accuracy  baseline" in shown(app)
        assert "50.0" in row(app, "a")
        await pilot.press("space")
        assert session.snapshot.sides[0].final is None, "it trains on"


async def test_the_menu_exports_the_model_of_either(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    app = make_app(tmp_path, SATURATED)
    async with app.run_test(size=(80, 24)) as pilot:
        session = await compare(pilot)
        await pilot.press("n")
        session.train_on()
        theta = session.task.comparison.sides[1].trainer.network.thetas[0].copy()
        commands = app.get_system_commands(app.screen)
        app.call_later(next(one for one in commands if one.title == "Export the model").callback)
        await until(pilot, "Export the model of which training?")
        await pilot.press("b", "n")
        session.train_on()
        await until(pilot, "enter exports")
        assert f"Export {session.task.comparison.sides[1].trainer.experiment.name}, b ─" in shown(app)
        await pilot.press("down", "space", "enter")
        await until(pilot, "the largest difference")
    (file,) = tmp_path.glob("*-b.safetensors")
    assert np.array_equal(read_weights(file).thetas[0], theta)
