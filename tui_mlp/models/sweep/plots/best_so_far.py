"""The best figure so far over the epochs of a trial."""

from collections.abc import Mapping

import numpy as np

from core.calls import Array


class BestSoFar:
    """The curves of trials as the best figure up to each epoch; each is computed once for each table it is made of."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Array, Array]] = {}

    def of(self, curves: Mapping[int, Array], minimize: bool) -> dict[int, Array]:
        """By trial (n, 2): epochs at which there is a figure, and the best one so far."""
        known, self._known = self._known, {}
        for trial, table in curves.items():
            before = known.get(trial)
            best = before[1] if before is not None and before[0] is table else best_so_far(table, minimize)
            self._known[trial] = table, best
        return {trial: best for trial, (_table, best) in self._known.items()}


def best_so_far(table: Array, minimize: bool) -> Array:
    """Epochs and figures (n, 2) without those that aren't finite, each figure replaced by the best one so far."""
    finite = table[np.isfinite(table[:, 1])]
    best = (np.minimum if minimize else np.maximum).accumulate(finite[:, 1])
    return np.stack([finite[:, 0], best], axis=1)


def value_at(table: Array, epoch: int) -> float | None:
    """The figure at an epoch, or at the last one evaluated before it; None before the first and after the last."""
    place = int(np.searchsorted(table[:, 0], epoch, "right"))
    return float(table[place - 1, 1]) if place and epoch <= table[-1, 0] else None
