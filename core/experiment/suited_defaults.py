"""Defaults for a table of the user's own: they follow its rows, inputs and task."""

from collections.abc import Mapping
from typing import Any

FEW_ROWS = 150
"""Up to here the validation rows are too few to end a training by: a loss of 30 rows falls and rises by chance."""


def suited_defaults(rows: int, inputs: int, task: str, outputs: int) -> Mapping[str, Mapping[str, Any]]:
    """The settings that suit a table, in the experiment file's shape.

    `rows` are all rows of the table, `inputs` the numbers that a row has once it is prepared, `outputs` the output
    neurons. What isn't here has the general default.
    """
    training: dict[str, Any] = {
        "learning_rate": 0.01 if rows < 1000 else 0.003,
        "schedule": "cosine",
        "batch_size": _batch_size(rows),
        "epochs": _epochs(rows),
    }
    if rows > FEW_ROWS:
        training["early_stopping"] = max(5, training["epochs"] // 5)
    return {
        "network": {"hidden": [_width(rows, inputs)], "activation": "relu", "initializer": "he"},
        "training": training,
    }


def _width(rows: int, inputs: int) -> int:
    """Neurons of the hidden layer: more for more rows, and for more inputs."""
    return 16 if rows < 300 else 32 if rows < 2000 and inputs < 50 else 64 if inputs < 200 else 128


def _batch_size(rows: int) -> int:
    """Examples of a step: a power of two from 8 to 1024, so that an epoch has at least some steps."""
    size = 8
    while size < 1024 and size * 100 < rows:
        size *= 2
    return size


def _epochs(rows: int) -> int:
    """Epochs: about 300 for small tables, a few for a million rows."""
    return max(5, min(300, 1_000_000 // max(rows, 1)))
