"""What was learnt, and from what."""

from __future__ import annotations

from typing import Any

import numpy as np

NAME = "xor"
"""What was trained."""
EPOCHS = 500
"""For how many epochs."""
TARGET = ["y"]
"""The columns of the target, which a file may lack."""
OUTPUTS = ["0", "1"]
"""The classes, in the order of the outputs."""  # if exclusive
"""The labels, in the order of the outputs. A row may have several."""  # if labels
"""The targets, in the order of the outputs."""  # if regression
COLUMNS = ["x1", "x2"]
"""The columns that `predict` needs, in the order of the training file."""
CODING: list[dict[str, Any]] = [{"name": "x1", "source": "x1", "fill": 0.0}, {"name": "x2", "source": "x2"}]
"""What becomes of each column. A number stays one, with `fill` where it is missing and, with `flag`, 1 beside it. A
category becomes a 0 or 1 for each level in `own`, one for all in `pooled` together, and one for missing cells with
`missing_level`; `own` and `pooled` are indices in `levels`."""
FILL = np.array([0.0, np.nan])
"""The number in place of a missing cell, by column."""
UNFILLED = [1]
"""Columns that no training row lacked, by number, so that nothing stands in for a missing cell."""
USED_FEATURES = ["x1", "x2"]
"""What the two columns are made into."""
CONSTANT = [1]
"""Inputs that had a single value in the training rows: they are 0 when standardised."""
EXPONENT = np.array([0, 0])
"""The power of two by which inputs are divided before they are standardised, so that nothing overflows."""
MEAN = np.array([0.5, 0.5])
"""The mean of each input in the training rows."""
REST = np.array([0.0, 0.0])
"""What of the mean is too small for its digits."""
DEVIATION = np.array([0.5, 0.5])
"""The standard deviation of each input in the training rows."""
TARGET_EXPONENT = np.array([0])
"""The power of two by which the targets were divided."""
TARGET_MEAN = np.array([0.5])
"""The mean of each target in the training rows."""
TARGET_REST = np.array([0.0])
"""What of the mean is too small for its digits."""
TARGET_DEVIATION = np.array([0.5])
"""The standard deviation of each target in the training rows."""
DTYPE = "float64"
"""What the network computes in."""
