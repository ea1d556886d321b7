"""Permutation importance of the columns of a source, in small pieces of work.

A column is permuted among the rows, so that it tells nothing of a row any more, but has the same values. How much worse
the network is then is the column's importance to this network. Breiman, "Random Forests", Machine Learning 45, 2001;
Fisher, Rudin and Dominici, "All Models are Wrong, but Many are Useful", JMLR 20, 2019.
"""

from collections.abc import Generator, Iterator
from dataclasses import replace
from itertools import pairwise
from math import isfinite, nan

import numpy as np

from core.calls import Array
from core.data.dataset import Data, Split
from core.model.output_meaning import OutputMeaning
from core.network import Network
from core.support.random_streams import importance_stream
from core.training.evaluation import Evaluator, Figures, count_correct, r_squared

from .column_groups import Correlations, column_groups, permuted_matrix
from .forward_passes import forward_passes
from .importance import ACCURACY, R2, ColumnImportance, Importance, Spread

REPEATS = (3, 10)
"""The least and the most times that each column is permuted."""
ROWS = (250, 2000)
"""The least and the most rows that are taken of more; evenly spaced ones."""
ALL_WORK = 1e10
"""Products in all forward passes together, beyond which there are fewer repeats, then fewer rows. A few seconds."""
PIECE_WORK = 4e6
"""Products in one piece of work: about 2 ms."""
CORRELATED = 0.9
"""Columns with a larger |r| than this share their importance."""


def permutation_importance(
    network: Network,
    data: Data,
    seed: int,
    moment: tuple[int, int] = (0, 0),
    meaning: OutputMeaning | None = None,
) -> Iterator[Importance | None]:
    """The importance of all columns: None after each piece of work, and after each column what is found so far.

    It is found on validation rows, on training rows without any. The losses of examples count by their weights;
    accuracy and R² are never weighted. `network` is kept in use: pass a copy of one that is trained. Its weights aren't
    changed. Each column has a stream of random numbers of its own, so that two networks are judged by the same
    permutations. `moment` are the epochs and mini-batches to note. `meaning` is that of the outputs; give it where it
    is known, since all targets are looked at for it. Where the loss isn't finite, no column is taken. Raises
    MemoryError.
    """
    groups = column_groups(data)
    split, examples = ("train", data.train) if data.validation is None else ("validation", data.validation)
    of = examples.m
    rows, repeats = budget(of, len(groups), forward_passes(network, examples.part(slice(1)), data).row_work)
    if rows < of:
        examples = examples.part(np.linspace(0, of - 1, rows).astype(int))
    judge = _Judge(network, examples, data, meaning or OutputMeaning.of(data))
    matrix = permuted_matrix(examples)
    yield None
    base = yield from judge.figures([], None)
    regression = data.task == "regression"
    score, score_name = (base.r2, R2) if regression else (base.accuracy, ACCURACY)
    found = Importance(data, *moment, split, examples.m, of, repeats, base.loss, score, score_name, len(groups))
    yield found
    if not isfinite(base.loss):
        return
    correlations = Correlations(matrix, groups) if data.shape is None else None
    for number, group in enumerate(groups):
        random, at = importance_stream(seed, number), list(group.places)
        losses, scores = [], []
        own = matrix[:, at]
        constant = bool((own == own[:1]).all())
        for _repeat in range(1 if constant else repeats):
            order = random.permutation(examples.m)
            figures = base if constant else (yield from judge.figures(at, order))
            losses.append(figures.loss - base.loss)
            scores.append(score - (figures.r2 if regression else figures.accuracy))
        alike = correlations.beyond(number, CORRELATED) if correlations is not None else ()
        column = ColumnImportance(group.name, group.columns, Spread(tuple(losses)), Spread(tuple(scores)), alike)
        found = replace(found, columns=(*found.columns, column))
        yield found


def budget(rows: int, columns: int, row_work: int) -> tuple[int, int]:
    """How many of the `rows` are taken, and how often each of the `columns` is permuted."""
    passes = ALL_WORK / (max(1, columns) * row_work)
    taken = min(rows, ROWS[1])
    repeats = int(min(REPEATS[1], max(REPEATS[0], passes / taken)))
    if taken > ROWS[0]:
        taken = int(min(taken, max(ROWS[0], passes / repeats)))
    return taken, repeats


Rated = Generator[None, None, Figures]


class _Judge:
    """Loss and score of a network for rows whose columns may be permuted."""

    def __init__(self, network: Network, examples: Split, data: Data, meaning: OutputMeaning) -> None:
        self._network, self._examples, self._data, self._meaning = network, examples, data, meaning
        self._passes = forward_passes(network, examples, data)
        self._exclusive = not meaning.several_labels and examples.Y.shape[1] > 1
        self._total = Evaluator(network, examples, data.task, meaning.threshold, self._exclusive).total

    def _pieces(self, row_work: int) -> list[slice]:
        """All rows in pieces of about PIECE_WORK."""
        m = self._examples.m
        count = min(m, -(-m * row_work // int(PIECE_WORK)))
        return [slice(*ends) for ends in pairwise(np.linspace(0, m, count + 1).astype(int).tolist())]

    def figures(self, places: list[int], order: Array | None) -> Rated:
        """Yields after each piece of the rows, and returns the figures of all; first without an `order`.

        `places` are the columns that are taken from the rows in this order.
        """
        loss, correct, residual = 0.0, 0, np.zeros(self._examples.Y.shape[1])
        for rows in self._pieces(self._passes.first_row_work if order is None else self._passes.row_work):
            part = self._examples.part(rows)
            with np.errstate(all="ignore"):
                program = self._passes.forward(rows, places, order)
                loss += self._network.pair.loss(program.batch.Z, part.Y, part.w)
                output = program.A[program.L]
                if self._data.task == "regression":
                    residual += np.square(part.Y - output).sum(0, dtype=float)
                else:
                    correct += count_correct(output, part.Y, self._meaning.threshold, self._exclusive)
            yield None
        mean = loss / self._examples.total_weight
        if self._data.task == "regression":
            return Figures(mean, nan, r_squared(residual, self._total))
        return Figures(mean, correct / self._examples.m, nan)
