"""The best figure so far over the epochs of a trial."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from core.calls import Array


class RunCurve(NamedTuple):
    """A figure over the epochs of a run, both (n,), NaN where it wasn't computed; and whether the run has ended."""

    epochs: Array
    values: Array
    ended: bool = False


def mean_best_so_far(runs: Iterable[RunCurve], minimize: bool) -> Array:
    """Epochs and the mean over the runs of the best figure up to each, (n, 2).

    It goes from the first epoch that all runs have to the last one that all reach; a run that has ended keeps its best.
    Runs without a figure yet don't count.
    """
    best = [
        (epochs, figures, ended) for epochs, figures, ended in (_best(run, minimize) for run in runs) if len(epochs)
    ]
    if not best:
        return np.empty((0, 2))
    every = np.unique(np.concatenate([epochs for epochs, _figures, _ended in best]))
    first = max(epochs[0] for epochs, _figures, _ended in best)
    last = min((epochs[-1] for epochs, _figures, ended in best if not ended), default=every[-1])
    shown = every[(every >= first) & (every <= last)]
    values = [figures[np.searchsorted(epochs, shown, "right") - 1] for epochs, figures, _ended in best]
    return np.column_stack((shown, np.mean(values, axis=0)))


def _best(run: RunCurve, minimize: bool) -> RunCurve:
    finite = np.isfinite(run.values)
    best = (np.minimum if minimize else np.maximum).accumulate(run.values[finite])
    return RunCurve(run.epochs[finite], best, run.ended)
