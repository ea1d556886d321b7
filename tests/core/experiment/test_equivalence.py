"""What a training that goes from one experiment to another can keep."""

from collections.abc import Callable

import pytest

from core.experiment.equivalence import same_calls, same_data, same_examples, same_structure
from core.experiment.experiment import Experiment

SPIRAL = Experiment.load("spiral").replace_all({"network.output": "sigmoid", "network.loss": "squared_error"})


@pytest.mark.parametrize(
    ("key", "value", "other"),
    [
        ("name", "another", set()),
        ("data.noise", 0.5, {same_data, same_examples}),
        ("seed", 9, {same_data, same_examples}),
        ("dtype", "float32", {same_data, same_examples}),
        ("network.output", "tanh", {same_data, same_examples, same_structure}),
        ("network.output", "identity", {same_data, same_structure}),
        ("network.hidden", [3], {same_structure}),
        ("network.activation", "relu", {same_structure}),
        ("network.loss", "cross_entropy", {same_structure}),
        ("network.initial_scale", 2.0, set()),
        ("training.batch_size", 7, {same_calls}),
        ("training.optimizer", "rmsprop", {same_calls}),
        ("training.dropout", 0.5, {same_calls}),
        ("training.l1", 0.1, {same_calls}),
        ("training.l2", 0.1, {same_calls}),
        ("training.clip_norm", 1.0, {same_calls}),
        ("training.learning_rate", 0.5, set()),
        ("training.epochs", 7, set()),
    ],
)
def test_another_value_of_a_key(
    key: str, value: str | float | list[int], other: set[Callable[[Experiment, Experiment], bool]]
) -> None:
    after = SPIRAL.replace(key, value)
    found = {same for same in (same_data, same_examples, same_structure, same_calls) if not same(SPIRAL, after)}
    assert found == other


def test_a_list_of_one_activation_is_that_activation() -> None:
    layers = len(SPIRAL.network.hidden)
    assert same_structure(SPIRAL, SPIRAL.replace("network.activation", [SPIRAL.network.activation] * layers))
    assert not same_calls(SPIRAL.replace("training.l2", 0.1), SPIRAL)
    assert same_calls(SPIRAL.replace("training.l2", 0.1), SPIRAL.replace("training.l2", 0.2))
