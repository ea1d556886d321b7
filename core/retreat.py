"""The way back to before mini-batches that ran together: what they change bit by bit, copied."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from .calls import Array
from .program import Training


class Retreat:
    """Where to go back to, for one optimiser and the stream of dropout; the same arrays serve time after time."""

    def __init__(self, training: Training) -> None:
        self._optimizer, self._random = training.optimizer, training.random
        changed = (self._optimizer.theta, self._optimizer.step, *self._optimizer.vectors.values())
        self._arrays: list[tuple[Array, Array]] = [(array, np.empty_like(array)) for array in changed]
        self._count = 0
        self._weights = False
        self._dropout: Mapping[str, Any] | None = None

    def remember(self, weights: bool, dropout: bool) -> None:
        """This is where to go back to: Θ and the optimiser, and the stream of `dropout`, where they will change."""
        self._weights = weights
        if weights:
            self._count = self._optimizer.count
            for array, copy in self._arrays:
                copy[...] = array
        self._dropout = self._random.bit_generator.state if dropout else None

    def go_back(self) -> None:
        """Everything as it was then."""
        if self._weights:
            self._optimizer.count = self._count
            for array, copy in self._arrays:
                array[...] = copy
        if self._dropout is not None:
            self._random.bit_generator.state = self._dropout
