"""Outputs that a view shows: computed where they are wanted, of the present weights, for a small share of the time."""

from collections.abc import Iterator

import numpy as np
import pytest
from narrowing import present

from core.analysis.outputs import split_outputs as module
from core.analysis.outputs.outputs import Outputs
from core.analysis.outputs.split_outputs import SplitOutputs
from core.experiment.experiment import Experiment
from core.training.trainer import Trainer
from tui_mlp.session.commands import Begin, EditNetwork, RewindTo, Run, WantOutputs
from tui_mlp.session.outputs_task import SHARE, OutputsTask, OutputsWanted
from tui_mlp.session.session import Goal
from tui_mlp.session.stepped_sessions import SteppedSession

BOTH = OutputsWanted(("validation", "train"))


def iris(*overrides: str) -> Experiment:
    return Experiment.load("iris", ["training.epochs=5", *overrides])


@pytest.fixture
def session() -> SteppedSession:
    return SteppedSession(iris())


def outputs(session: SteppedSession) -> Outputs:
    return present(session.snapshot.outputs)


def is_of_present_weights(session: SteppedSession) -> bool:
    theta, found = session.task.trainer.network.parameters.theta, outputs(session)
    here = session.snapshot.epoch, session.snapshot.batch
    same = np.array_equal(found.model.network.parameters.theta, theta)
    return found.position == here and found.model.epoch == here[0] and same


def test_none_unless_wanted(session: SteppedSession) -> None:
    assert session.snapshot.outputs is None
    session.want_outputs(BOTH)
    assert set(outputs(session).splits) == {"validation", "train"}
    session.want_outputs(None)
    assert session.snapshot.outputs is None
    session.want_outputs(BOTH)
    assert is_of_present_weights(session), "the same ones again, of the same weights"


def test_they_follow_whatever_changes_the_weights(session: SteppedSession) -> None:
    session.want_outputs(BOTH)
    assert is_of_present_weights(session)
    for goal in (Goal.BATCH, Goal.EPOCH, Goal.EQUATION, Goal.END):
        session.post(Run(goal))
        session.train_on()
        assert is_of_present_weights(session), goal
    figures = {split: session.task.trainer.figures(split) for split in ("train", "validation")}
    for split, found in outputs(session).splits.items():
        assert 1 - found.wrong.mean() == pytest.approx(figures[split].accuracy)
        assert found.losses.mean() == pytest.approx(figures[split].loss)
    session.post(RewindTo((2, 0)))
    session.train_on()
    assert outputs(session).position == (2, 0)
    assert is_of_present_weights(session)
    session.post(EditNetwork("set_weight", (1, 1, 1, 7.0)))
    assert is_of_present_weights(session)
    session.post(Begin(iris("network.hidden=[3]", "data.validation_fraction=0")))
    assert set(outputs(session).splits) == {"train"}
    assert outputs(session).data is session.snapshot.data
    assert is_of_present_weights(session)
    session.post(Begin(Experiment.load("moons")))
    assert outputs(session).model.meaning.names == ("0", "1"), "not the three of iris"


def test_of_other_data_than_the_panes_suit_there_are_none(session: SteppedSession) -> None:
    wanted = OutputsWanted(("train",), data=session.snapshot.data)
    session.want_outputs(wanted)
    assert session.snapshot.outputs is not None
    session.post(Begin(Experiment.load("moons")))
    assert session.snapshot.outputs is None
    session.want_outputs(OutputsWanted(("train",), data=session.snapshot.data))
    assert outputs(session).data is session.snapshot.data


def test_they_stay_as_they_were_when_training_goes_on(session: SteppedSession) -> None:
    session.want_outputs(BOTH)
    before, theta = outputs(session), outputs(session).model.network.parameters.theta.copy()
    session.post(Run(Goal.EPOCH))
    session.train_on()
    np.testing.assert_array_equal(before.model.network.parameters.theta, theta)
    assert outputs(session) is not before


def test_figures_are_ready_when_they_come(session: SteppedSession) -> None:
    computed: list[str] = []

    def losses(found: SplitOutputs) -> float:
        computed.append(found.split)
        return float(found.losses.max())

    session.want_outputs(OutputsWanted(("train", "validation"), figures=(losses,)))
    found = outputs(session).splits["train"]
    assert found.figure(losses) == found.losses.max()
    assert computed == ["train"]


class Clock:
    """A clock that a test sets; looking at outputs takes `cost` seconds."""

    now = cost = 0.0


def looked(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> list[float]:
    """When outputs are computed."""
    times: list[float] = []
    real = OutputsTask._outputs

    def slow(task: OutputsTask, trainer: Trainer) -> Iterator[Outputs | None]:
        times.append(clock.now)
        clock.now += clock.cost
        yield from real(task, trainer)

    monkeypatch.setattr(OutputsTask, "_outputs", slow)
    return times


def test_while_training_they_take_their_share_of_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    clock.cost, times = 0.5, looked(monkeypatch, clock)
    task, trainer = OutputsTask(lambda: clock.now, lambda text: None), Trainer(iris())
    task.want(BOTH)
    for state in range(2000):
        clock.now += 0.1
        task.look(trainer, state)
    assert len(times) == 1 + int(clock.now * SHARE / clock.cost)
    clock.cost = 0.0
    task.want(OutputsWanted(("test",)))
    task.look(trainer, "another view")
    assert set(present(task.latest).splits) == {"test"}


def test_a_rest_is_interrupted_by_a_key_and_gone_on_with(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.training.evaluation.CHUNK", 10)
    clock = Clock()
    times = looked(monkeypatch, clock)
    task, trainer = OutputsTask(lambda: clock.now, lambda text: None), Trainer(iris())
    task.want(BOTH)
    calls = 0
    while task.missing("state"):
        task.compute(trainer, "state", lambda: True)
        calls += 1
    assert calls > 5
    assert len(times) == 1
    task.compute(trainer, "other weights", lambda: True)
    task.compute(trainer, "still others", None)
    assert len(times) == 3
    assert not task.missing("still others")


def test_too_little_memory_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_given: object) -> Iterator[None]:
        raise MemoryError
        yield

    session = SteppedSession(iris())
    session.want_outputs(OutputsWanted(("test",)))
    assert session.snapshot.outputs is not None, "these mustn't stay in the place of those that fail"
    monkeypatch.setattr(module, "split_outputs", fails)
    session.want_outputs(BOTH)
    session.post(WantOutputs(BOTH))
    told = [session.events.get() for _ in range(session.events.qsize())]
    assert [(event.severity, "memory" in event.text) for event in told] == [("warning", True)]
    assert session.snapshot.outputs is None
    assert "memory" in session.snapshot.outputs_problem, "panes say it instead of being computed for ever"
    session.post(Run(Goal.EPOCH))
    session.train_on()
    assert session.snapshot.epoch == 1
    assert session.events.empty()
    monkeypatch.undo()
    session.want_outputs(OutputsWanted(("train",)))
    assert not session.snapshot.outputs_problem
    assert session.snapshot.outputs is not None
