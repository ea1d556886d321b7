"""Earlier states of a training: in memory, as differences where smaller, or on disk."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from core.calls import Array
from core.training.training_state import TrainingState

EMPTY = np.empty(0)
SMALLEST_DELTA = 4096
"""Bytes; smaller arrays are stored whole."""
MOST_CHANGED = 0.75
"""The share of changed values from which on a delta takes more time than it saves memory."""


class ArrayDelta(NamedTuple):
    """An array as `base` with some values changed. Frozen weights and those of inputs that are always 0 never change.

    `changed` holds one bit per value, in the order of the flat array, packed eight to a byte.
    """

    base: Array
    changed: Array
    values: Array

    @property
    def nbytes(self) -> int:
        """Memory in addition to that of `base`."""
        return self.changed.nbytes + self.values.nbytes


class CompactState:
    """A state in memory, after `taken` steps; `base` is another state of the same training that deltas refer to."""

    def __init__(self, state: TrainingState, taken: int, base: TrainingState | None = None) -> None:
        self.taken, self.place = taken, state.place
        bases = changing_vectors(base) if base else {}
        self._vectors = {name: pack(array, bases.get(name)) for name, array in changing_vectors(state).items()}
        self._rest = replace(state, theta=EMPTY, gradient=EMPTY, step=EMPTY, vectors={})

    @property
    def state(self) -> TrainingState:
        """The state, the same to the last bit."""
        found = {name: unpack(array) for name, array in self._vectors.items()}
        theta, gradient, step = (found.pop(name) for name in ("theta", "gradient", "step"))
        return replace(self._rest, theta=theta, gradient=gradient, step=step, vectors=found)

    @property
    def parts(self) -> dict[int, int]:
        """The bytes of each of its arrays by id, as states share arrays."""
        arrays: list[Array] = [array for array in self._rest.arrays if array is not EMPTY]
        for array in self._vectors.values():
            arrays += array if isinstance(array, ArrayDelta) else [array]
        return {id(array): array.nbytes for array in arrays}


class CheckpointedState:
    """A state on disk; `read` reads it when it is needed, or raises InputError."""

    def __init__(self, place: tuple[int, int], taken: int, read: Callable[[], TrainingState]) -> None:
        self.place, self.taken, self._read = place, taken, read

    @property
    def state(self) -> TrainingState:
        """The state, the same to the last bit."""
        return self._read()

    @property
    def parts(self) -> dict[int, int]:
        """Empty: a state on disk takes no memory."""
        return {}


def changing_vectors(state: TrainingState) -> Mapping[str, Array]:
    """The vectors as long as Θ that differ from state to state, by name."""
    return {"theta": state.theta, "gradient": state.gradient, "step": state.step, **state.vectors}


def pack(array: Array, base: Array | None) -> Array | ArrayDelta:
    """The array as a delta from `base` where that is much smaller. Compared bit by bit, as -0 and 0 differ."""
    if (
        base is None
        or array is base
        or base.shape != array.shape
        or base.dtype != array.dtype
        or array.nbytes < SMALLEST_DELTA
    ):
        return array
    bits = f"u{array.itemsize}"
    differs = array.view(bits) != base.view(bits)
    if np.count_nonzero(differs) > MOST_CHANGED * array.size:
        return array
    return ArrayDelta(base, np.packbits(differs), array[differs])


def unpack(packed: Array | ArrayDelta) -> Array:
    """The array that was packed, the same to the last bit."""
    if not isinstance(packed, ArrayDelta):
        return packed
    array = packed.base.copy()
    array[np.unpackbits(packed.changed, count=array.size).view(bool)] = packed.values
    return array
