"""Back to any earlier place, exactly: whatever was changed, rewound and gone back to; and in little memory."""

from collections.abc import Sequence
from itertools import cycle, pairwise
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.calls import Array
from core.experiment.experiment import Experiment
from core.optimizers import OPTIMIZERS
from core.support.errors import InputError
from core.timeline.advance import advance, apply_step, current_position, run_to
from core.timeline.journal import Change, Entry, GoOn, JournalStep, Position, Rewind
from core.timeline.journal_steps import effective_steps
from core.timeline.kept_states import CheckpointedState, CompactState
from core.timeline.timeline import STATES, Timeline
from core.training.history import COLUMNS
from core.training.trainer import Trainer
from core.training.training_state import TrainingState


def moons(*overrides: str) -> Experiment:
    """A training without an end, of eight mini-batches an epoch."""
    given = ["training.epochs=100000", "data.samples=200", "training.batch_size=16", *overrides]
    return Experiment.load("moons", given)


def at(place: Sequence[int]) -> Position:
    """Of an epoch alone, its end."""
    epoch, batch = (*place, 0)[:2]
    return epoch, batch


def digest(experiment: Experiment, place: Position, way: Sequence[JournalStep] = ()) -> str:
    """The weights at a place of a training that was never stopped."""
    trainer = Trainer(experiment)
    assert advance(trainer, place, way)
    return trainer.weights_sha256


def figures(trainer: Trainer) -> np.ndarray:
    """The history but for the time it took."""
    return trainer.history.view()[:, : COLUMNS.index("seconds")]


def unexpected(entry: Entry) -> None:
    pytest.fail(f"{entry} was noted")


class Tracked:
    """A training with its timeline; `entries` is what the journal was given."""

    def __init__(self, *overrides: str, budget: int = 64 * 2**20) -> None:
        self.experiment = moons(*overrides)
        self.trainer = Trainer(self.experiment)
        self.entries: list[Entry] = []
        self.timeline = Timeline(self.trainer, self.entries.append, budget=budget, every=True)
        self.trainer.after_epoch, self.trainer.after_change = self.timeline.epoch_ended, self.timeline.record_changes

    def run_to(self, *place: int) -> None:
        assert run_to(self.trainer, at(place))

    def change(self, key: str, value: float | str) -> None:
        self.trainer.change(self.trainer.next_experiment.replace(f"training.{key}", value))

    def seek(self, *place: int) -> str:
        assert self.timeline.seek(at(place))
        assert current_position(self.trainer) == at(place)
        return self.trainer.weights_sha256

    def cut(self, *place: int) -> None:
        start = current_position(self.trainer)
        self.seek(*place)
        self.timeline.discard_after(start)

    def digest(self, *place: int) -> str:
        """What a training that was never stopped and did the same would have there."""
        return digest(self.experiment, at(place), effective_steps(self.entries))


@pytest.mark.parametrize(("optimizer", "dtype"), zip(OPTIMIZERS, cycle(["float32", "float64"])))
def test_any_place_is_as_it_was(optimizer: str, dtype: str) -> None:
    run = Tracked(f"training.optimizer={optimizer}", f"dtype={dtype}", "training.dropout=0.2", budget=20_000)
    run.run_to(3, 2)
    run.change("learning_rate", 0.02)
    run.run_to(7, 5)
    run.change("batch_size", 7)
    run.run_to(9, 11)
    run.change("optimizer", "adam" if optimizer == "momentum" else "momentum")
    run.change("dropout", 0.0)
    run.run_to(20, 3)
    for place in ((20, 3), (9, 11), (9, 10), (12, 0), (3, 2), (3, 3), (0, 0), (7, 6), (0, 1), (20, 2)):
        assert run.seek(*place) == run.digest(*place), place
    assert run.entries == run.timeline.entries
    assert len(run.entries) == 4, "looking is no entry"


