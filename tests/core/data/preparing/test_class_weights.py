"""The weights of examples by their class: by hand, against scikit-learn's formula, and what is refused."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.calls import Array
from core.data.dataset import Data, Split
from core.data.preparing.class_weights import balanced_weights, class_numbers, imbalance_note, weights_of_examples
from core.data.table import Table
from core.experiment.experiment import DataSettings, Experiment
from core.experiment.preparation import load_data
from core.support.errors import InputError


def split(Y: list[list[float]], dtype: str = "float64") -> Split:
    return Split(np.ones((len(Y), 2), dtype), np.array(Y, dtype))


def test_by_hand() -> None:
    """One of four rows is of class 1: it counts 4 / (2 · 1) times, the others 4 / (2 · 3) times."""
    train, test = split([[0], [1], [0], [0]]), split([[1], [0]])
    data = Data("classification", "sigmoid", train, test=test).with_balanced_classes()
    assert data.train.weights is not None
    assert data.train.weights.tolist() == [2 / 3, 2, 2 / 3, 2 / 3]
    assert data.train.total_weight == pytest.approx(4)
    assert data.test is not None
    assert data.test.weights is not None
    assert data.test.weights.tolist() == [2, 2 / 3], "by the classes of the training rows"
    assert data.validation is None


@pytest.mark.parametrize(
    ("Y", "wanted"),
    [
        ([[0], [1]], [0, 1]),
        ([[-1], [1]], [0, 1]),
        ([[0, 1, 0], [0, 0, 1]], [1, 2]),
        ([[-1, 1], [1, -1]], [1, 0]),
        ([[1, 1], [0, 1]], None),
        ([[0, 0], [0, 1]], None),
        ([[0.3, 0.7]], None),
        ([[0.5]], None),
    ],
)
def test_the_class_of_a_row(Y: list[list[float]], wanted: list[int] | None) -> None:
    found = class_numbers(np.array(Y, float))
    assert (None if found is None else found.tolist()) == wanted


@given(st.lists(st.integers(0, 4), min_size=1, max_size=40))
def test_all_classes_weigh_the_same(classes: list[int]) -> None:
    numbers = np.array(classes)
    of_examples: Array = balanced_weights(numbers, 5)[numbers]
    present = set(classes)
    assert of_examples.sum() == pytest.approx(len(classes))
    for one in present:
        assert of_examples[numbers == one].sum() == pytest.approx(len(classes) / len(present))


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_one_row_of_ten_thousand_and_a_class_without_training_rows(dtype: str) -> None:
    train = np.zeros((10_000, 3), dtype)
    train[:, 0] = 1
    train[0] = [0, 1, 0]
    of_train, of_validation = weights_of_examples("classification", [train, np.eye(3, dtype=dtype)])
    assert of_train.dtype == dtype
    assert of_train[:2].tolist() == pytest.approx([5000, 10_000 / (2 * 9999)], rel=1e-6)
    assert of_validation.tolist() == pytest.approx([10_000 / (2 * 9999), 5000, 1], rel=1e-6)


def inline(targets: list[list[float]], task: Any = None) -> Experiment:
    data = DataSettings(
        source="inline", inputs=[[float(i)] for i in range(len(targets))], targets=targets,
        validation_fraction=0.0, test_fraction=0.0, class_weight="balanced", task=task,
    )  # fmt: skip
    return Experiment(data=data)


def test_numbers_have_no_classes() -> None:
    with pytest.raises(InputError) as refused:
        load_data(inline([[0.1], [0.7], [3.0]]))
    text = str(refused.value)
    assert 'data.class_weight = "balanced": found numbers as targets, expected classes' in text
    assert 'data.class_weight = "none"' in text
    assert 'data.task = "classification"' in text


@pytest.mark.parametrize("targets", [[[1.0, 1.0], [0.0, 1.0]], [[0.2, 0.8], [0.5, 0.5]]])
def test_several_labels_a_row_are_refused(targets: list[list[float]]) -> None:
    with pytest.raises(InputError, match=r'expected one class a row; set data.class_weight = "none"'):
        load_data(inline(targets, task="classification"))


def test_parts_keep_their_weights() -> None:
    examples = Split(np.ones((4, 2)), np.arange(4.0)[:, None], np.array([1.0, 2.0, 3.0, 4.0]))
    part = examples.part(np.array([3, 1])).astype("float32")
    assert part.w is not None
    assert part.w.tolist() == [[4], [2]]
    assert part.w.dtype == "float32"
    assert part.total_weight == 6
    assert Split(examples.X, examples.Y).part(slice(2)).w is None


@pytest.mark.parametrize(("rare", "said"), [(1, True), (10, True), (11, False), (50, False)])
def test_that_nearly_all_rows_are_of_one_class_is_said(rare: int, said: bool) -> None:
    labels = np.array([0] * (100 - rare) + [1] * rare)
    note = imbalance_note(Table(np.zeros((100, 1)), ("u",), labels=labels, class_names=("no", "yes")))
    assert (note is not None) == said
    if note:
        assert note.startswith(f"{100 - rare} of 100 rows are of class 'no'")
        assert 'data.class_weight = "balanced"' in note
