"""The example in focus: which one it is, what is wanted and given, its rank, and what stays the same."""

from dataclasses import replace

import numpy as np
import pytest
from narrowing import present
from outputs_of import outputs_after, outputs_of
from some_models import plain_model

from core.analysis.outputs.one_example import example_of_values
from core.analysis.outputs.outputs import Outputs
from core.experiment.experiment import Experiment
from core.model.output_meaning import OutputMeaning
from core.training.trainer import Trainer
from tui_mlp.models.output.example_texts import (
    example_title,
    given_text,
    names_text,
    probability_text,
    signed_text,
    wanted_text,
)
from tui_mlp.models.output.output_focus import ExampleFocus, OutputFocus
from tui_mlp.models.output.shown_example import ShownExample, example_shown, shown_example


@pytest.fixture(scope="module")
def iris() -> Outputs:
    return outputs_after("iris", 3)


def shown(outputs: Outputs, example: ExampleFocus | None = None) -> ShownExample:
    return present(shown_example(outputs, OutputFocus(example=example)))


def test_without_a_choice_it_is_the_worst_of_the_split(iris: Outputs) -> None:
    split, found = iris.splits["validation"], shown(iris)
    worst = int(split.losses.argmax())
    assert (found.focus.split, found.focus.place, found.rank, found.of) == ("validation", worst, 1, 30)
    assert found.one.loss == pytest.approx(split.losses[worst])
    assert found.row == present(split.examples.rows)[worst]


def test_what_is_wanted_and_given(iris: Outputs) -> None:
    split = iris.splits["validation"]
    for place in range(split.m):
        found = shown(iris, ExampleFocus("validation", place))
        names = iris.model.meaning.names
        assert wanted_text(found) == names[int(split.Y[place].argmax())]
        assert given_text(found) == names[int(split.A[place].argmax())]
        assert found.right is not bool(split.wrong[place])
        assert found.certainty == pytest.approx(split.A[place].max())
        assert found.output == int(split.A[place].argmax())
        assert found.rank == 1 + int((split.losses > split.losses[place]).sum())


@pytest.mark.parametrize("source", ["iris", "moons"])
def test_outputs_that_are_no_numbers_give_no_class_and_are_not_right(source: str) -> None:
    trainer = Trainer(Experiment.load(source))
    trainer.network.parameters.theta[...] = np.nan
    outputs = outputs_of(trainer)
    split = outputs.splits["validation"]
    for place in range(split.m):
        found = shown(outputs, ExampleFocus("validation", place))
        assert (given_text(found), found.right) == ("–", False)


def test_a_row_of_a_split_that_is_not_computed_has_no_rank(iris: Outputs) -> None:
    found = shown(iris, ExampleFocus("test", 2))
    assert (found.rank, found.focus.split) == (None, "test")
    np.testing.assert_allclose(found.raw, iris.model.preparation.restored(present(iris.data.test).inputs[2:3])[0])


@pytest.mark.parametrize(
    "example",
    [
        ExampleFocus("validation", 900),
        ExampleFocus("validation", 0, values=np.zeros(64)),
        ExampleFocus("validation", 0, target=np.zeros(10)),
        ExampleFocus(values=np.zeros(64)),
        ExampleFocus(),
    ],
)
def test_an_example_of_other_data_is_the_worst_again(iris: Outputs, example: ExampleFocus) -> None:
    assert shown(iris, example).focus.place == shown(iris).focus.place


def test_before_there_are_outputs_of_the_split_there_is_none(iris: Outputs) -> None:
    assert shown_example(replace(iris, splits={}), OutputFocus()) is None


def test_other_values_have_a_former_self_and_no_rank(iris: Outputs) -> None:
    row = shown(iris, ExampleFocus("validation", 4))
    changed = shown(iris, ExampleFocus("validation", 4, values=row.raw * 1.5))
    assert changed.rank is None
    np.testing.assert_array_equal(present(changed.before).A, row.one.A)
    np.testing.assert_allclose(changed.outputs, iris.model.outputs(row.raw[None] * 1.5)[0])
    assert wanted_text(changed) == wanted_text(row)


