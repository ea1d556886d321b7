"""The models of the present training: copies, last and best, at any moment."""

from pathlib import Path

import numpy as np
import pytest
from recorded import some_experiment
from sessions import wait

from core.prediction.trainer_models import TakenModels
from tui_mlp.session.commands import EditNetwork, Run, TakeModels
from tui_mlp.session.run_until import Goal
from tui_mlp.session.snapshot import RunState
from tui_mlp.session.stepped_sessions import SteppedSession

VALIDATED = ("data.source=moons", "data.samples=60", "training.epochs=12", "training.learning_rate=0.3")


def taken(session: SteppedSession) -> TakenModels:
    found: list[TakenModels] = []
    session.post(TakeModels(found.append))
    (models,) = found
    return models


def trained(folder: Path, *settings: str, runs: bool = False) -> SteppedSession:
    session = SteppedSession(some_experiment(folder, *VALIDATED, *settings), folder / "runs" if runs else None)
    session.post(Run(Goal.END))
    session.train_on()
    return session


def test_both_are_copies_with_their_epochs(tmp_path: Path) -> None:
    session = trained(tmp_path, runs=True)
    recorder = session.task.controller.recorder
    assert recorder is not None
    wait(lambda: recorder.folder is not None)  # its writer makes it
    trainer, models = session.task.trainer, taken(session)
    assert models.best is not None
    assert (models.last.epoch, models.best.epoch) == (12, trainer.best_epoch)
    assert trainer.best_epoch < 12, "else this tests nothing"
    assert models.best_loss == trainer.best_loss
    assert not models.same
    assert models.folder == recorder.folder
    last, best = models.last.network.parameters.theta.copy(), models.best.network.parameters.theta.copy()
    assert trainer.best is not None
    assert np.array_equal(best, trainer.best)
    session.post(Run(Goal.BATCH))
    session.train_on()
    assert not np.array_equal(trainer.network.parameters.theta, last)
    assert np.array_equal(models.last.network.parameters.theta, last)
    assert taken(session).batch == 1
    session.close()


def test_early_stopping_leaves_the_best_ones(tmp_path: Path) -> None:
    models = taken(trained(tmp_path, "training.early_stopping=2", "training.epochs=200"))
    assert models.best is not None
    assert models.same
    assert models.last.epoch == models.best.epoch


def test_initial_weights_without_validation_rows(tmp_path: Path) -> None:
    session = SteppedSession(some_experiment(tmp_path, *VALIDATED, "data.validation_fraction=0"))
    models = taken(session)
    assert models.best is None
    assert models.last.epoch == 0
    assert models.folder is None
    assert not models.edited
    session.post(EditNetwork("add_neuron", (2,), agreed=True))
    assert taken(session).edited


def test_within_a_mini_batch_an_event_says_what_to_do(tmp_path: Path) -> None:
    session = trained(tmp_path)
    session.post(Run(Goal.EQUATION))
    session.train_on()
    found: list[TakenModels] = []
    session.post(TakeModels(found.append))
    assert found == []
    told = []
    while not session.events.empty():
        told.append(session.events.get().text)
    assert any("b ends it" in text for text in told)


@pytest.mark.filterwarnings("ignore:overflow", "ignore:invalid")
def test_after_a_divergence_the_last_finite_weights(tmp_path: Path) -> None:
    wild = ("network.activation=identity", "data.source=moons", "network.output=identity", "training.learning_rate=1e6")
    session = trained(tmp_path, *wild, "network.loss=squared_error", "training.optimizer=gradient_descent")
    assert session.state is RunState.DIVERGED
    models = taken(session)
    assert models.diverged
    assert np.isfinite(models.last.network.parameters.theta).all()
