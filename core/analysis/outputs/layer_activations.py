"""The activations of each layer over the examples: histograms, saturated, dead"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from math import ceil, floor, log10

import numpy as np

from core.activations import ACTIVATIONS
from core.analysis.advice import DEAD, SATURATED_SHARE, is_going_well, is_low
from core.analysis.loss_trend import LossTrend
from core.analysis.remedies import against_death, against_saturation
from core.calls import Array
from core.network import Network
from core.program import Program
from core.training.activation_statistics import outputs
from core.training.trainer import Trainer

ROWS = 2_000
"""The most examples, evenly spaced, whose activations are counted: of more, histograms look the same."""
BINS = 40
"""The bars of a histogram, those at its ends among them."""
VALUES = 500_000
"""The most outputs of a layer that are counted; of a layer with more, fewer examples are taken."""
ROUND = (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)
"""Histograms of activations without bounds end at these numbers times a power of ten, so that they seldom move."""


@dataclass(frozen=True, eq=False)
class LayerActivations:
    """The activations A(l) of one layer for m examples, the s_l neurons each by itself.

    `activation` is that of the layer, for the last one the output function. `edges` are the BINS + 1 ends of the bars,
    `counts`, s_l × BINS, the outputs of each neuron in them; those that aren't finite are in none. `limits` are those
    of saturated outputs, which alone are in the first and the last bar; None where none count as saturated. If a neuron
    `can_die`, the first bar has those outputs that are 0. `mean` and `spread` (the standard deviation) are s_l numbers
    over the finite outputs, NaN where there are none.
    """

    l: int
    activation: str
    m: int
    edges: Array = field(repr=False)
    counts: Array = field(repr=False)
    mean: Array = field(repr=False)
    spread: Array = field(repr=False)
    limits: tuple[float, float] | None
    can_die: bool
    remedy: str = ""
    """What to try, in a sentence; empty where nothing is wrong."""

    @property
    def neurons(self) -> int:
        """s_l."""
        return len(self.counts)

    @property
    def of_layer(self) -> Array:
        """The histogram of the whole layer, BINS counts."""
        found: Array = self.counts.sum(0)
        return found

    @property
    def not_finite(self) -> int:
        """How many outputs are NaN or infinite."""
        return self.m * self.neurons - int(self.counts.sum())

    @property
    def saturated(self) -> Array | None:
        """The share of saturated outputs of each neuron; None where none count as saturated."""
        if self.limits is None:
            return None
        found: Array = (self.counts[:, 0] + self.counts[:, -1]) / self.m
        return found

    @property
    def zero(self) -> Array | None:
        """The share of outputs 0 of each neuron; None where neurons can't die."""
        return self.counts[:, 0] / self.m if self.can_die else None

    @property
    def dead(self) -> tuple[int, ...]:
        """The neurons, from 1, that give 0 for every example."""
        return tuple(int(j) + 1 for j in np.flatnonzero(self.counts[:, 0] == self.m)) if self.can_die else ()

    @property
    def layer_mean(self) -> float:
        """The mean of all finite outputs; NaN without one."""
        return self._moments[0]

    @property
    def layer_spread(self) -> float:
        """Their standard deviation; NaN without one."""
        return self._moments[1]

    @property
    def _moments(self) -> tuple[float, float]:
        weights = self.counts.sum(1)
        known = weights > 0
        if not known.any():
            return np.nan, np.nan
        with np.errstate(all="ignore"):  # outputs of weights that diverge: their squares may be beyond all numbers
            mean = float(np.average(self.mean[known], weights=weights[known]))
            squares = self.spread[known] ** 2 + (self.mean[known] - mean) ** 2
            return mean, float(np.sqrt(np.average(squares, weights=weights[known])))


