"""Importance of the columns: computed while a network rests, of its present weights; it changes nothing."""

from collections.abc import Iterator
from time import sleep

import numpy as np
import pytest
from narrowing import present

from core.analysis.importance import permutation_importance as module
from core.analysis.importance.importance import Importance
from core.experiment.experiment import Experiment
from core.training.trainer import Trainer
from tui_mlp.session.commands import Begin, EditNetwork, RewindTo, Run, SetAdvice
from tui_mlp.session.evaluating.importance_task import ImportanceTask
from tui_mlp.session.session import Goal, TrainingSession
from tui_mlp.session.stepped_sessions import SteppedSession


def iris(*overrides: str) -> Experiment:
    return Experiment.load("iris", ["training.epochs=5", "training.batch_size=45", *overrides])


def moment(session: SteppedSession) -> tuple[int, int]:
    """The moment of what is found; nothing else is being computed."""
    result = session.snapshot.importance
    assert result.next is None
    found = present(result.found)
    assert found.complete
    assert found.data is session.snapshot.data
    return found.epoch, found.batch


def test_it_is_of_the_weights_that_are_shown() -> None:
    session = SteppedSession(iris())
    assert session.snapshot.importance.found is None
    session.want_importance(True)
    assert moment(session) == (0, 0)
    session.post(Run(Goal.EPOCH))
    assert moment(session) == (0, 0), "while it is trained the last one stays"
    session.train_on()
    assert moment(session) == (1, 0)
    session.post(Run(Goal.BATCH))
    session.train_on()
    assert moment(session) == (1, 1)
    session.post(Run(Goal.END))
    session.train_on()
    ended = session.snapshot.importance.found
    assert moment(session) == (5, 0)
    session.post(RewindTo((1, 0)))
    session.train_on()
    assert moment(session) == (1, 0)
    session.want_importance(False)
    session.post(EditNetwork("set_weight", (1, 1, 1, 7.0)))
    assert session.snapshot.importance.found is not ended
    before = session.snapshot.importance
    session.want_importance(True)
    assert session.snapshot.importance is not before, "other weights since it was wanted no more"
    session.post(Begin(Experiment.load("moons")))
    found = session.snapshot.importance.found
    assert found is not None
    assert [one.name for one in found.columns] == ["x1", "x2"]


def test_it_changes_no_bit_of_training() -> None:
    weights = []
    for wanted in (False, True):
        session = SteppedSession(iris("training.dropout=0.2"))
        session.want_importance(wanted)
        for goal in (Goal.BATCH, Goal.EPOCH, Goal.END):
            session.post(Run(goal))
            session.train_on()
        weights.append(session.task.trainer.network.parameters.theta.copy())
    np.testing.assert_array_equal(weights[0], weights[1])


def test_a_command_interrupts_it_and_it_goes_on() -> None:
    task, trainer = ImportanceTask(lambda text: None), Trainer(iris())
    task.want(True)
    calls = columns = 0
    while task.missing("state"):
        task.compute(trainer, "state", lambda: True)
        calls += 1
        coming = task.result(trainer.data).next
        columns = max(columns, len(coming.columns)) if coming is not None else columns
    assert calls > 4 * 10
    assert columns == 3, "columns are shown as they are done"
    first = task.result(trainer.data)
    trainer.run_epoch()
    for _piece in range(20):
        task.compute(trainer, "other weights", lambda: True)
    result = task.result(trainer.data)
    assert result.found is first.found, "the complete one stays until the next is"
    assert present(result.next).columns
    task.compute(trainer, "still others", lambda: True)
    for _piece in range(3):
        task.compute(trainer, "still others", lambda: True)
    assert not present(task.result(trainer.data).next).columns, "begun again"
    task.compute(trainer, "still others")
    assert present(task.result(trainer.data).found).complete
    assert task.result(Trainer(iris()).data).found is None, "of other data"


def test_too_little_memory_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_given: object) -> Iterator[Importance | None]:
        raise MemoryError
        yield

    session = SteppedSession(iris())
    monkeypatch.setattr(module, "permutation_importance", fails)
    session.want_importance(True)
    session.want_importance(False)
    session.want_importance(True)
    told = [session.events.get() for _ in range(session.events.qsize())]
    assert [(event.severity, "memory" in event.text) for event in told] == [("warning", True)]
    assert "memory" in session.snapshot.importance.problem
    monkeypatch.undo()
    session.post(Run(Goal.BATCH))
    session.train_on()
    assert moment(session) == (0, 1)


def test_a_command_is_shown_while_it_is_computed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ImportanceTask, "compute", lambda *_given: sleep(0.001))  # it is never done
    session = TrainingSession(iris(), interval=1e9)
    try:
        session.want_importance(True)
        session.post(SetAdvice(False))
        for _wait in range(10_000):
            if session.up_to_date:
                break
            sleep(0.001)
        assert session.up_to_date
    finally:
        session.close()
