"""All metrics of a split: the same as those of each epoch, and in the user's units and names."""

import numpy as np
import pytest

from core import Trainer
from core.analysis.split_metrics import commonest_row, split_metrics
from core.data.dataset import Data, Split
from core.experiment.experiment import Experiment
from core.model.output_meaning import class_names
from core.training.evaluation import CHUNK


def trained(source: str, *overrides: str, epochs: int = 3) -> Trainer:
    """A trainer of a built-in data set after a few epochs."""
    trainer = Trainer(Experiment.load(source, [f"training.epochs={epochs}", *overrides]))
    trainer.run()
    return trainer


@pytest.mark.parametrize("source", ["iris", "spiral"])
@pytest.mark.parametrize("output", ["softmax", "sigmoid"])
@pytest.mark.parametrize("split", ["train", "validation", "test"])
def test_accuracy_and_loss_are_those_of_training(source: str, output: str, split: str) -> None:
    trainer = trained(source, f"network.output={output}", "data.test_fraction=0.2")
    found, figures = split_metrics(trainer.network, trainer.data, split), trainer.figures(split)
    assert found is not None
    assert found.classification is not None
    assert (found.loss, found.classification.accuracy) == (figures.loss, figures.accuracy)
    assert tuple(found.classification.recall) == trainer.data.class_names


def test_outputs_from_minus_1_to_1() -> None:
    trainer = trained("spiral", "network.output=tanh", "network.loss=squared_error", "data.test_fraction=0.2")
    found = split_metrics(trainer.network, trainer.data)
    assert found is not None
    assert found.classification is not None
    assert found.classification.accuracy == trainer.figures("test").accuracy
    assert 0.4 < found.classification.baseline < 0.6


def test_a_regression_in_its_own_units() -> None:
    trainer = trained("sine", "data.samples=400", "data.test_fraction=0.5", "data.standardize=true", epochs=30)
    data, found = trainer.data, split_metrics(trainer.network, trainer.data)
    assert data.test is not None
    assert found is not None
    assert found.regression is not None
    assert found.regression.r2 == pytest.approx(trainer.figures("test").r2)
    errors = data.in_users_units(trainer.network.predict(data.test.inputs)) - data.in_users_units(data.test.Y)
    assert found.regression.mae == pytest.approx(np.abs(errors).mean())
    assert found.regression.rmse == pytest.approx(np.sqrt(np.square(errors).mean()))


def test_more_rows_than_one_chunk() -> None:
    trainer = trained("moons", f"data.samples={3 * CHUNK}", "data.test_fraction=0.8", "data.validation_fraction=0")
    found = split_metrics(trainer.network, trainer.data)
    assert found is not None
    assert found.classification is not None
    assert found.rows > CHUNK
    assert found.classification.accuracy == trainer.figures("test").accuracy


def test_no_such_split() -> None:
    trainer = trained("xor")
    assert split_metrics(trainer.network, trainer.data) is None


def inline(targets: list[list[float]], *overrides: str) -> Trainer:
    """A trainer of an experiment with these targets in its file."""
    inputs = [[float(number), 1.0] for number in range(len(targets))]
    experiment = Experiment.load(
        "xor", ["data.source=inline", f"data.inputs={inputs}", f"data.targets={targets}", *overrides]
    )
    return Trainer(experiment)


def test_classes_without_names() -> None:
    assert class_names(inline([[0.0], [1.0], [1.0]]).data) == ("0", "1")
    assert class_names(inline([[-1.0], [1.0]], "data.task=classification", "network.output=tanh").data) == ("-1", "1")
    assert class_names(inline([[0.0, 1.0], [1.0, 0.0]]).data) == ("y1", "y2")


def test_several_labels_a_row() -> None:
    trainer = inline([[0.0, 1.0, 1.0], [0.0, 1.0, 1.0], [1.0, 0.0, 0.0]], "network.output=sigmoid")
    found = split_metrics(trainer.network, trainer.data, "train")
    assert found is not None
    assert found.classification is not None
    assert found.classification.commonest == "y2 + y3"
    assert found.classification.baseline == 2 / 3
    assert found.classification.accuracy == trainer.figures("train").accuracy


def with_splits(targets: list[list[float]], of_test: list[list[float]], output: str) -> Trainer:
    """A trainer with these training and test targets."""
    train, test = (Split(np.ones((len(rows), 2)), np.array(rows)) for rows in (targets, of_test))
    data = Data(task="classification", output=output, train=train, test=test)
    return Trainer(Experiment.load("moons", [f"network.output={output}", "network.hidden=[]"]), data)


def test_several_labels_of_which_each_test_row_has_one() -> None:
    """They are still several labels: that no row of a small split has two says nothing."""
    trainer = with_splits([[1.0, 1.0], [0.0, 0.0], [1.0, 0.0]], [[1.0, 0.0], [0.0, 1.0]], "sigmoid")
    trainer.network.thetas[0][:] = [[5.0, 4.0], [0.0, 0.0]]  # both labels, for each row
    found = split_metrics(trainer.network, trainer.data)
    assert found is not None
    assert found.classification is not None
    assert found.classification.several_labels
    assert found.classification.accuracy == trainer.figures("test").accuracy == 0


@pytest.mark.parametrize("value", [0.1, 3.3])
def test_a_constant_target_has_no_r2_in_training_either(value: float) -> None:
    train, validation = (Split(np.ones((3, 2)), np.array(rows)[:, None]) for rows in ([1.0, 2.0, 3.0], [value] * 3))
    data = Data(task="regression", output="identity", train=train, validation=validation)
    trainer = Trainer(Experiment.load("sine", ["network.hidden=[]"]), data)
    assert np.isnan(trainer.figures("validation").r2)


@pytest.mark.parametrize("columns", [1, 7, 8, 9, 20])
def test_the_commonest_row(columns: int) -> None:
    rows = np.random.default_rng(columns).random((30, columns)) > 0.5
    rows[10:19] = rows[3]
    assert (commonest_row(rows) == rows[3]).all()