def test_a_place_is_as_it_was_before_the_changes_made_there() -> None:
    run = Tracked()
    run.run_to(5)
    run.change("learning_rate", 0.5)
    run.timeline.keep_state()
    run.run_to(9)
    run.seek(5)
    assert run.trainer.experiment.training.learning_rate == run.experiment.training.learning_rate
    run.timeline.discard_after((9, 0))
    assert effective_steps(run.entries) == []
    run.run_to(12)
    assert run.trainer.weights_sha256 == digest(run.experiment, (12, 0))


def test_the_place_where_a_change_was_just_made_can_be_gone_back_to() -> None:
    run = Tracked()
    run.run_to(5, 2)
    run.change("learning_rate", 0.5)
    run.seek(5, 2)
    assert run.trainer.experiment.training.learning_rate == run.experiment.training.learning_rate


def test_the_present_is_kept_while_an_earlier_place_is_looked_at() -> None:
    run = Tracked()
    run.run_to(5, 2)
    run.change("learning_rate", 0.5)
    run.timeline.keep_state()
    end = run.trainer.weights_sha256
    run.seek(3)
    state = run.timeline.state((5, 2))
    run.trainer.restore(state)
    assert (run.trainer.weights_sha256, run.trainer.experiment.training.learning_rate) == (end, 0.5)


def test_going_on_from_an_earlier_place_is_another_way() -> None:
    run = Tracked()
    run.run_to(4)
    run.change("learning_rate", 0.02)
    run.run_to(9, 3)
    run.cut(6, 1)
    assert run.entries[-1] == Rewind(9, 3, 6, 1)
    run.change("learning_rate", 0.5)
    run.run_to(12)
    way = [step.after for step in effective_steps(run.entries)]  # type: ignore[union-attr]
    assert way == [0.02, 0.5]
    assert run.trainer.weights_sha256 == run.digest(12)
    for place in ((11, 2), (6, 1), (6, 2), (2, 0)):
        assert run.seek(*place) == run.digest(*place)


@pytest.mark.parametrize("back", [(0, 0), (2, 5), (4, 0), (4, 1), (7, 0)])
def test_the_way_left_behind_can_be_gone_back_to(back: tuple[int, int]) -> None:
    run = Tracked("training.dropout=0.2")
    run.run_to(4)
    run.change("learning_rate", 0.02)
    run.run_to(6)
    run.change("optimizer", "rmsprop")
    run.run_to(9, 3)
    way, end, rows, wanted = (
        effective_steps(run.entries),
        run.trainer.state(),
        run.trainer.history.view(),
        run.digest(15, 4),
    )
    run.cut(*back)
    run.change("batch_size", 9)
    run.run_to(12)
    run.timeline.switch_branch(way, end)
    run.trainer.history.replace(rows)
    assert current_position(run.trainer) == (9, 3)
    assert effective_steps(run.entries) == way
    run.run_to(15, 4)
    assert run.trainer.weights_sha256 == wanted
    for place in ((14, 1), (6, 1), (6, 0), (3, 3), back):
        assert run.seek(*place) == run.digest(*place), place


def test_training_goes_on_after_a_stop_rule_and_that_is_an_entry() -> None:
    run = Tracked("training.early_stopping=2", "training.learning_rate=0.3", "training.optimizer=gradient_descent")
    run.timeline.go_on()
    assert run.entries == [], "nothing had stopped it"
    assert run.trainer.run() == "early_stopping"
    stopped = run.trainer.epoch
    run.timeline.go_on()
    assert run.entries == [GoOn(stopped, 0)]
    run.run_to(stopped + 3)
    assert run.seek(stopped + 2) == run.digest(stopped + 2)
    run.seek(stopped)
    assert run.trainer.stopped_by == "early_stopping", "as it was before"


