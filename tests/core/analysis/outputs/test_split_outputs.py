"""What a network says of the examples of a split: against its own predictions, and the loss of training."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from narrowing import present

from core.analysis.outputs.example_losses import example_losses
from core.analysis.outputs.split_outputs import SplitOutputs, split_outputs
from core.calls import Array
from core.data.dataset import Split
from core.losses import PAIRS
from core.model.output_meaning import OutputMeaning
from core.network import Network
from core.training.evaluation import CHUNK


@pytest.mark.parametrize(("output", "loss"), PAIRS)
@given(seed=st.integers(0, 2**31), scale=st.sampled_from([0.1, 1.0, 30.0, 800.0]))
def test_single_losses_add_up_to_that_of_training(output: str, loss: str, seed: int, scale: float) -> None:
    random, pair = np.random.default_rng(seed), PAIRS[output, loss]
    Z = scale * random.normal(size=(5, 3))
    Y = np.eye(3)[random.integers(0, 3, 5)]
    network = Network([3, 3], output=output, loss=loss)
    network.thetas[0][...] = np.vstack([np.zeros(3), np.eye(3)])
    found = example_losses(output, loss, Z, network.predict(Z), Y)
    exact = [pair.loss(Z[row : row + 1], Y[row : row + 1]) for row in range(5)]
    np.testing.assert_allclose(found, exact, rtol=1e-9, atol=1e-12)


def outputs_of(network: Network, examples: Split, meaning: OutputMeaning, most: int | None = None) -> SplitOutputs:
    *_parts, found = split_outputs(network, "validation", examples, meaning, most)
    return present(found)


def some_split(m: int, classes: int = 3) -> Split:
    random = np.random.default_rng(5)
    X = np.hstack([np.ones((m, 1)), random.normal(size=(m, 2))])
    return Split(X, np.eye(classes)[random.integers(0, classes, m)], rows=np.arange(m)[::-1])


def test_outputs_come_in_chunks_and_are_those_of_predict() -> None:
    network, split = Network([2, 4, 3], output="softmax", seed=3), some_split(CHUNK + 5)
    meaning = OutputMeaning("classification", ("a", "b", "c"))
    parts = list(split_outputs(network, "test", split, meaning))
    found = present(parts.pop())
    assert parts == [None, None]
    np.testing.assert_allclose(found.A, network.predict(split.inputs), rtol=1e-12)
    np.testing.assert_array_equal(found.wrong, found.A.argmax(1) != split.Y.argmax(1))
    np.testing.assert_allclose(found.losses, -np.log((found.A * split.Y).sum(1)), rtol=1e-9)
    assert found.whole
    assert found.examples is split


def test_of_many_examples_evenly_spaced_ones() -> None:
    network, split = Network([2, 4, 3], output="softmax"), some_split(11)
    found = outputs_of(network, split, OutputMeaning("classification", ("a", "b", "c")), most=3)
    assert found.places.tolist() == [0, 5, 10]
    assert (found.m, found.of, found.whole) == (3, 11, False)
    assert present(found.examples.rows).tolist() == [10, 5, 0]
    assert (found.index_of(5), found.index_of(6), found.index_of(11)) == (1, None, None)
    np.testing.assert_array_equal(found.A, network.predict(split.inputs[[0, 5, 10]]))


@pytest.mark.parametrize(
    ("meaning", "Y", "A", "wrong"),
    [
        (OutputMeaning("regression", ("y",)), [[0.0], [1.0]], [[5.0], [1.0]], [False, False]),
        (
            OutputMeaning("classification", ("0", "1")),
            [[0.0], [1.0], [1.0]],
            [[0.5], [0.4], [0.6]],
            [False, True, False],
        ),
        (OutputMeaning("classification", ("-1", "1"), 0.0), [[-1.0], [1.0]], [[-0.1], [-0.1]], [False, True]),
        (
            OutputMeaning("classification", ("a", "b"), several_labels=True),
            [[1.0, 1.0], [0.0, 1.0]],
            [[0.9, 0.4], [0.1, 0.7]],
            [True, False],
        ),
    ],
)
def test_which_are_wrong(meaning: OutputMeaning, Y: Array, A: Array, wrong: list[bool]) -> None:
    targets, given_outputs = np.array(Y), np.array(A)
    split = Split(np.ones((len(targets), 2)), targets)
    losses = np.zeros(len(targets))
    found = SplitOutputs("test", len(targets), np.arange(len(targets)), split, meaning, given_outputs, losses)
    assert found.wrong.tolist() == wrong


def test_a_figure_is_computed_once() -> None:
    found = outputs_of(
        Network([2, 3], output="softmax"), some_split(4), OutputMeaning("classification", ("a", "b", "c"))
    )
    asked = []

    def rows(outputs: SplitOutputs) -> int:
        asked.append(outputs)
        return outputs.m

    assert [found.figure(rows), found.figure(rows)] == [4, 4]
    assert asked == [found]
