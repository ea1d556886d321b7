"""Some of many examples, always the same ones."""

from typing import TYPE_CHECKING

import numpy as np

from .calls import Array

if TYPE_CHECKING:
    from .data.loading import Split


def sample(examples: "Split", most: int) -> tuple[Array, Array]:
    """X and Y in float64, of all examples or of `most` of them, evenly spaced."""
    rows = np.linspace(0, examples.m - 1, min(examples.m, most)).astype(int)
    return examples.X[rows].astype(float), examples.Y[rows].astype(float)
