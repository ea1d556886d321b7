"""States that can be gone back to: in memory, as differences where those are smaller, or on the disk."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from .calls import Array
from .deltas import Delta, packed, unpacked
from .state import State

EMPTY = np.empty(0)


class Kept:
    """A state in memory, `taken` the number of steps on the way to it. `base` is another state of the same training."""

    def __init__(self, state: State, taken: int, base: State | None = None) -> None:
        self.taken, self.place = taken, state.place
        bases = vectors(base) if base else {}
        self._vectors = {name: packed(array, bases.get(name)) for name, array in vectors(state).items()}
        self._rest = replace(state, theta=EMPTY, gradient=EMPTY, step=EMPTY, vectors={})

    @property
    def state(self) -> State:
        """The state, bit by bit."""
        found = {name: unpacked(array) for name, array in self._vectors.items()}
        theta, gradient, step = (found.pop(name) for name in ("theta", "gradient", "step"))
        return replace(self._rest, theta=theta, gradient=gradient, step=step, vectors=found)

    @property
    def parts(self) -> dict[int, int]:
        """The memory of its arrays by their ids, for other states share some of them."""
        arrays: list[Array] = [array for array in self._rest.arrays if array is not EMPTY]
        for array in self._vectors.values():
            arrays += array if isinstance(array, Delta) else [array]
        return {id(array): array.nbytes for array in arrays}


class Stored:
    """A state that is read when it is asked for. Raises InputError then, where it can't be."""

    def __init__(self, place: tuple[int, int], taken: int, read: Callable[[], State]) -> None:
        self.place, self.taken, self._read = place, taken, read

    @property
    def state(self) -> State:
        """The state, bit by bit."""
        return self._read()

    @property
    def parts(self) -> dict[int, int]:
        """No memory."""
        return {}


def vectors(state: State) -> Mapping[str, Array]:
    """What is as long as Θ and another one in each state."""
    return {"theta": state.theta, "gradient": state.gradient, "step": state.step, **state.vectors}
