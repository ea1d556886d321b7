"""A derivative of J by central differences, (J(θ + h) − J(θ − h)) / 2h, and how far such a difference can be trusted.

Two errors work against each other: J's own rounding divided by h, and what the difference leaves out, which grows with
h². So the step is made larger or smaller until their sum is least; it says what the difference can tell.
"""

from collections.abc import Callable
from math import inf, isfinite, isnan, nan
from typing import Literal, NamedTuple

LIMIT = 1e-6
"""A gradient is right that differs by less, as a share of the largest one of its Θ."""
STEP = 1e-5
"""How far a step moves a z of size 1 to begin with."""
MOST = 0.1
"""How far a step may move a z at the most: g bends where a z moves by 1."""
CLEAR = 0.01
"""Where the error is this share of what is allowed, or of what was found, no better step is looked for."""
SAFETY = 4.0
"""How many times its estimated error a difference may be off; it was 1.5 times at the most in 325,000 hard cases."""
SETTLED = 0.1
"""Two differences that are farther apart than this share of them, one with half the other's step, tell nothing: J bends
between, as that of a saturated output does which the step takes from one end to the other.
"""
ROUNDS = 12
FARTHER, NEARER = 100.0, 1e-3
"""The most that a step grows and shrinks at once."""
EPSILON = 2.0**-52
ROUNDED = 64 * EPSILON
"""What rounding leaves of a gradient that is 0, as a share of what it would be if J changed as fast as itself."""

Verdict = Literal["right", "wrong", "undecided"]


class Sides(NamedTuple):
    """J on both sides of a weight, `width` apart, as far as θ can be; whether a kink of J lies between the two."""

    below: float
    above: float
    width: float
    kink: bool

    @property
    def slope(self) -> float:
        """The central difference; NaN where θ has no two numbers that near."""
        return (self.above - self.below) / self.width if self.width > 0 else nan

    @property
    def size(self) -> float:
        """The larger |J| of the two."""
        return max(abs(self.below), abs(self.above))


class Difference(NamedTuple):
    """A central difference as an estimate of ∂J/∂θ.

    `error` is how far it may be off by rounding and by its step; 0 where it agreed at once with the gradient, so that
    nobody had to know. `size` is the |J| that it was taken of, `kink` whether its step crosses a place where J has no
    derivative.
    """

    slope: float
    error: float
    size: float
    kink: bool


def central_difference(
    sides: Callable[[float], Sides], steps: tuple[float, float], gradient: float, tolerance: float,
    rounding: Callable[[], float],
) -> Difference:  # fmt: skip
    """The difference with the first of the steps if it clearly agrees with `gradient`, else the best up to the last.

    Clearly is within a hundredth of `tolerance`. `sides` gives J for a step, `rounding` how far J may be off by
    rounding alone. Where J isn't finite, the error is infinite.
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


def compare(
    gradient: float, largest: float, J: float, unit: float, sides: Callable[[float], Sides],
    steps: tuple[float, float], rounding: Callable[[], float], own_rounding: Callable[[], float],
) -> WeightCheck:  # fmt: skip
    """Hold one ∂J/∂θ against its central difference; `largest` is the largest one of its Θ.

    `unit` is the gradient of a J of 1 that changes as fast as itself: one that is much smaller than that of J is 0 but
    for rounding. `rounding` and `own_rounding` tell how far J and the gradient may be off by it; they are asked only
    where the two are apart.
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
