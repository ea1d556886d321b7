"""The models of a trainer as it is now: copies that stay as they are, of the last and of the best weights."""

from pathlib import Path

import numpy as np
import pytest
from recorded import some_experiment

from core.experiment.experiment import Experiment
from core.prediction.trainer_models import TakenModels, take_models
from core.runs.run_folder import RunFolder
from core.support.errors import InputError
from core.training.trainer import Trainer


@pytest.fixture
def experiment(tmp_path: Path) -> Experiment:
    return some_experiment(tmp_path, "training.learning_rate=0.9", "training.optimizer=adam", "training.epochs=12")


def taken(trainer: Trainer) -> TakenModels:
    return take_models(trainer, trainer.history.view(), False)


def test_the_last_and_the_best_are_each_of_their_epoch(experiment: Experiment) -> None:
    trainer = Trainer(experiment)
    trainer.run()
    found = taken(trainer)
    assert trainer.best is not None
    assert found.best is not None
    assert 0 < trainer.best_epoch < trainer.epoch == 12, "the case needs an earlier epoch"
    assert (found.last.epoch, found.best.epoch, found.best_loss) == (12, trainer.best_epoch, trainer.best_loss)
    assert found.last.network.parameters.theta.tobytes() == trainer.network.parameters.theta.tobytes()
    assert found.best.network.parameters.theta.tobytes() == trainer.best.tobytes()
    assert (found.same, found.batch, found.edited, found.diverged, found.folder) == (False, 0, False, False, None)
    assert found.last.name == found.best.name == experiment.name


def test_they_stay_while_training_goes_on(experiment: Experiment) -> None:
    trainer = Trainer(experiment)
    trainer.run_epoch()
    found = taken(trainer)
    assert found.best is not None
    models = found.last, found.best
    before = [model.network.parameters.theta.tobytes() for model in models]
    trainer.run()
    assert [model.network.parameters.theta.tobytes() for model in models] == before


def test_before_a_validation_loss_there_is_no_best(experiment: Experiment) -> None:
    trainer = Trainer(experiment.replace("data.validation_fraction", 0.0))
    trainer.run_batch()
    found = take_models(trainer, trainer.history.view(), False, edited=True, folder=RunFolder(Path("run")))
    assert (found.best, found.same, found.batch) == (None, False, 1)
    assert (found.diverged, found.edited, found.folder) == (False, True, RunFolder(Path("run")))
    diverged = take_models(trainer, trainer.history.view(), True)
    assert (diverged.diverged, diverged.edited) == (True, False)


def test_what_was_changed_since_the_last_mini_batch_counts(experiment: Experiment) -> None:
    trainer = Trainer(experiment)
    trainer.run_batch()
    trainer.change(experiment.replace("training.learning_rate", 0.125))
    assert taken(trainer).experiment.training.learning_rate == 0.125


def test_weights_that_early_stopping_put_back_are_the_best_of_their_epoch(experiment: Experiment) -> None:
    trainer = Trainer(experiment.replace_all({"training.early_stopping": 2, "training.epochs": 200}))
    assert trainer.run() == "early_stopping"
    found = taken(trainer)
    assert found.same
    assert found.best is not None
    assert found.last.epoch == found.best.epoch == trainer.best_epoch < trainer.epoch


def test_none_are_taken_within_a_mini_batch_nor_of_weights_that_are_not_finite(experiment: Experiment) -> None:
    trainer = Trainer(experiment)
    trainer.run_equation()
    with pytest.raises(InputError, match="No export within a mini-batch"):
        taken(trainer)
    trainer.run_batch()
    trainer.network.thetas[0][1, 2] = np.nan
    with pytest.raises(InputError, match="weights that are not finite; rewind"):
        taken(trainer)