def test_a_drawn_picture_without_a_target() -> None:
    outputs = outputs_after("digits", 1)
    values = np.full(64, 0.5)
    found = example_shown(outputs, ExampleFocus(values=values))
    assert (found.drawn, found.row, found.rank, found.right, found.one.loss) == (True, None, None, None, None)
    assert wanted_text(found) == "–"
    np.testing.assert_allclose(found.outputs, outputs.model.outputs(values[None])[0])
    known = example_shown(outputs, ExampleFocus(values=values, target=np.eye(10)[3]))
    assert wanted_text(known) == "3"
    assert known.one.loss == pytest.approx(-np.log(known.outputs[3]))
    assert example_title(found.focus, found.row) == "Drawn image"


def test_two_classes_with_one_output_have_two_probabilities() -> None:
    found = shown(outputs_after("spiral", 1, "network.output=tanh", "network.loss=squared_error"))
    a = float(found.one.A[0])
    np.testing.assert_allclose(found.scores, [(1 - a) / 2, (1 + a) / 2])
    assert found.certainty == pytest.approx(max(found.scores))
    assert found.wanted_marks is not None
    assert found.wanted_marks.sum() == 1


def test_a_regression_is_in_the_units_of_its_target() -> None:
    outputs = outputs_after("diabetes", 1)
    found = shown(outputs, ExampleFocus("validation", 3))
    y = outputs.data.in_users_units(outputs.splits["validation"].Y[3:4])[0, 0]
    assert wanted_text(found) == f"{y:g}"
    assert (found.right, found.certainty, found.given_marks) == (None, None, None)
    assert found.rank is not None


def test_titles() -> None:
    assert example_title(ExampleFocus("validation", 3), 1265) == "Validation row 1,266"
    assert example_title(ExampleFocus("train", 3), None) == "Training row 4"


def test_of_several_labels_the_least_certain_counts() -> None:
    """Given 0.9 and 0.6, not given 0.2: the decision for 0.6 is the least certain."""
    meaning = OutputMeaning("classification", ("red", "round", "small"), several_labels=True)
    model = plain_model([2, 3], output="sigmoid")
    model.network.thetas[0][0] = np.log([0.9 / 0.1, 0.6 / 0.4, 0.2 / 0.8])
    model.network.thetas[0][1:] = 0
    one = example_of_values(model, np.zeros(2), np.array([1.0, 0.0, 0.0]))
    found = ShownExample(ExampleFocus(), replace(model, meaning=meaning), one, None, None, None, 0)
    assert present(found.given_marks).tolist() == [True, True, False]
    assert found.certainty == pytest.approx(0.6)
    assert (found.right, found.output) == (False, 0)


def test_labels_and_their_absence() -> None:
    meaning = OutputMeaning("classification", ("red", "round"), several_labels=True)
    assert names_text(meaning, np.array([True, True])) == "red, round"
    assert names_text(meaning, np.array([False, False])) == "no label"


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.36581, "0.366"), (0.99999, "0.999"), (1.0, "1.000"), (0.0, "0.000"), (-1e-9, "0.000"), (float("nan"), "–")],
)
def test_probabilities_as_text(value: float, text: str) -> None:
    assert probability_text(value) == text


def test_differences_have_their_sign() -> None:
    assert [signed_text(value) for value in (2.5, -2.5, 0.0)] == ["+2.5", "-2.5", "0"]


def test_diverged_outputs_are_the_worst_and_say_so() -> None:
    trainer = Trainer(Experiment.load("iris"))
    trainer.network.parameters.theta[:] = np.nan
    found = shown(outputs_of(trainer))
    assert np.isnan(present(found.one.loss))
    assert (found.rank, found.right) == (1, wanted_text(found) == given_text(found))
