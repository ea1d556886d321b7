"""The third column of the Train view: where it is, with which panes, and what is computed for it."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from stepped import INLINE, make_app, make_session, train_on, train_screen

from core.data.dataset import Data, Split
from core.experiment.experiment import Experiment
from tui_mlp.app.app import MlpApp
from tui_mlp.session.commands import Begin
from tui_mlp.session.stepped_sessions import SteppedSession
from tui_mlp.views.output.classes.confusion import ConfusionPane
from tui_mlp.views.output.examples.one_example import OneExamplePane
from tui_mlp.views.output.images.weight_pictures import WeightPicturesPane
from tui_mlp.views.output.numbers.curve import CurvePane
from tui_mlp.views.output.numbers.neuron_curves import NeuronCurvesPane
from tui_mlp.views.output.numbers.predicted import PredictedPane
from tui_mlp.views.output.pane import OutputPane
from tui_mlp.views.output.plane.map import MapPane
from tui_mlp.views.output.plane.neurons import NeuronsPane
from tui_mlp.views.train.output_column import column_for, upper_lines
from tui_mlp.views.train.weights import WeightsPane


def data(inputs: int, outputs: int = 1, task: str = "classification", shape: tuple[int, int] | None = None) -> Data:
    random = np.random.default_rng(0)
    X = np.hstack([np.ones((6, 1)), random.normal(size=(6, inputs))])
    Y = (random.random((6, outputs)) > 0.5).astype(float)
    names = tuple(f"x{number}" for number in range(1, inputs + 1))
    return Data(task, "sigmoid", Split(X, Y), input_names=names, shape=shape)


@pytest.mark.parametrize(
    ("given", "panes"),
    [
        (data(2), (MapPane, NeuronsPane)),
        (data(2, task="regression"), (MapPane, NeuronsPane)),
        (data(1, task="regression"), (CurvePane, NeuronCurvesPane)),
        (data(1), (CurvePane, NeuronCurvesPane)),
        (data(4, shape=(2, 2)), (OneExamplePane, WeightPicturesPane)),
        (data(2, shape=(1, 2)), (OneExamplePane, WeightPicturesPane)),
        (data(4, 3), (OneExamplePane, ConfusionPane)),
        (data(4, task="regression"), (PredictedPane, OneExamplePane)),
    ],
)
def test_the_panes_follow_from_the_data(given: Data, panes: tuple[type[OutputPane], type[OutputPane]]) -> None:
    column = column_for(given)
    assert (column.upper, column.lower) == panes


@pytest.mark.parametrize("given", [data(2), data(1), data(784, 10, shape=(28, 28)), data(300, 40), data(4)])
def test_both_panes_get_lines_in_any_height(given: Data) -> None:
    column = column_for(given)
    for lines in range(2, 60):
        for width in (36, 50):
            assert 1 <= upper_lines(column, given, width, lines) < lines
            if lines >= 24:
                assert lines - upper_lines(column, given, width, lines) >= 12


def test_the_map_is_about_square() -> None:
    assert upper_lines(column_for(data(2)), data(2), 36, 33) == 21
    assert upper_lines(column_for(data(2)), data(2), 50, 45) == 32


def shown_panes(app: MlpApp) -> list[type]:
    return [type(pane) for pane in train_screen(app).query(OutputPane)]


async def test_it_comes_and_goes_with_the_width_and_is_computed_only_while_it_is_shown(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=(109, 36)) as pilot:
        await pilot.pause()
        screen, wanted = train_screen(app), app.session.task.outputs
        assert shown_panes(app) == []
        assert wanted.wanted is None
        assert len(screen.panes()) == 5

        await pilot.resize_terminal(110, 36)
        await pilot.pause()
        assert shown_panes(app) == [MapPane, NeuronsPane]
        assert isinstance(screen.focused, WeightsPane), "the weights keep the focus"
        assert wanted.wanted is not None
        assert wanted.wanted.splits == ("train", "validation", "test")
        assert wanted.wanted.most is not None
        upper, lower = screen.query(OutputPane)
        assert upper.size.width == lower.size.width == 40
        assert upper.size.height + lower.size.height == 33
        assert app.session.snapshot.outputs is not None

        for _pane in range(8):
            await pilot.press("tab")
            if isinstance(screen.focused, NeuronsPane):
                break
        assert isinstance(screen.focused, NeuronsPane)
        await pilot.press("z")
        await pilot.pause()
        assert lower.size.width == 110
        await pilot.press("z", "shift+tab")
        await pilot.pause()
        assert isinstance(screen.focused, MapPane)
        await pilot.press("shift+tab", "z")
        await pilot.pause()
        assert wanted.wanted is None, "another pane is zoomed"
        await pilot.press("z", "tab")
        await pilot.pause()
        assert wanted.wanted is not None

        await pilot.resize_terminal(150, 40)
        await pilot.pause()
        assert upper.size.width == 54
        await pilot.press("n")
        train_on(app)
        await pilot.pause()
        outputs = app.session.snapshot.outputs
        assert outputs is not None
        assert outputs.epoch == 1
        assert upper.snapshot.outputs is outputs

        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert shown_panes(app) == []
        assert wanted.wanted is None
        assert isinstance(screen.focused, WeightsPane), "the pane in focus was removed"
        await pilot.press("2", "1")
        await pilot.pause()
        assert wanted.wanted is None


async def test_other_data_get_other_panes(tmp_path: Path) -> None:
    app = MlpApp(SteppedSession(Experiment.load("xor"), None))
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        assert shown_panes(app) == [MapPane, NeuronsPane]
        before = list(train_screen(app).query(OutputPane))
        app.session.post(Begin(Experiment.load("moons")))
        train_screen(app).poll()
        await pilot.pause()
        assert list(train_screen(app).query(OutputPane)) == before, "the same kind: the same panes"
        app.session.post(Begin(Experiment.load("iris")))
        train_screen(app).poll()
        await pilot.pause()
        await pilot.pause()
        assert shown_panes(app) == [OneExamplePane, ConfusionPane]
        assert app.session.task.outputs.wanted is not None
        assert app.session.task.outputs.wanted.splits == ("validation",)
        assert app.session.task.outputs.wanted.most is None


async def test_the_focus_is_the_same_in_the_output_view(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        screen: Any = train_screen(app)
        screen.show_pane(screen.query_one(NeuronsPane))
        await pilot.press("right", "left_square_bracket")
        await pilot.pause()
        await pilot.press("3")
        await pilot.pause()
        pane = app.screen.query_one(NeuronsPane)
        assert (pane.neuron, pane.hidden_layer) == (2, 2)
        await pilot.press("1")
        await pilot.pause()
        assert app.session.task.outputs.wanted is not None


async def test_low_screens(tmp_path: Path) -> None:
    app = MlpApp(make_session(tmp_path, INLINE), ascii=True)
    async with app.run_test(size=(110, 3)) as pilot:
        for size in ((110, 3), (110, 8), (160, 16), (110, 15)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            if size[1] in (3, 16):
                await pilot.press("tab", "shift+tab", "shift+tab", "z", "z")
            await pilot.pause()
            assert app.is_running
            assert shown_panes(app) == [MapPane, NeuronsPane]
