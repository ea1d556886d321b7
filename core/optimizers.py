"""Optimisers by name: the formulas and calls of one update of the flat vector θ.

A function returns an optimiser's formulas in the order in which they run; the last one writes Θ. g is the gradient, α
the learning rate.
"""

import math
from collections.abc import Callable, Mapping
from typing import Literal, NamedTuple

import numpy as np
from numpy import add, copyto, divide, multiply, subtract

from .calls import Array, Call, scalar
from .expressions import Expression, Letter, Operand, sqrt
from .parameters import Parameters
from .scalars import Scalars

Layer = Mapping[str, Operand]
"""One layer's part of each vector that an update reads or writes, by name: "Θ", "∇", "mu", "nu", "α'" …"""

ALPHA, MOMENTUM, RHO, BETA1, BETA2, EPSILON = map(Letter, ("α", "μ", "ρ", "β1", "β2", "ε"))


class Formula(NamedTuple):
    """One line of an update: the new value of a vector as long as Θ, or of a number (0-d).

    `expression` is the formula for one layer; `calls` compute all layers at once.
    """

    name: str
    expression: Callable[[Layer], Expression]
    vector: Array
    calls: list[Call]


class Optimizer:
    """An optimiser bound to the parameters that it updates. Its state is `vectors`, as long as Θ, and `count`.

    `count` is the number of steps, used by bias corrections. If weights have taken different numbers of steps, or will
    because some are frozen, `vectors["t"]` holds the number for each weight, starting from the argument `t`.
    """

    def __init__(
        self, name: str, parameters: Parameters, gradient: Array, scalars: Scalars, t: Array | None = None
    ) -> None:
        rule = OPTIMIZERS[name]
        self.name, self.scalars, self.theta, self.gradient = name, scalars, parameters.theta, gradient
        self.frozen = parameters.frozen.copy()
        self.vectors = {name: np.zeros_like(parameters.theta) for name in rule.state}
        if rule.counts_steps and (t is not None or self.frozen.any()):
            self.vectors["t"] = np.zeros(len(self.theta), np.int64) if t is None else t.copy()
        self.step = np.zeros_like(parameters.theta)
        self.count = 0
        self.formulas = rule.formulas(self)
        if self.frozen.any():
            state = (*self.vectors, "Θ")
            self.formulas = [with_frozen(one, self.frozen) if one.name in state else one for one in self.formulas]
            self.formulas[-1].calls.append((copyto, (self.step, scalar(0, self.step.dtype), "same_kind", self.frozen)))

    @property
    def fewest_steps(self) -> int:
        """The smallest number of steps among all weights that aren't frozen."""
        t = self.vectors.get("t")
        return self.count if t is None else int(t[~self.frozen].min(initial=self.count))

    def matches(self, name: str, frozen: Array, t: Array | None) -> bool:
        """Whether an optimiser of this name, frozen weights and step counts would have the same calls.

        `bias_corrections_by_weight` treats weights with equal step counts as one group, so the counts may all differ
        by the same number.
        """
        own = self.vectors.get("t")
        if name != self.name or (frozen != self.frozen).any():
            return False
        if t is None or own is None:
            return t is own
        return len(np.unique((t - own)[~frozen])) <= 1


def with_frozen(formula: Formula, frozen: Array) -> Formula:
    """The formula with calls around its own that restore the values of frozen weights."""
    saved = formula.vector.copy()
    save: Call = (copyto, (saved, formula.vector))
    restore: Call = (copyto, (formula.vector, saved, "same_kind", frozen))
    return formula._replace(calls=[save, *formula.calls, restore])


def gradient_descent(state: Optimizer) -> list[Formula]:
    """θ −= α g."""
    alpha = state.scalars.learning_rate
    return [descend(state, lambda l: l["Θ"] - ALPHA * l["∇"], state.gradient, alpha)]  # lines 11–12


def momentum(state: Optimizer) -> list[Formula]:
    """v ← μ v + g, θ −= α v. Polyak 1964."""
    v, alpha = state.vectors["mu"], state.scalars.learning_rate
    return [accumulate(state), descend(state, lambda l: l["Θ"] - ALPHA * l["mu"], v, alpha)]


