"""Examples over one input: their order, where they are drawn, the part that is shown."""

from pathlib import Path

import numpy as np
import pytest
from class_outputs import class_outputs, label_outputs
from number_tables import experiment_of
from outputs_of import outputs_of

from core.analysis.outputs.outputs import Outputs
from core.model.model import Model
from core.model.output_meaning import OutputMeaning
from core.training.trainer import Trainer
from tui_mlp.models.output.numbers.input_points import InputPoints
from tui_mlp.models.output.numbers.input_range import example_over_input, moved, whole_range, zoomed
from tui_mlp.models.output.numbers.output_values import BELOW, shown_output, wanted_values
from tui_mlp.models.output.output_focus import ExampleFocus, OutputFocus


def outputs_for(folder: Path, name: str, *settings: str) -> Outputs:
    trainer = Trainer(experiment_of(folder, name, *settings))
    trainer.run_epoch()
    return outputs_of(trainer, "train", "validation", "test")


def test_points_are_the_rows_of_all_splits_in_order(tmp_path: Path) -> None:
    outputs = outputs_for(tmp_path, "one")
    points = InputPoints.of(outputs, 0)
    table = np.loadtxt(tmp_path / "one.csv", delimiter=",", skiprows=1)
    assert (np.diff(points.x) >= 0).all()
    for index in range(len(points.x)):
        example = points.example(index)
        examples = outputs.splits[example.split].examples
        assert examples.rows is not None
        np.testing.assert_allclose((points.x[index], points.y[index]), table[examples.rows[example.place]], rtol=1e-9)
        assert points.index_of(example) == index
    assert len(points.x) == len(table)
    assert not points.wrong.any()
    assert points.index_of(ExampleFocus("", 0)) is None, "a drawn picture"


def test_the_next_example_by_the_input(tmp_path: Path) -> None:
    points = InputPoints.of(outputs_for(tmp_path, "one"), 0)
    last = len(points.x) - 1
    for here, direction, expected in ((3, 1, 4), (3, -1, 2), (0, -1, 0), (last, 1, last)):
        found = points.beside(points.example(here), float(points.x[here]), direction)
        assert found is not None
        assert points.index_of(found) == expected
    elsewhere, between = ExampleFocus("train", 999), float(points.x[5] + points.x[6]) / 2
    right, left = (points.beside(elsewhere, between, direction) for direction in (1, -1))
    assert right is not None
    assert left is not None
    assert (points.index_of(left), points.index_of(right)) == (5, 6)
    nothing = np.zeros(0)
    none = InputPoints(nothing, nothing, nothing.astype(int), nothing.astype(int), nothing.astype(bool))
    assert none.beside(elsewhere, 0.0, 1) is None


def test_which_output_is_shown() -> None:
    two, three = (OutputMeaning("classification", tuple("abc"[:k])) for k in (2, 3))
    labels, numbers = (
        OutputMeaning("classification", ("a", "b", "c"), 0.5, True),
        OutputMeaning("regression", ("y", "z")),
    )
    assert [shown_output(meaning, None) for meaning in (two, three, labels, numbers)] == [1, None, 0, 0]
    assert [shown_output(meaning, 1) for meaning in (two, three, labels, numbers)] == [1, 1, 1, 1]
    assert shown_output(two, 7) == 1, "of other data"


@pytest.mark.parametrize("low", [0.0, -1.0], ids=["0 and 1", "-1 and 1"])
def test_points_of_a_class_stand_at_one_and_the_others_at_zero(low: float, tmp_path: Path) -> None:
    trainer = Trainer(experiment_of(tmp_path, "answers"))
    model = Model.of(trainer.network, trainer.data)
    outputs = class_outputs([0, 1, 1], [[0.2], [0.9], [-0.4]], 2, low)
    assert wanted_values(model, outputs, 1).tolist() == [0, 1, 1]
    assert wanted_values(model, outputs, 0).tolist() == [1, 0, 0]
    labels = label_outputs([[1, 0], [1, 1]], [[0.9, 0.2], [0.3, 0.1]])
    assert wanted_values(model, labels, 0).tolist() == [1, 1]
    assert wanted_values(model, labels, 1).tolist() == [0, 1]


def test_of_all_classes_wrong_ones_lie_on_the_curve_of_their_class(tmp_path: Path) -> None:
    outputs = outputs_for(tmp_path, "classes", "network.hidden=[3]")
    split = outputs.splits["train"]
    found = wanted_values(outputs.model, split, None)
    own = split.A[np.arange(split.m), split.Y.argmax(1)]
    assert split.wrong.any()
    np.testing.assert_allclose(found[split.wrong], own[split.wrong])
    assert (found[~split.wrong] == BELOW).all()


def test_the_example_in_focus_over_the_input(tmp_path: Path) -> None:
    outputs = outputs_for(tmp_path, "one")
    found = example_over_input(outputs, OutputFocus(example=ExampleFocus("test", 2)))
    split = outputs.splits["test"]
    assert found is not None
    assert found.given == pytest.approx(outputs.model.in_users_units(split.A)[2, 0])
    assert found.wanted == pytest.approx(outputs.model.in_users_units(split.Y)[2, 0])
    typed = example_over_input(outputs, OutputFocus(example=ExampleFocus("test", 2, values=np.array([0.25]))))
    assert typed is not None
    assert typed.x == 0.25
    assert typed.given == pytest.approx(outputs.model.outputs([[0.25]])[0, 0])
    classes = outputs_for(tmp_path, "classes", "network.hidden=[3]")
    for output, wanted in ((None, None), (0, 0.0), (1, 1.0)):
        example = ExampleFocus("train", int(np.flatnonzero(classes.splits["train"].Y[:, 1])[0]))
        own = example_over_input(classes, OutputFocus(example=example, output=output))
        assert own is not None
        given = classes.splits["train"].A[example.place, 1 if output is None else output]
        assert own.given == pytest.approx(given)
        assert own.wanted == pytest.approx(given if wanted is None else wanted)


def test_zoom_and_pan_keep_to_the_examples(tmp_path: Path) -> None:
    whole = (0.0, 8.0)
    near = zoomed(whole, whole, 1, 6.0)
    assert near == (3.0, 7.0)
    assert near is not None
    assert near[0] < 6.0 < near[1]
    assert zoomed(near, whole, -1, 6.0) is None, "all again"
    assert zoomed(whole, whole, 1, 99.0) == (2.0, 6.0), "around the middle"
    wide = zoomed((-4.0, 12.0), whole, -1, None)
    assert wide == (-12.0, 20.0)
    assert zoomed((-12.0, 20.0), whole, -1, None) == (-12.0, 20.0), "no further"
    assert zoomed((4.0, 4.000005), whole, 1, None) == (4.0, 4.000005), "no nearer"
    assert moved((0.0, 4.0), whole, 1) == (1.0, 5.0)
    assert moved((7.5, 11.5), whole, 1) == (7.5, 11.5), "the examples stay in sight"
    assert moved((-3.5, 0.5), whole, -1) == (-3.5, 0.5)
    outputs = outputs_for(tmp_path, "one")
    x = np.loadtxt(tmp_path / "one.csv", delimiter=",", skiprows=1)[:, 0]
    margin = 0.05 * np.ptp(x)
    assert whole_range(outputs) == pytest.approx((x.min() - margin, x.max() + margin))
