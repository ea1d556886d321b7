"""Which columns say most about the target, for lists with room for a few of them."""

from itertools import pairwise

import numpy as np

from core.data.dataset import Data
from core.model.model import preparation_of

ROWS = 1000
"""The training rows, at most, that are looked at."""


def informative_columns(data: Data) -> list[int]:
    """The raw columns, from 0, by the largest absolute correlation of one of their inputs with one of the targets.

    Pearson's, over the training rows, of more than ROWS evenly spaced ones. A column with one value comes last.
    """
    codings, train = preparation_of(data).codings, data.train
    if len(codings) <= 1 or train.raw is not None:
        return list(range(len(codings)))
    rows = np.linspace(0, train.m - 1, min(train.m, ROWS)).astype(int)
    with np.errstate(all="ignore"):
        X, Y = (values[rows].astype(float) for values in (train.inputs, train.Y))
        X, Y = X - X.mean(0), Y - Y.mean(0)
        found = np.abs(X.T @ Y) / np.sqrt(np.outer(np.square(X).sum(0), np.square(Y).sum(0)))
    by_input = np.nan_to_num(found, nan=0.0, posinf=0.0).max(1)
    starts = np.cumsum([0, *(coding.width for coding in codings)])
    by_column = [float(by_input[start:end].max(initial=0)) for start, end in pairwise(starts)]
    return sorted(range(len(codings)), key=lambda column: -by_column[column])
