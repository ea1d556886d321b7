"""How far the largest |θ| is from limits, without looking at all of Θ after each mini-batch."""

from collections.abc import Callable, Sequence
from math import inf, sqrt

import numpy as np

from .calls import Array
from .optimizers import Optimizer
from .reach import reach

SAFE = 1.01
"""What rounding may add to a bound on steps, generously."""


class Margin:
    """The `room` that steps may still use up before the largest |θ| can be at one of the `limits`; 0 if not known."""

    def __init__(self, theta: Array, optimizer: Optimizer, limits: Sequence[float]) -> None:
        self.theta, self.limits, self.room = theta, limits, 0.0
        self._reach, self._sizes = reach(optimizer), np.empty_like(theta)
        self._longest = self._rounding = self._below = self._above = 0.0
        self._allowed = inf

    @property
    def adaptive(self) -> bool:
        """Whether the steps are bounded whatever the gradients are."""
        return self._reach.adaptive

    def largest(self) -> tuple[int, float]:
        """The place of the largest |θ|, and its size."""
        np.abs(self.theta, self._sizes)
        place = int(self._sizes.argmax())
        return place, float(self._sizes[place])

    def measure(self, largest: float, over: Sequence[bool]) -> None:
        """Find the room. `over` tells which limits it is taken to be over; no room where that isn't so any more."""
        self._rounding = float(np.finfo(self._sizes.dtype).eps) * max(largest, *self.limits)
        self.room = self._below = self._above = 0.0
        if all((largest > limit) == known for limit, known in zip(self.limits, over, strict=True)):
            self.room = min(abs(largest - limit) for limit in self.limits)
            self._below = max((limit for limit in self.limits if limit <= largest), default=-inf)
            self._above = min((limit for limit in self.limits if limit >= largest), default=inf)

    def suffices(self, n: int, square: float, over: Sequence[bool]) -> bool:
        """Before n mini-batches: whether there is room for them, if no gradient is twice as long as the last, ‖∇‖²."""
        norm = 2 * sqrt(square)
        self._longest = inf if self.adaptive else norm * norm
        self._allowed = self._travel(n, norm)
        if not self._allowed < self.room and n > 1:
            self.measure(self.largest()[1], over)
            self._allowed = self._travel(n, norm)
        return self._allowed < self.room

    def sufficed(self, n: int, square: float) -> bool:
        """After n mini-batches with ‖∇‖² up to that: whether there was room for them, which then is less."""
        travelled = self._allowed if square <= self._longest else self._travel(n, sqrt(square))
        if not travelled < self.room:
            return False
        self.room -= travelled
        return True

    def crossing(self, n: int, over: Sequence[bool]) -> Callable[[], bool]:
        """What tells after each of the next n mini-batches whether the largest |θ| has come over or under a limit.

        It looks at those weights alone among which the largest will be: it sinks no further than others may rise.
        """
        largest = self.largest()[1]
        self.measure(largest, over)
        candidates = np.flatnonzero(~(self._sizes < largest - 2 * self._travel(n, inf)))
        theta, values = self.theta, np.empty(len(candidates), self.theta.dtype)

        def crossed() -> bool:
            theta.take(candidates, None, values, "clip")
            np.abs(values, values)
            return not self._below < float(values[values.argmax()]) < self._above

        return crossed

    def _travel(self, n: int, norm: float) -> float:
        """How far a weight can go in n mini-batches, if none of their gradients is longer."""
        return n * (SAFE * self._reach.bound(n, norm) + self._rounding)
