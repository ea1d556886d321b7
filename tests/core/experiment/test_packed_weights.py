"""Many weights in an experiment file: short, with the same bits, and checked."""

from pathlib import Path

import numpy as np
import pytest

from core.experiment.experiment import Experiment
from core.experiment.packed_weights import LEGIBLE, packed, unpacked, weights_value
from core.support.errors import InputError
from core.training.trainer import Trainer

RANDOM = np.random.default_rng(3)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_the_same_bits_return(dtype: str) -> None:
    theta = RANDOM.normal(size=(5, 3)).astype(dtype)
    for given in (theta, np.asfortranarray(theta), theta.astype(theta.dtype.newbyteorder(">"))):
        found = unpacked(packed(given))
        assert found.dtype == theta.dtype
        assert found.tobytes() == theta.tobytes()


def test_few_weights_stay_legible() -> None:
    few, many = [np.ones((LEGIBLE // 2, 2))], [np.ones((LEGIBLE // 2, 2)), np.ones((3, 1))]
    assert weights_value(few) == [few[0].tolist()]
    assert all(isinstance(matrix, str) for matrix in weights_value(many))


def test_a_training_starts_from_them(tmp_path: Path) -> None:
    thetas = [RANDOM.normal(size=(65, 32)), RANDOM.normal(size=(33, 10))]
    experiment = Experiment.load("digits").replace_all(
        {"network.hidden": [32], "network.weights": weights_value(thetas)}
    )
    path = tmp_path / "digits.toml"
    path.write_text(experiment.dumps())
    network = Trainer(Experiment.load(path)).network
    assert all(map(np.array_equal, network.thetas, thetas))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("abc", "found 'abc', expected rows of numbers"),
        ("float16 2x2 AAAA", "expected rows of numbers"),
        ("float64 2x2 A*A=", "damaged"),
        ("float64 2x2 AAAA", "3 bytes, expected 32 for 2 × 2 of float64"),
        (packed(np.array([[1.0, np.inf]])), "not finite"),
        (packed(np.ones((2, 2))), r"Θ\(1\) is 2 × 2, expected 3 × 5"),
    ],
)
def test_what_is_no_matrix_for_these_layers(text: str, said: str) -> None:
    experiment = Experiment.load("moons").replace_all({"network.hidden": [5], "network.weights": [text, text]})
    with pytest.raises(InputError, match=said) as problem:
        Trainer(experiment)
    assert str(problem.value).startswith("network.weights: Θ(1)")
