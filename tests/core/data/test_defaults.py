"""The defaults that a beginner never has to touch: what they reach with the first seed, and over five."""

from statistics import median

import pytest

from core.experiment.experiment import Experiment
from core.training.trainer import Trainer

WANTED = {"digits": 0.95, "mnist": 0.92, "iris": 0.93, "wine": 0.94, "moons": 0.95, "spiral": 0.97, "xor": 1.0}
OTHERS = {"and": 1.0, "or": 1.0, "nand": 1.0, "circle": 0.95, "gaussians": 0.95, "blobs": 0.95, "quadrants": 0.95}

seeds = pytest.mark.parametrize("seeds", [1, pytest.param(5, marks=pytest.mark.slow)])


def trained(name: str, seed: int) -> Trainer:
    trainer = Trainer(Experiment.load(name, [f"seed={seed}", "training.evaluate_every=0"]))
    trainer.run()
    return trainer


@seeds
@pytest.mark.parametrize(
    ("name", "wanted"),
    [pytest.param(*one, marks=[pytest.mark.slow] * (one[0] == "mnist")) for one in (WANTED | OTHERS).items()],
)
def test_accuracy(name: str, wanted: float, seeds: int) -> None:
    split = "train" if Experiment.load(name).data.test_fraction == 0 else "test"
    assert median(trained(name, seed).figures(split).accuracy for seed in range(1, seeds + 1)) >= wanted


@seeds
@pytest.mark.parametrize(("name", "wanted"), [("plane", 0.95), ("sine", 0.95), ("peaks", 0.93), ("diabetes", 0.35)])
def test_r2(name: str, wanted: float, seeds: int) -> None:
    assert median(trained(name, seed).figures("test").r2 for seed in range(1, seeds + 1)) >= wanted
