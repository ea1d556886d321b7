"""States that are kept in memory: bit by bit, as differences where those are smaller."""

from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from recorded import some_experiment, without

from core.calls import Array
from core.support.errors import InputError
from core.surgery import weights as edits
from core.timeline.advance import advance
from core.timeline.kept_states import SMALLEST_DELTA, ArrayDelta, CheckpointedState, CompactState, pack, unpack
from core.timeline.timeline import Timeline
from core.training.trainer import Trainer
from core.training.training_state import TrainingState


def same(one: Array, other: Array) -> bool:
    return (one.dtype, one.shape, one.tobytes()) == (other.dtype, other.shape, other.tobytes())


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("changed", [0, 1, 7, 1500, 1501, 2000])
def test_what_differs_comes_back_to_the_bit(dtype: str, changed: int) -> None:
    rng = np.random.default_rng(0)
    base = rng.normal(size=2000).astype(dtype)
    array = base.copy()
    array[rng.permutation(2000)[:changed]] += 1
    kept = pack(array, base)
    assert isinstance(kept, ArrayDelta) == (changed <= 1500)
    assert kept.nbytes <= array.nbytes
    assert same(unpack(kept), array)


@settings(max_examples=30, deadline=None)
@given(st.dictionaries(st.integers(0, 999), st.floats(width=64), max_size=20))
def test_any_values(changes: dict[int, float]) -> None:
    base = np.zeros(1000)
    array = base.copy()
    for place, value in changes.items():
        array[place] = value
    kept = pack(array, base)
    assert isinstance(kept, ArrayDelta)
    assert same(unpack(kept), array)


def test_zeros_of_either_sign_and_nan_are_told_apart() -> None:
    base, array = np.zeros(1000), np.zeros(1000)
    array[1], array[2] = -0.0, np.nan
    assert same(unpack(pack(array, base)), array)
    kept = pack(array, base)
    assert isinstance(kept, ArrayDelta)
    assert len(kept.values) == 2


def test_what_is_small_or_of_another_shape_or_type_is_kept_whole() -> None:
    small = np.zeros(SMALLEST_DELTA // 8 - 1)
    assert pack(small, small.copy()) is small
    large = np.zeros(SMALLEST_DELTA)
    for base in (None, large, np.zeros(SMALLEST_DELTA + 1), np.zeros(SMALLEST_DELTA, "float32")):
        assert pack(large, base) is large


def test_a_kept_state_is_the_state(tmp_path: Path) -> None:
    trainer = Trainer(some_experiment(tmp_path, "network.hidden=[400]", "training.optimizer=adam"))
    base = trainer.state()
    trainer.restore(edits.with_frozen(base, np.arange(len(base.theta)) >= 100))
    advance(trainer, (1, 3))
    state = trainer.state()
    kept = CompactState(state, 2, base)
    assert kept.place == (1, 3)
    assert any(isinstance(array, ArrayDelta) for array in kept._vectors.values())
    for field in fields(state):
        one, other = getattr(kept.state, field.name), getattr(state, field.name)
        if field.name == "vectors":
            assert all(same(one[name], other[name]) for name in other)
        elif isinstance(other, np.ndarray):
            assert same(one, other), field.name
        elif field.name != "position":
            assert one == other or one != one, field.name


def test_the_budget_of_memory_holds_and_every_place_is_exact(tmp_path: Path) -> None:
    experiment = some_experiment(tmp_path)
    trainer = Trainer(experiment)
    timeline = Timeline(trainer, lambda entry: None, budget=60_000, every=True)
    trainer.after_epoch, trainer.after_change = timeline.epoch_ended, timeline.record_changes
    advance(trainer, (150, 0))
    trainer.change(trainer.experiment.replace("training.optimizer", "momentum"))
    advance(trainer, (200, 2))
    assert timeline.nbytes <= 60_000
    assert timeline.stride > 1
    assert timeline.first == (0, 0)
    for place in ((149, 5), (3, 1), (77, 0)):
        assert timeline.seek(place)
        assert trainer.weights_sha256 == without(experiment, place)
    assert timeline.seek((200, 2))
    assert trainer.experiment.training.optimizer == "momentum"


def test_a_stored_state_that_cannot_be_read_any_more_is_passed_over(tmp_path: Path) -> None:
    experiment = some_experiment(tmp_path)
    start = Trainer(experiment).state()

    def gone() -> TrainingState:
        raise InputError("gone")

    trainer = Trainer(experiment)
    advance(trainer, (5, 0))
    earlier = [CheckpointedState((0, 0), 0, lambda: start), CheckpointedState((3, 0), 0, gone)]
    timeline = Timeline(trainer, lambda entry: None, earlier=earlier)
    assert timeline.seek((4, 2))
    assert trainer.weights_sha256 == without(experiment, (4, 2))
    lost = Timeline(trainer, lambda entry: None, earlier=earlier[1:])
    with pytest.raises(InputError, match="can't go back to epoch 3"):
        lost.seek((3, 5))
