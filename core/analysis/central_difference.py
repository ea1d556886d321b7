"""Central differences, (J(θ + h) − J(θ − h)) / 2h, with an estimate of their error, and gradients compared with them.

A difference has two errors: the rounding of J divided by 2h, and truncation, which grows with h². The step h is
adapted until their sum is smallest; that sum decides whether the difference can tell right from wrong.
"""

from collections.abc import Callable
from math import inf, isfinite, isnan, nan
from typing import Literal, NamedTuple

LIMIT = 1e-6
"""A gradient is right if it is off by less than this share of the largest one of its Θ."""
STEP = 1e-5
"""How far the first step moves a z of size 1."""
MOST = 0.1
"""How far a step may move a z at most: an activation bends within 1."""
CLEAR = 0.01
"""No better step is tried once the error is this share of the tolerance, or of the deviation found."""
SAFETY = 4.0
"""A difference is trusted to this many times its estimated error; in 325,000 hard cases it was off by 1.5 at most."""
SETTLED = 0.1
"""Where halving the step changes the difference by more than this share, it tells nothing: J bends within the step, as
where the step takes a saturated output from one end to the other.
"""
ROUNDS = 12
"""How many steps are tried at most."""
FARTHER, NEARER = 100.0, 1e-3
"""By which factor a step grows at most, and shrinks at most, from one try to the next."""
EPSILON = 2.0**-52
"""The rounding unit of float64, from 1 to the next number."""
ROUNDED = 64 * EPSILON
"""Below this share of the gradient of a J that changes as fast as itself, a whole gradient is nothing but rounding."""

Verdict = Literal["right", "wrong", "undecided"]


class Sides(NamedTuple):
    """J with a weight lowered and raised, the two values of θ being `width` apart; whether J has a kink in between."""

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
    """The difference with the first step if that agrees with `gradient`, else the one with the smallest error.

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
            break  # J is another one so far away: flat here, say, and steep there
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

    `error` is what the two are apart, as a share of the largest ∂J/∂θ of its Θ; where that whole gradient is nothing
    but rounding, a share of what it would be if J changed as fast as itself. `kink` tells that the step crosses a place
    where J has no derivative, so that the two may differ. Undecided: the difference's own error, `uncertain` as the
    same share, is larger than the limit and covers what the two are apart.
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
    nothing = largest <= ROUNDED * J * unit < inf
    tolerance = LIMIT * largest if isfinite(largest) and not nothing else 0.0
    at_once = -1.0 if nothing else tolerance  # of a J that a small step can't move, a larger one has to tell
    difference = central_difference(sides, steps, gradient, at_once, rounding)
    natural, off = unit * max(J, difference.size), abs(difference.slope - gradient)
    off = inf if isnan(off) else off
    uncertain = 0.0 if off <= tolerance else SAFETY * (difference.error + own_rounding())
    if off <= tolerance:
        verdict: Verdict = "right"
    elif off > uncertain:
        verdict = "wrong"
    else:
        verdict = "right" if nothing and uncertain <= LIMIT * natural else "undecided"
    scale = largest if not nothing else abs(difference.slope) if verdict == "wrong" else natural
    error, of_uncertain = (one / scale if 0 < scale < inf else one for one in (off, uncertain))
    return WeightCheck(gradient, difference.slope, error, of_uncertain, difference.kink, verdict)
