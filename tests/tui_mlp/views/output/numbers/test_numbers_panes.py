"""The panes of numbers: each key, what they say where there is little or nothing, all sizes and terminals."""

import csv
from collections.abc import Sequence
from io import StringIO
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest
from narrowing import present
from number_tables import experiment_of
from stepped import screen_of, settled, shown, train_on
from textual.pilot import Pilot

from core.data.dataset import SPLITS
from core.experiment.experiment import Experiment
from tui_mlp.app.app import MlpApp
from tui_mlp.models.output.output_focus import ExampleFocus
from tui_mlp.session.stepped_sessions import SteppedSession
from tui_mlp.text.numbers import brief_number, data_number
from tui_mlp.views.output.numbers.curve import CurvePane
from tui_mlp.views.output.numbers.error_ranges import ErrorRangesPane
from tui_mlp.views.output.numbers.neuron_curves import NeuronCurvesPane
from tui_mlp.views.output.numbers.predicted import PredictedPane
from tui_mlp.views.output.pane import OutputPane, StepWanted
from tui_mlp.views.output.screen import OutputScreen

PaneKind = TypeVar("PaneKind", bound=OutputPane)
SIZES = [(80, 24), (120, 36), (30, 9), (8, 4), (200, 60)]


def app_for(experiment: Experiment, **options: bool) -> MlpApp:
    app = MlpApp(SteppedSession(experiment), **options)  # type: ignore[arg-type]
    app.animation_level = "none"
    return app


async def pane_of(pilot: Pilot[None], kind: type[PaneKind], epochs: int = 1) -> PaneKind:
    """A pane of the Output view, in focus, after some epochs."""
    await pilot.press("3")
    for _epoch in range(epochs):
        await pilot.press("n")
        train_on(pilot.app)
    await settled(pilot)
    await pilot.pause()
    screen = screen_of(pilot.app, OutputScreen)
    while not [pane for pane in screen.panes() if isinstance(pane, kind)]:
        await pilot.press("p")
        await pilot.pause()
    screen.show_pane(found := screen.query_one(kind))
    for _look in range(500):
        await settled(pilot)
        outputs = found.outputs
        if outputs is not None and outputs.epoch == found.snapshot.epoch == screen.session.task.trainer.epoch:
            return found
        await pilot.pause(0.01)
    raise AssertionError("the outputs of the last epoch never came")


def text(pane: OutputPane) -> str:
    """What the pane shows."""
    return "\n".join(strip.text for strip in pane.draw(*pane.size))


def baseline_of(pane: PredictedPane, target: int) -> str:
    """The size of an error of always saying the mean of the training rows, as the pane shows it."""
    outputs, split = present(pane.outputs), present(pane.split_outputs)
    mean = outputs.data.in_users_units(outputs.data.train.Y.astype(float))[:, target].mean()
    errors = outputs.data.in_users_units(split.Y.astype(float))[:, target] - mean
    return f"({brief_number(float(np.sqrt(np.square(errors).mean())))})"


def example(pane: OutputPane) -> ExampleFocus:
    return present(pane.output_focus.example)


async def copied(pilot: Pilot[None]) -> list[list[str]]:
    await pilot.press("y")
    return list(csv.reader(StringIO(pilot.app.clipboard)))


def steps_wanted(pane: OutputPane, monkeypatch: pytest.MonkeyPatch) -> list[ExampleFocus]:
    """The examples that the pane asks to be opened in the Step view, from now on."""
    found: list[ExampleFocus] = []
    post = pane.post_message

    def kept(message: object) -> bool:
        if isinstance(message, StepWanted):
            found.append(message.example)
            return True
        return post(message)  # type: ignore[arg-type]

    monkeypatch.setattr(pane, "post_message", kept)
    return found