class ActivationSample:
    """Keeps the outputs of all layers of each forward pass that it is given, of ROWS examples or so."""

    def __init__(self, network: Network) -> None:
        parameters = network.parameters
        self._names = dict(enumerate([*parameters.activations, network.output], 2))
        self._factor_of_error = {l: l < parameters.L or network.loss_name == "squared_error" for l in self._names}
        self._kept: dict[int, list[Array]] = {l: [] for l in self._names}

    def add(self, program: Program) -> None:
        """Keep a copy of the outputs of one forward pass."""
        for l, kept in self._kept.items():
            A = outputs(program, l)
            kept.append(A[:: max(1, A.size // VALUES)].astype(float))

    def layers(self, trainer: Trainer) -> Iterator[LayerActivations]:
        """The activations of the layers 2 … L, and what to try against what is wrong in them in this training.

        As in advice, outputs saturate only where g' is a factor of Δ.
        """
        for l, kept in self._kept.items():
            layer = layer_activations(np.concatenate(kept), l, self._names[l], self._factor_of_error[l])
            yield replace(layer, remedy=remedy(layer, trainer))


def layer_activations(A: Array, l: int, name: str, g_prime_counts: bool) -> LayerActivations:
    """The activations of one layer; A is m × s_l.

    Where g' doesn't count, as in an output layer with cross-entropy, no output counts as saturated and none as dead.
    """
    g = ACTIVATIONS.get(name)
    limits = g.saturated if g is not None and g_prime_counts else None
    can_die = g is not None and g.dies and g_prime_counts
    m, s = A.shape
    finite = np.isfinite(A)
    edges = edges_of(A[finite], name, limits, can_die)
    inner = edges[1:-1]
    places = np.searchsorted(inner, A)  # a bar has its upper end, not its lower one
    if limits is not None:
        places[A == inner[0]] = 1  # only what is beyond the limit is saturated
    flat = (np.arange(s) * BINS + places)[finite]
    counts = np.bincount(flat, minlength=s * BINS).reshape(s, BINS)
    with np.errstate(all="ignore"):
        numbers = np.where(finite, A, 0)
        known = finite.sum(0)
        mean = numbers.sum(0) / known
        spread = np.sqrt((np.where(finite, A - mean, 0) ** 2).sum(0) / known)
    return LayerActivations(l, name, m, edges, counts, mean, spread, limits, can_die)


def remedy(layer: LayerActivations, trainer: Trainer) -> str:
    """What to try where advice would report dead neurons or saturated outputs; else empty."""
    saturated = 0.0 if layer.saturated is None else layer.saturated.mean()
    with np.errstate(all="ignore"):
        if len(layer.dead) >= DEAD * layer.neurons and not is_low(LossTrend(trainer)):
            return against_death(trainer)[1]
        if saturated >= SATURATED_SHARE and not is_going_well(LossTrend(trainer)):
            return against_saturation(trainer, layer.l)[1]
    return ""


def edges_of(values: Array, name: str, limits: tuple[float, float] | None, can_die: bool) -> Array:
    """The ends of the bars, BINS + 1 rising numbers, for these finite outputs."""
    low, high = bounds_of(values, name)
    if limits is not None:
        return np.array([low, *np.linspace(*limits, BINS - 1), high])
    if can_die:  # 0 alone, then what is above
        return np.array([0.0, *np.linspace(0, high, BINS)])
    return np.linspace(low, high, BINS + 1)


def bounds_of(values: Array, name: str) -> tuple[float, float]:
    """The least and the greatest output of the activation or, where it has none, round numbers around the values."""
    g = ACTIVATIONS.get(name)
    if g is None:
        return 0.0, 1.0  # softmax
    if g.logistic is not None:
        return g.logistic.offset, g.logistic.offset + g.logistic.scale
    low, high = rounded_up(-values.min(initial=0.0)), rounded_up(values.max(initial=0.0))
    return (-low, high) if low or high else (0.0, 1.0)


def rounded_up(size: float) -> float:
    """The next of the numbers ROUND times a power of ten; 0 for 0."""
    if size <= 0:
        return 0.0
    power = 10.0 ** floor(log10(size))
    return next((step * power for step in ROUND if step * power >= size), ceil(size / power) * power)
