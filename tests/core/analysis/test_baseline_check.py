"""Advice that a network is no better than always giving the same answer: when, with what to try, never too early."""

from dataclasses import replace

import numpy as np
import pytest

from core.analysis.advice import Advice, advise
from core.analysis.baseline_check import no_better
from core.analysis.classification_metrics import classification_metrics
from core.data.dataset import Data, Split
from core.experiment.experiment import Experiment
from core.training.trainer import Trainer


def noise(rows: int, Y: np.ndarray, inputs: int = 2, seed: int = 0) -> Split:
    """Examples whose inputs have nothing to do with their targets Y, m × s_L."""
    X = np.ones((rows, inputs + 1))
    X[:, 1:] = np.random.default_rng(seed).normal(size=(rows, inputs))
    return Split(X, Y)


def rare(rows: int, share: float) -> np.ndarray:
    """Targets of two classes, the second one in a share of the rows."""
    return (np.arange(rows) < share * rows).astype(float)[:, None]


def classes(share: float) -> Data:
    """Two classes that the inputs say nothing of."""
    return Data(
        task="classification", output="sigmoid", class_names=("no", "yes"),
        train=noise(200, rare(200, share)), validation=noise(100, rare(100, share), seed=1),
    )  # fmt: skip


def trained(data: Data, epochs: int, *overrides: str) -> Trainer:
    """A trainer of these data after so many of 1,000 epochs, unless told otherwise."""
    trainer = Trainer(Experiment.load("moons", ["training.epochs=1000", "network.hidden=[]", *overrides]), data)
    while trainer.epoch < epochs and not trainer.stopped_by:
        trainer.run_epoch()
    return trainer


def baseline(trainer: Trainer) -> Advice | None:
    """The advice of this kind."""
    return next((one for one in advise(trainer) if one.kind == "baseline"), None)


def test_a_rare_class_that_is_never_found() -> None:
    advice = baseline(trained(classes(0.05), 150))
    assert advice is not None
    assert (advice.key, advice.number) == ("data.class_weight", 0.5)
    assert advice.sentence == (
        "Try data.class_weight = \"balanced\": the classes are unequal. No better than always saying 'no': "
        "95.0 % of the validation rows are right, and 95.0 % would be; the balanced accuracy is 50.0 %."
    )


def test_not_in_the_first_epochs() -> None:
    assert not any(baseline(trained(classes(0.05), epochs)) for epochs in (1, 5, 19))


def test_not_while_the_validation_loss_still_falls() -> None:
    slow = ("training.optimizer=gradient_descent", "training.learning_rate=0.0001")
    trainer = trained(classes(0.05), 40, *slow)
    assert trainer.best_epoch == 40
    assert baseline(trainer) is None
    ended = baseline(trained(classes(0.3), 40, *slow, "training.epochs=40", "network.weights=[[[-1],[0],[0]]]"))
    assert ended is not None, "but when training has ended"


def test_equal_classes_get_the_remedies_of_a_plateau() -> None:
    data = classes(0.5)
    hopeless = noise(100, rare(100, 0.5), seed=2).part(slice(None))
    hopeless.X[:, 1:] = 0
    trainer = trained(replace(data, train=noise(200, rare(200, 0.55)), validation=hopeless), 100)
    advice = baseline(trainer)
    assert advice is not None
    assert advice.key != "data.class_weight"


@pytest.mark.parametrize("source", ["iris", "spiral", "moons", "digits"])
def test_a_good_training_gets_none(source: str) -> None:
    trainer = Trainer(Experiment.load(source, ["training.epochs=25"]))
    while not trainer.stopped_by:
        trainer.run_epoch()
        assert baseline(trainer) is None, trainer.epoch


def test_rows_of_one_class_prove_nothing() -> None:
    perfect = classification_metrics(np.zeros(9, int), np.zeros(9, int), ("no", "yes"), 0)
    assert perfect.accuracy == perfect.baseline == 1
    assert not no_better(perfect)


def numbers(scale: float = 1.0) -> Data:
    """A regression whose inputs say nothing of the targets."""
    random = np.random.default_rng(3)
    train, validation = (noise(60, scale * random.normal(size=(60, 1)), 20, seed) for seed in (1, 2))
    return Data(task="regression", output="identity", target_names=("y",), train=train, validation=validation)


def test_a_regression_that_is_no_better_than_the_mean() -> None:
    settings = ("network.output=identity", "network.loss=squared_error", "training.epochs=200")
    advice = baseline(trained(numbers(), 200, *settings))
    assert advice is not None
    assert advice.key == "training.l2", "it has memorised the training rows"
    assert advice.number < 0
    assert (
        f"No better than always saying the mean: R² is {advice.number:.2g} on the validation rows." in advice.sentence
    )


def test_unscaled_numbers_get_the_remedy_of_scaling() -> None:
    settings = ("network.output=identity", "network.loss=squared_error", "training.epochs=30")
    advice = baseline(trained(numbers(1000), 30, *settings, "data.standardize=false", "training.learning_rate=1e-9"))
    assert advice is not None
    assert advice.key == "data.standardize"


def test_a_good_regression_gets_none() -> None:
    trainer = Trainer(Experiment.load("sine", ["training.epochs=40"]))
    while not trainer.stopped_by:
        trainer.run_epoch()
        assert baseline(trainer) is None, trainer.epoch