def test_an_interrupted_search_goes_on_when_it_is_asked_again() -> None:
    run = Tracked(budget=1)
    run.run_to(5, 2)
    run.change("learning_rate", 0.02)
    run.run_to(20)
    asked = []

    def sometimes() -> bool:
        asked.append(current_position(run.trainer))
        return len(asked) % 3 == 0

    while not run.timeline.seek((13, 4), sometimes):
        assert current_position(run.trainer) < (13, 4)
    assert len(asked) > 6
    assert run.trainer.weights_sha256 == run.digest(13, 4)
    assert len(figures(run.trainer)) == 13


def test_hooks_rest_while_looking_and_are_back_after() -> None:
    run, ended, changed = Tracked(), [], []
    run.run_to(3)
    run.change("learning_rate", 0.02)
    run.run_to(5)
    run.trainer.after_epoch = lambda: ended.append(run.trainer.epoch)
    run.trainer.after_change = lambda *experiments: changed.append(experiments)
    run.seek(0)
    run.seek(4, 3)
    assert (ended, changed) == ([], [])
    run.run_to(5)
    run.change("learning_rate", 0.03)
    assert (ended, len(changed)) == ([5], 1)


def test_keeping_states_takes_no_more_than_its_share_of_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Epochs of a millisecond, and states that take one to keep: one in two hundred."""
    clock = SimpleNamespace(now=0.0)
    monkeypatch.setattr("core.timeline.timeline.perf_counter", lambda: clock.now)
    trainer = Trainer(moons())
    timeline = Timeline(trainer, unexpected)
    apply_step = trainer.state

    def slow_state() -> TrainingState:
        clock.now += 0.001
        return apply_step()

    trainer.state = slow_state  # type: ignore[method-assign]
    for epoch in range(1, 601):
        clock.now += 0.001
        trainer.epoch = epoch
        timeline.epoch_ended()
    kept = [epoch for (epoch, _batch), _taken in timeline._states]
    assert len(kept) == 4
    assert all(199 <= later - earlier <= 201 for earlier, later in pairwise(kept[1:]))


def test_what_is_before_the_first_state_is_told() -> None:
    trainer = Trainer(moons())
    run_to(trainer, (5, 0))
    timeline = Timeline(trainer, unexpected)
    assert timeline.first == (5, 0)
    with pytest.raises(InputError, match="can't go back to epoch 3: nothing is kept from before epoch 5"):
        timeline.seek((3, 0))
    assert current_position(trainer) == (5, 0)


def test_a_stored_state_that_cannot_be_read_gives_way_to_the_one_before() -> None:
    trainer = Trainer(moons())
    start = trainer.state()
    run_to(trainer, (5, 0))
    wanted = digest(moons(), (3, 0))

    def broken() -> TrainingState:
        raise InputError("torn")

    earlier = [CheckpointedState((0, 0), 0, lambda: start), CheckpointedState((2, 0), 0, broken)]
    timeline = Timeline(trainer, unexpected, earlier=earlier)
    assert timeline.first == (0, 0)
    for _again in range(2):
        assert timeline.seek((3, 0))
        assert trainer.weights_sha256 == wanted
        trainer.restore(timeline.state((5, 0)))


# Memory


def test_states_are_thinned_to_a_budget_and_any_place_is_still_there() -> None:
    run = Tracked(budget=60_000)
    run.run_to(150)
    assert run.timeline.nbytes <= 60_000
    assert run.timeline.stride > 1
    assert run.timeline.first == (0, 0)
    assert run.seek(137, 3) == run.digest(137, 3)


def test_states_are_thinned_by_number() -> None:
    run = Tracked("data.samples=40", "training.batch_size=0")
    run.run_to(3 * STATES)
    assert STATES / 4 <= len(run.timeline._states) <= STATES
    assert run.timeline.stride == 4


def test_a_budget_that_is_nothing_keeps_the_start() -> None:
    run = Tracked(budget=0)
    run.run_to(100)
    assert len(run.timeline._states) <= 3
    assert run.seek(40, 2) == run.digest(40, 2)


def test_a_step_without_a_person_costs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once states are thinned, hardly any epoch has its state kept."""
    run = Tracked(budget=20_000)
    run.run_to(200)
    kept = []
    monkeypatch.setattr(Timeline, "keep_state", lambda timeline: kept.append(current_position(timeline.trainer)))
    run.run_to(300)
    assert len(kept) <= 100 / run.timeline.stride + 1