async def test_keys_of_the_curve(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    async with app_for(experiment_of(tmp_path, "one")).run_test(size=(80, 24), notifications=True) as pilot:
        pane = await pane_of(pilot, CurvePane)
        outputs = present(pane.outputs)
        points, validation = pane.points(outputs), outputs.splits["validation"]
        assert "weight" in text(pane)
        assert "length" in text(pane)

        order = np.argsort(-validation.losses, kind="stable").tolist()
        here = order.index(present(pane.example).place)
        for step in (1, 2):
            await pilot.press("w")
            assert example(pane).place == order[(here + step) % validation.m]
        here = present(points.index_of(example(pane)))
        assert f"{points.x[here]:.4f}".rstrip("0") in text(pane)
        one = present(pane.example_here(outputs))
        lines = "".join(strip.text for strip in pane.draw(120, 20))
        assert f"y − a {data_number(one.wanted - one.given)}" in lines, "target minus output"

        await pilot.press("right")
        assert points.index_of(example(pane)) == here + 1
        await pilot.press("left", "left")
        assert points.index_of(example(pane)) == here - 1

        whole = pane.x_range(outputs)
        await pilot.press("plus")
        near = pane.x_range(outputs)
        assert near[1] - near[0] == pytest.approx((whole[1] - whole[0]) / 2)
        x = float(points.x[here - 1])
        assert near[0] <= x <= near[1]
        await pilot.press("shift+left")
        left = pane.x_range(outputs)
        assert left[0] == pytest.approx(near[0] - (near[1] - near[0]) / 4)
        await pilot.press("shift+right")
        assert pane.x_range(outputs) == pytest.approx(near)
        pane.move_focus(example=points.example(len(points.x) - 2))
        await pilot.press("right", "right")
        assert points.index_of(example(pane)) == len(points.x) - 1
        assert pane.x_range(outputs)[0] <= points.x[-1] <= pane.x_range(outputs)[1], "the part shown follows"
        await pilot.press("home")
        assert pane.x_range(outputs) == whole
        await pilot.press("minus")
        assert pane.x_range(outputs)[0] < whole[0], "beyond the examples"
        await pilot.press("plus")
        assert pane.output_focus.x_range is None

        rows = await copied(pilot)
        assert rows[0] == ["length", "weight"]
        assert len(rows) > 200, "a curve can be drawn with them"
        found = np.array(rows[1:], float)
        np.testing.assert_allclose(found[:, 1], outputs.model.outputs(found[:, :1])[:, 0], rtol=1e-9)

        wanted = steps_wanted(pane, monkeypatch)
        await pilot.press("enter")
        assert [(one.split, one.place) for one in wanted] == [(example(pane).split, example(pane).place)]

        axes = present(pane._axes)
        column, row = present(axes.column(float(points.x[7]))), axes.row(float(points.y[7]))
        pane.clicked(axes.margin + column, row)
        clicked = present(points.index_of(example(pane)))
        assert abs(points.x[clicked] - points.x[7]) < 0.2
        await pilot.press("question_mark")
        await pilot.pause()
        assert "Beyond the examples nothing" in shown(pilot.app)


async def test_the_curve_of_a_class_has_its_examples_and_its_threshold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    async with app_for(experiment_of(tmp_path, "answers")).run_test(size=(80, 24)) as pilot:
        pane = await pane_of(pilot, CurvePane)
        outputs, drawn = present(pane.outputs), []
        for output in (0, 1):
            pane.move_focus(output=output)
            points = pane.points(outputs)
            Y = np.concatenate([outputs.splits[SPLITS[split]].Y[:, 0] for split in range(3)])
            assert points.y.sum() == (Y == output).sum(), "the examples of this class are at 1"
        for threshold in (None, 0.5, 0.9):
            pane.move_focus(threshold=threshold)
            drawn.append(text(pane))
        assert drawn[0] == drawn[1] != drawn[2]


async def test_keys_of_the_neurons_over_one_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    experiment = experiment_of(tmp_path, "two", "network.hidden=[5, 7]", "network.activation=tanh")
    async with app_for(experiment).run_test(size=(80, 24), notifications=True) as pilot:
        pane = await pane_of(pilot, NeuronCurvesPane)
        network = present(pane.outputs).model.network
        assert "Neurons A(3)" in text(pane)
        for weight in network.thetas[2][1:, 0].tolist():
            assert f"{weight:.2f}" in text(pane)
        await pilot.press("c")
        assert pane.output_focus.output == 1
        for weight in network.thetas[2][1:, 1].tolist():
            assert f"{weight:.2f}" in text(pane), "the weights to the second target"

        def focus() -> tuple[int, int, bool]:
            return pane.hidden_layer, pane.neuron, pane.output_focus.large

        assert pane.layout_now.across == 4
        for key, found in [
            ("left", (3, 1, False)), ("right", (3, 2, False)), ("down", (3, 6, False)), ("down", (3, 6, False)),
            ("up", (3, 2, False)), ("up", (3, 2, False)),
            ("left_square_bracket", (2, 2, False)), ("left_square_bracket", (2, 2, False)), ("v", (2, 2, True)),
            ("enter", (2, 2, False)), ("right_square_bracket", (3, 2, False)), ("right_square_bracket", (3, 2, False)),
        ]:  # fmt: skip
            await pilot.press(key)
            assert focus() == found, key
            if key == "left_square_bracket":
                assert "‖Θ(2)‖" in text(pane)
            if key == "v":
                assert "neuron 2" in text(pane)
        rows = await copied(pilot)
        assert rows[0] == ["length", *(f"a{number}" for number in range(1, 8))]
        x, A = np.array(rows[1:], float)[:, 0], np.array(rows[1:], float)[:, 1:]
        assert np.abs(A).max() <= 1
        assert len(set(x.tolist())) == len(x)
        pane.clicked(4, -1)
        assert focus()[1] == 2, "on the frame"
        pane.clicked(0, 0)
        assert focus()[1] == 1
        await pilot.press("v")
        pane.clicked(20, 0)
        assert focus()[1] == 1, "one is drawn, so there is nothing to choose"
        await pilot.press("question_mark")
        await pilot.pause()
        assert "What each neuron of a hidden layer makes" in shown(pilot.app)


async def test_keys_of_predictions_and_of_errors_by_range(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    async with app_for(experiment_of(tmp_path, "two")).run_test(size=(120, 36), notifications=True) as pilot:
        pane = await pane_of(pilot, PredictedPane)
        split = present(pane.split_outputs)
        found = pane.predictions(split)
        assert "price  Predicted ↑ target →" in text(pane)
        of_mean = baseline_of(pane, 0)
        assert of_mean in text(pane)
        await pilot.press("d")
        await settled(pilot)
        assert baseline_of(pane, 0) != of_mean
        assert baseline_of(pane, 0) in text(pane), "that of the other split"
        await pilot.press("d", "d")
        await settled(pilot)

        here = found.worst_places.index(present(pane.example).place)
        for step in (1, 2):
            await pilot.press("w")
            assert example(pane).place == found.worst_places[(here + step) % split.m]

        def at() -> tuple[float, float]:
            return found.of_row(present(split.index_of(example(pane).place)))

        middle = ExampleFocus(split.split, found.place(int(np.argsort(found.actual)[split.m // 2])))
        for key, axis, sign in (("left", 0, -1), ("right", 0, 1), ("up", 1, 1), ("down", 1, -1)):
            pane.move_focus(example=middle)
            before = at()
            await pilot.press(key)
            assert sign * (at()[axis] - before[axis]) > 0, key
        await pilot.press(*["right"] * split.m)
        assert at()[0] == found.actual.max(), "at the right end"

        await pilot.press("v")
        assert "Residuals y − a ↑ predicted →" in text(pane)
        axes = present(pane._axes)
        x, y = float(found.predicted[3]), float(found.errors[3])
        pane.clicked(axes.margin + present(axes.column(x)), axes.row(y))
        assert abs(found.of_row(present(split.index_of(example(pane).place)))[1] - x) < np.ptp(found.predicted) / 5
        await pilot.press("v", "c")
        assert "age  Predicted ↑ target →" in text(pane)
        assert pane.output_focus.output == 1
        assert baseline_of(pane, 1) in text(pane)
        rows = await copied(pilot)
        assert rows[0] == ["row", "age", "predicted age", "y - a"]
        numbers, table = np.array(rows[1:], float), np.loadtxt(tmp_path / "two.csv", delimiter=",", skiprows=1)
        np.testing.assert_allclose(numbers[:, 1], table[numbers[:, 0].astype(int) - 1, 2], rtol=1e-9)
        np.testing.assert_allclose(numbers[:, 3], numbers[:, 1] - numbers[:, 2])
        wanted = steps_wanted(pane, monkeypatch)
        await pilot.press("enter")
        assert len(wanted) == 1

        screen_of(pilot.app, OutputScreen).show_pane(table_pane := pilot.app.screen.query_one(ErrorRangesPane))
        await pilot.pause()
        assert "age  errors y − a" in text(table_pane)
        await pilot.press("C", "up", "up", "up", "up")
        assert table_pane.range_in_focus() == 0
        ranges = table_pane.errors(split).ranges
        for number in (1, 2, 2):
            await pilot.press("down")
            assert table_pane.range_in_focus() == min(number, len(ranges) - 1)
        place = split.places[present(ranges[present(table_pane.range_in_focus())].worst)]
        assert example(table_pane).place == place
        table_pane.clicked(3, 1)
        assert table_pane.range_in_focus() == 0
        for y, number in ((2, 0), (1, 0), (3, 0)):
            table_pane.draw(60, 5)
            table_pane.clicked(3, y)
            assert table_pane.range_in_focus() == number, "one range is shown, and below it the line of all"
        await pilot.press("down")
        for y in (0, -1):
            table_pane.draw(60, 5)
            table_pane.clicked(3, y)
            assert table_pane.range_in_focus() == 1, "on the head of the table, on the frame"
        table_pane.draw(*table_pane.size)
        table_pane.clicked(3, 30)
        await pilot.press("down")
        table_pane.draw(60, 4)
        table_pane.clicked(3, 1)
        assert present(table_pane.range_in_focus()) > 0, "the first range that is seen"
        rows = await copied(pilot)
        assert [float(row[2]) for row in rows[1:]] == [*(one.rows for one in ranges), split.m]
        assert float(rows[1][6]) == ranges[0].rmse
        assert rows[1][0] == f"{ranges[0].low:.10g}", "no digits that only standardising left"
        await pilot.press("d")
        assert table_pane.output_focus.split == "test"


CASES = {
    "no hidden layer": ("two", ["network.hidden=[]"]),
    "classes": ("classes", ["network.hidden=[40]"]),
    "tanh": ("answers", ["network.output=tanh", "network.loss=squared_error", "data.class_weight=balanced"]),
    "train alone": ("one", ["data.validation_fraction=0", "data.test_fraction=0", "dtype=float32"]),
}


@pytest.mark.parametrize(("name", "settings"), CASES.values(), ids=CASES)
async def test_every_size_has_its_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, settings: Sequence[str]
) -> None:
    """In half of the cases in ASCII without colour; of a network that has diverged too."""
    monkeypatch.setenv("TERM", "xterm")
    ascii = name in ("answers", "two")
    if ascii:
        monkeypatch.setenv("NO_COLOR", "1")
    async with app_for(experiment_of(tmp_path, name, *settings), ascii=ascii).run_test(size=(120, 36)) as pilot:
        first = await pane_of(pilot, CurvePane)
        found: list[OutputPane] = [first, pilot.app.screen.query_one(NeuronCurvesPane)]
        if name in ("one", "two"):
            found += [await pane_of(pilot, PredictedPane, 0), pilot.app.screen.query_one(ErrorRangesPane)]
        for pane in found:
            outputs = present(pane.outputs)
            for broken in (False, True):
                if broken:
                    outputs.model.network.parameters.theta[:] = np.nan
                for width, height in SIZES:
                    drawn = pane.draw(width, height)
                    assert len(drawn) == height
                    assert all(strip.cell_length == width for strip in drawn)
                    if ascii:
                        assert "".join(strip.text for strip in drawn).isascii()
        assert "No output is a finite number" in "".join(strip.text for strip in first.draw(120, 36))
