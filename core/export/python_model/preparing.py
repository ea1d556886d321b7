"""How raw inputs become those of the network, as the training rows decided."""

from __future__ import annotations

import numpy as np

from core.calls import Array
from core.data.preparing.preprocessing import FEATURES

from .facts import (
    CODING,
    CONSTANT,
    DEVIATION,
    DTYPE,
    EXPONENT,
    FILL,
    MEAN,
    REST,
    TARGET_DEVIATION,
    TARGET_EXPONENT,
    TARGET_MEAN,
    TARGET_REST,
    USED_FEATURES,
)


def prepared(X: Array) -> Array:
    """The inputs of the network, m × s_1, of raw inputs, m × s."""
    X = coded(X)  # if coded
    X = np.where(np.isnan(X), FILL, X)  # if filled
    X = np.column_stack([FEATURES[name](X[:, 0], X[:, 1]) for name in USED_FEATURES])  # if features
    X = np.ldexp(X, -EXPONENT)  # if exponent
    X = (X - MEAN) / DEVIATION  # if scaled
    X = (X - MEAN - REST) / DEVIATION  # if scaled_with_rest
    X[:, CONSTANT] = 0  # if constant
    return X.astype(DTYPE)


def coded(raw: Array) -> Array:
    """Each column of raw inputs, m × s, as one input or as several: m × n."""
    inputs = []
    for column, cells in zip(CODING, raw.T):  # noqa: B905
        missing = np.isnan(cells)
        if column.get("kind") == "category":  # if categories
            inputs += [cells == level for level in column.get("own", [])]  # if categories
            if "pooled" in column:  # if pooled
                inputs.append(np.isin(cells, column["pooled"]))  # if pooled
            if "missing_level" in column:  # if categories
                inputs.append(missing)  # if categories
            continue  # if categories
        inputs.append(np.where(missing, column.get("fill", np.nan), cells))
        if "flag" in column:  # if flags
            inputs.append(missing)  # if flags
    return np.column_stack([np.asarray(one, float) for one in inputs])


def in_users_units(A: Array) -> Array:
    """The outputs of the network, m × s_L, in the units of the targets."""
    Y = A.astype(float)
    Y = Y * TARGET_DEVIATION + TARGET_MEAN  # if target_scaled
    Y = Y * TARGET_DEVIATION + TARGET_REST + TARGET_MEAN  # if target_scaled_with_rest
    Y = np.ldexp(Y, TARGET_EXPONENT)  # if target_exponent
    return Y