def test_weights_of_inputs_that_are_always_0_take_no_room() -> None:
    """In the digits, the corners of all images are empty."""
    trainer = Trainer(Experiment.load("digits", ["network.hidden=[64]", "training.l2=0.0"]))
    base = trainer.state()
    run_to(trainer, (2, 0))
    state = trainer.state()
    kept, whole = CompactState(state, 0, base), CompactState(state, 0)
    own = sum(size for part, size in kept.parts.items() if part not in CompactState(base, 0).parts)
    assert own < 0.97 * sum(whole.parts.values())
    assert kept.state.theta.tobytes() == state.theta.tobytes()


# All of it together


PLACES = st.tuples(st.integers(0, 12), st.integers(0, 12))
ACTIONS = st.one_of(
    st.tuples(st.just("run"), st.tuples(st.integers(0, 4), st.integers(0, 7))),
    st.tuples(st.just("learning_rate"), st.sampled_from([0.001, 0.01, 0.1])),
    st.tuples(st.just("optimizer"), st.sampled_from(["adam", "momentum", "gradient_descent"])),
    st.tuples(st.just("batch_size"), st.sampled_from([7, 16, 120])),
    st.tuples(st.just("look"), PLACES),
    st.tuples(st.just("cut"), PLACES),
    st.tuples(st.just("turn"), st.integers(0, 3)),
)


@given(st.lists(ACTIONS, max_size=14), st.sampled_from([1, 5_000, 10**9]), PLACES)
@settings(max_examples=20)
def test_whatever_a_person_does_every_place_is_as_if_it_were_trained_straight_to(
    actions: list[tuple[str, Any]], budget: int, place: tuple[int, int]
) -> None:
    run = Tracked("training.dropout=0.1", budget=budget)
    branches: list[tuple[list[JournalStep], TrainingState, Array]] = []

    def branch() -> tuple[list[JournalStep], TrainingState, Array]:
        return effective_steps(run.entries), run.trainer.state(), run.trainer.history.view()

    for what, value in actions:
        start = current_position(run.trainer)
        if what == "run":
            epochs, batches = value
            run.run_to(run.trainer.epoch + epochs, run.trainer.batch + batches)
        elif what == "turn":
            if branches:
                way, there, rows = branches.pop(value % len(branches))
                branches.append(branch())
                run.timeline.switch_branch(way, there)
                run.trainer.history.replace(rows)
        elif what in ("look", "cut"):
            run.timeline.keep_state()
            here_now = branch()
            to = min(value, start)
            assert run.timeline.seek(to)
            reached = current_position(run.trainer)
            if what == "look" or reached == start:
                run.trainer.restore(run.timeline.state(start))
                run.trainer.history.replace(here_now[2])
            else:
                branches.append(here_now)
                run.timeline.discard_after(start)
        else:
            run.change(what, value)
    end = current_position(run.trainer)
    straight = Trainer(run.experiment)
    for step in effective_steps(run.entries):
        assert run_to(straight, (step.epoch, step.batch))
        apply_step(straight, step)
    assert run_to(straight, end)
    assert run.trainer.weights_sha256 == straight.weights_sha256
    assert run.trainer.experiment == straight.experiment
    np.testing.assert_array_equal(figures(run.trainer), figures(straight))
    to = min(place, end)
    assert run.timeline.seek(to)
    assert run.trainer.weights_sha256 == digest(
        run.experiment, current_position(run.trainer), effective_steps(run.entries)
    )
    assert all(isinstance(entry, Change | Rewind) for entry in run.entries)
