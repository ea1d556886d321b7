"""The numbers of pixels: which is paper, which is full ink, in which steps."""

from dataclasses import dataclass

import numpy as np

from core.calls import Array

STEPS = (1, 15, 16, 31, 63, 64, 100, 255)
"""The whole numbers up to which pixels may have been counted."""
WHOLE = 1e-3
"""How far a number may be from a whole one and count as it."""


@dataclass(frozen=True)
class PixelScale:
    """`paper` is the number of an empty pixel, `full` that of the most ink; either may be the larger.

    Between them are `steps` equal steps; None where any number may stand.
    """

    paper: float
    full: float
    steps: int | None

    @classmethod
    def of(cls, pixels: Array) -> "PixelScale":
        """The scale of pixels, at least one finite. Most of a drawn picture is paper."""
        found = pixels[np.isfinite(pixels)]
        low, high = float(found.min()), float(found.max())
        if not high > low:
            return cls(low, low + 1, None)
        shares = (np.unique(found).astype(float) - low) / (high - low)
        steps = next((n for n in STEPS if (np.abs(shares * n - np.rint(shares * n)) < WHOLE).all()), None)
        paper, full = (low, high) if np.median(found) - low <= high - np.median(found) else (high, low)
        return cls(paper, full, steps)

    def ink(self, pixels: Array) -> Array:
        """Pixels as ink, from 0 to 1."""
        found: Array = (pixels.astype(float) - self.paper) / (self.full - self.paper)
        return found

    def pixels(self, ink: Array) -> Array:
        """Ink as numbers of pixels, in their steps."""
        if self.steps is not None:
            ink = np.rint(ink * self.steps) / self.steps
        found: Array = self.paper + ink * (self.full - self.paper)
        return found
