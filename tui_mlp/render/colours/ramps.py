"""Ramps: colours at 31 levels, from negative values over zero to positive ones."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .oklab import mix, xterm

LEVELS = 15
"""Colour levels on each side of zero: 31 in all, so that a change too small to see repaints nothing."""

_EXPONENT = 0.85


def level(values: ArrayLike, vmax: float) -> NDArray[np.int_]:
    """The colour level of each value, -15 to 15, `vmax` being 15; NaN is 0. Same shape as `values`."""
    array = np.asarray(values, dtype=np.float64)
    if not vmax > 0 or not np.isfinite(vmax):
        vmax = np.inf  # no scale: finite values get level 0
    with np.errstate(all="ignore"):
        share = np.where(np.isinf(array), np.sign(array), array / vmax)
    levels: NDArray[np.int_] = np.rint(np.clip(np.nan_to_num(share), -1, 1) * LEVELS).astype(np.int_)
    return levels


def ramp(negative: str, zero: str, positive: str) -> tuple[str, ...]:
    """The 31 colours from `negative` over `zero` to `positive`, mixed in OKLab."""
    shares = (np.arange(1, LEVELS + 1) / LEVELS) ** _EXPONENT
    return (*reversed(mix(zero, negative, shares)), zero, *mix(zero, positive, shares))


def stepped(negative: Sequence[int], zero: int, positive: Sequence[int]) -> tuple[str, ...]:
    """31 levels over a few of xterm's colours, given by their numbers from weak to strong."""

    def side(steps: Sequence[int]) -> list[str]:
        return [xterm(steps[min(len(steps) - 1, i * len(steps) // LEVELS)]) for i in range(LEVELS)]

    return (*reversed(side(negative)), xterm(zero), *side(positive))
