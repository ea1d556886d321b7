"""Central differences with an error estimate, and gradients compared with them.

(J(θ + h) − J(θ − h)) / 2h has two errors: the rounding of J divided by 2h, and truncation, which grows with h². The
step h is adapted until their sum is smallest; that sum decides whether the difference can judge the gradient.
"""

from collections.abc import Callable
from math import inf, isfinite, isnan, nan
from typing import Literal, NamedTuple

LIMIT = 1e-6
"""A gradient is right if it is off by less than this share of the largest one of its Θ."""
STEP = 1e-5
"""Change of a z of size 1 by the first step."""
MOST = 0.1
"""Largest change of a z by a step: an activation bends within 1."""
CLEAR = 0.01
"""The search ends once the error is below this share of the tolerance, or of the deviation found."""
SAFETY = 4.0
"""The true error is taken to be at most this multiple of the estimate; in 325,000 hard cases it was at most 1.5."""
SETTLED = 0.1
"""Where halving the step changes the difference by more than this share, it is useless: J bends within the step, as
where the step takes a saturated output from one end to the other.
"""
ROUNDS = 12
"""Largest number of steps that are tried."""
FARTHER, NEARER = 100.0, 1e-3
"""The largest and the smallest factor between one step and the next."""
EPSILON = 2.0**-52
"""The rounding unit of float64, from 1 to the next number."""
ROUNDED = 64 * EPSILON
"""Below this share of the gradient of a J that changes as fast as itself, a whole gradient is rounding error."""

Verdict = Literal["right", "wrong", "undecided"]


class Sides(NamedTuple):
    """J with a weight lowered and raised, the distance of the two values of θ, and whether J has a kink in between."""

    below: float
    above: float
    width: float
    kink: bool

    @property
    def slope(self) -> float:
        """The central difference; NaN where the two values of θ round to the same."""
        return (self.above - self.below) / self.width if self.width > 0 else nan

    @property
    def size(self) -> float:
        """The larger |J| of the two."""
        return max(abs(self.below), abs(self.above))


class Difference(NamedTuple):
    """A central difference as an estimate of ∂J/∂θ.

    `error` estimates rounding and truncation; it is 0, not estimated, where the first step agreed with the gradient.
    `size` is the |J| around the weight, `kink` tells whether the step crosses a place where J has no derivative.
    """

    slope: float
    error: float
    size: float
    kink: bool


def central_difference(
    sides: Callable[[float], Sides], steps: tuple[float, float], gradient: float, tolerance: float,
    rounding: Callable[[], float],
) -> Difference:  # fmt: skip
    """The difference by the first step if that agrees with `gradient`, else the one with the smallest error.

    `steps` are the first step and the largest one; agreement is within a hundredth of `tolerance`. `sides` gives J for
    a step, `rounding` the rounding error of J. The error is infinite where J isn't finite.
    """
    h, farthest = steps
    best: Difference | None = None
    shrunk = False
    for _round in range(ROUNDS):
        whole = sides(h)
        if best is None and (whole.kink or abs(whole.slope - gradient) <= CLEAR * tolerance):
            return Difference(whole.slope, 0.0, whole.size, whole.kink)
        half = sides(h / 2)
        if whole.kink or not (isfinite(whole.slope) and isfinite(half.slope)):
            break
        rounded = 2 * (rounding() + EPSILON * whole.size) / half.width
        left_out = abs(whole.slope - half.slope)
        settled = left_out <= max(rounded, SETTLED * abs(half.slope)) or abs(half.slope - gradient) <= tolerance
        found = Difference(half.slope, rounded + left_out if settled else inf, half.size, False)
        if best is not None and abs(found.slope - best.slope) > SAFETY * (best.error + found.error):
            break  # J differs too much: flat within one of the two steps, say, and steep within the other
        best = found if best is None or found.error < best.error else best
        clear = SAFETY * best.error <= CLEAR * max(tolerance, abs(best.slope - gradient))
        if clear or (left_out <= rounded and (shrunk or h == farthest)):
            break
        if left_out <= rounded:
            h = min(FARTHER * h, farthest)
        else:
            shrunk = True
            h *= max(NEARER, (rounded / left_out) ** (1 / 3) / 2)
    return best or Difference(whole.slope, inf, whole.size, whole.kink)


class WeightCheck(NamedTuple):
    """∂J/∂θ of one weight, by backpropagation and by central differences, in float64.

    `error` is their distance as a share of the largest ∂J/∂θ of the same Θ; where that whole gradient is rounding
    error, as a share of the gradient if J changed as fast as itself. `kink` means that the step crosses a point where
    J has no derivative, so that the two may differ. The verdict is "undecided" where the difference's own error,
    `uncertain` as the same share, is larger than the limit and covers the distance.
    """

    gradient: float
    difference: float
    error: float
    uncertain: float
    kink: bool
    verdict: Verdict


def compare_gradient(
    gradient: float, largest: float, J: float, unit: float, sides: Callable[[float], Sides],
    steps: tuple[float, float], rounding: Callable[[], float], own_rounding: Callable[[], float],
) -> WeightCheck:  # fmt: skip
    """Compare one ∂J/∂θ with its central difference; `largest` is the largest |∂J/∂θ| of its Θ.

    `unit` is the gradient of a J of 1 that changes as fast as itself: gradients far below `unit` times J are rounding.
    `rounding` and `own_rounding` give the rounding errors of J and of the gradient; they are only called where gradient
    and difference disagree.
    """
    is_rounding = largest <= ROUNDED * J * unit < inf
    tolerance = LIMIT * largest if isfinite(largest) and not is_rounding else 0.0
    first_tolerance = -1.0 if is_rounding else tolerance  # a larger step decides where a small one can't change J
    difference = central_difference(sides, steps, gradient, first_tolerance, rounding)
    natural, off = unit * max(J, difference.size), abs(difference.slope - gradient)
    off = inf if isnan(off) else off
    uncertain = 0.0 if off <= tolerance else SAFETY * (difference.error + own_rounding())
    if off <= tolerance:
        verdict: Verdict = "right"
    elif off > uncertain:
        verdict = "wrong"
    else:
        verdict = "right" if is_rounding and uncertain <= LIMIT * natural else "undecided"
    scale = largest if not is_rounding else abs(difference.slope) if verdict == "wrong" else natural
    error, of_uncertain = (value / scale if 0 < scale < inf else value for value in (off, uncertain))
    return WeightCheck(gradient, difference.slope, error, of_uncertain, difference.kink, verdict)