def nesterov(state: Optimizer) -> list[Formula]:
    """v ← μ v + g, θ −= α (g + μ v). Nesterov 1983, in the form of Sutskever et al. 2013."""
    v, step, scalars = state.vectors["mu"], state.step, state.scalars
    ahead: list[Call] = [(multiply, (v, scalars.momentum, step)), (add, (state.gradient, step, step))]

    def formula(l: Layer) -> Expression:
        return l["Θ"] - ALPHA * (l["∇"] + MOMENTUM * l["mu"])

    return [accumulate(state), descend(state, formula, step, scalars.learning_rate, ahead)]


def rmsprop(state: Optimizer) -> list[Formula]:
    """ν ← ρ ν + (1 − ρ) g², θ −= α g / (√ν + ε). Tieleman, Hinton 2012."""
    g, nu, step, scalars = state.gradient, state.vectors["nu"], state.step, state.scalars
    squares: list[Call] = [(multiply, (g, g, step)), *moving_average(nu, step, scalars, "rho", step)]
    scaled: list[Call] = [(np.sqrt, (nu, step)), (add, (step, scalars.epsilon, step)), (divide, (g, step, step))]

    def formula(l: Layer) -> Expression:
        return l["Θ"] - ALPHA * l["∇"] / (sqrt(l["nu"]) + EPSILON)

    return [
        Formula("nu", lambda l: RHO * l["nu"] + (1 - RHO) * l["∇"] ** 2, nu, squares),
        descend(state, formula, step, scalars.learning_rate, scaled),
    ]


def adam(state: Optimizer) -> list[Formula]:
    """μ ← β1 μ + (1 − β1) g, ν ← β2 ν + (1 − β2) g², θ −= α μ̂ / (√ν̂ + ε). Kingma, Ba 2015.

    Here μ̂ = μ / (1 − β1^t) and ν̂ = ν / (1 − β2^t). Computed as θ −= α' μ / (√ν + ε'), which is the same and saves two
    passes over all weights: α' and ε' are two numbers, or two vectors if weights differ in their step counts t.
    """
    g, mu, nu, step, scalars = state.gradient, state.vectors["mu"], state.vectors["nu"], state.step, state.scalars
    corrections = bias_corrections_by_weight(state) if "t" in state.vectors else bias_corrections(state)
    alpha, epsilon = corrections[-2].vector, corrections[-1].vector
    squares: list[Call] = [(multiply, (g, g, step)), *moving_average(nu, step, scalars, "beta2", step)]
    scaled: list[Call] = [(np.sqrt, (nu, step)), (add, (step, epsilon, step)), (divide, (mu, step, step))]

    def formula(l: Layer) -> Expression:
        return l["Θ"] - l["α'"] * l["mu"] / (sqrt(l["nu"]) + l["ε'"])

    average_mu = moving_average(mu, g, scalars, "beta1", step)
    return [
        Formula("mu", lambda l: BETA1 * l["mu"] + (1 - BETA1) * l["∇"], mu, average_mu),
        Formula("nu", lambda l: BETA2 * l["nu"] + (1 - BETA2) * l["∇"] ** 2, nu, squares),
        *corrections,
        descend(state, formula, step, alpha, scaled),
    ]


def corrected_rate(t: Expression) -> Expression:
    """The formula of α' after t steps."""
    return ALPHA * sqrt(1 - BETA2**t) / (1 - BETA1**t)


def corrected_epsilon(t: Expression) -> Expression:
    """The formula of ε' after t steps."""
    return EPSILON * sqrt(1 - BETA2**t)


def bias_corrections(state: Optimizer) -> list[Formula]:
    """α' = α √(1 − β2^t) / (1 − β1^t) and ε' = ε √(1 − β2^t), if all weights have taken t steps."""
    dtype = state.theta.dtype
    alpha, epsilon = scalar(0, dtype), scalar(0, dtype)

    def correct() -> None:
        state.count += 1
        alpha[()], epsilon[()] = corrected(state.scalars, state.count)

    return [
        Formula("α'", lambda l: corrected_rate(Letter("t")), alpha, [(correct, ())]),
        Formula("ε'", lambda l: corrected_epsilon(Letter("t")), epsilon, []),
    ]


def bias_corrections_by_weight(state: Optimizer) -> list[Formula]:
    """The same with a t for each weight, computed once for all weights of equal t. α' is 0 for frozen weights."""
    t, free = state.vectors["t"], np.flatnonzero(~state.frozen)
    _values, first, of_free = np.unique(t[free], return_index=True, return_inverse=True)
    group, table = np.zeros(len(t), np.intp), np.zeros((2, 1 + len(first)), state.theta.dtype)
    group[free] = 1 + of_free
    alpha, epsilon = np.zeros_like(state.theta), np.zeros_like(state.theta)

    def correct() -> None:
        state.count += 1
        table[:, 0] = 0, state.scalars.exact["epsilon"]
        for column, place in enumerate(free[first], 1):
            table[:, column] = corrected(state.scalars, int(t[place]))
        for row, vector in zip(table, (alpha, epsilon), strict=True):
            row.take(group, None, vector, "clip")

    return [
        Formula("t", lambda l: l["t"] + 1, t, [(add, (t, 1, t))]),
        Formula("α'", lambda l: corrected_rate(l["t"]), alpha, [(correct, ())]),
        Formula("ε'", lambda l: corrected_epsilon(l["t"]), epsilon, []),
    ]


def corrected(scalars: Scalars, t: int) -> tuple[float, float]:
    """α' and ε' of step t, in float64: in float32, 1 − β could become 0 for β near 1."""
    exact = scalars.exact
    root = math.sqrt(1 - exact["beta2"] ** t)
    return exact["learning_rate"] * root / (1 - exact["beta1"] ** t), exact["epsilon"] * root


def descend(
    state: Optimizer,
    formula: Callable[[Layer], Expression],
    direction: Array,
    alpha: Array,
    before: list[Call] | None = None,
) -> Formula:
    """θ −= α · direction; the calls `before` compute the direction."""
    calls: list[Call] = [(multiply, (direction, alpha, state.step)), (subtract, (state.theta, state.step, state.theta))]
    return Formula("Θ", formula, state.theta, [*(before or []), *calls])


def accumulate(state: Optimizer) -> Formula:
    """v ← μ v + g."""
    v = state.vectors["mu"]
    calls: list[Call] = [(multiply, (v, state.scalars.momentum, v)), (add, (v, state.gradient, v))]
    return Formula("mu", lambda l: MOMENTUM * l["mu"] + l["∇"], v, calls)


def moving_average(mean: Array, value: Array, scalars: Scalars, rate: str, scratch: Array) -> list[Call]:
    """mean ← rate · mean + (1 − rate) · value."""
    return [
        (multiply, (mean, getattr(scalars, rate), mean)),
        (multiply, (value, scalars.complement(rate), scratch)),
        (add, (mean, scratch, mean)),
    ]


class UpdateRule(NamedTuple):
    """An optimiser: all facts about it that the program uses. Nothing else branches on its name."""

    formulas: Callable[[Optimizer], list[Formula]]
    state: Mapping[str, Literal["velocity", "first moment", "second moment"]]
    """Its state for each weight: name and meaning. Means of gradients are called mu, those of their squares nu."""
    settings: tuple[str, ...]
    """The keys of [training] that it reads besides the learning rate, in the order in which they are shown."""
    counts_steps: bool = False
    """Whether it uses the number of steps (for bias corrections), which is then part of its state."""


OPTIMIZERS = {
    "gradient_descent": UpdateRule(gradient_descent, {}, ()),
    "momentum": UpdateRule(momentum, {"mu": "velocity"}, ("momentum",)),
    "nesterov": UpdateRule(nesterov, {"mu": "velocity"}, ("momentum",)),
    "rmsprop": UpdateRule(rmsprop, {"nu": "second moment"}, ("rho", "epsilon")),
    "adam": UpdateRule(
        adam, {"mu": "first moment", "nu": "second moment"}, ("beta1", "beta2", "epsilon"), counts_steps=True
    ),
}
