"""The equations whose values are sums, spelled out: A, J, ∇, Δ of a hidden layer, and Δ of softmax's squared error.

These are the lecture's per-example forms: (3), (6), (11), (13).
"""

from typing import TypeVar

import numpy as np

from .calls import Array
from .losses import PAIRS
from .program import Operand
from .stepping import Frame, Scene
from .terms import Factor, Spelling, Term, factor, product, spelled, summed
from .texts import _

T = TypeVar("T")


def given(frame: Frame, row: int, column: int) -> Spelling:
    """A(1): no formula made it."""
    if column == 0:
        return bias_unit(frame, row, column)
    example = f"{int(frame.scene.rows[row]) + 1:,}"
    note = _("input {} of training example {}").format(column, example)
    return spelled(frame, row, column, reference="15", note=note)


def bias_unit(frame: Frame, row: int, column: int) -> Spelling:
    """The ones column of A(l)."""
    return spelled(frame, row, column, note=_("the bias unit"))


def activation(frame: Frame, row: int, column: int) -> Spelling:
    """a_k = g(Σj a_j θ_jk), and dropout's factor."""
    A, theta = frame.reads
    Z, *mask = frame.also
    writes, scene = frame.writes, frame.scene
    hidden = writes.columns.bias
    if hidden and column == 0:
        return bias_unit(frame, row, column)
    k = column - hidden
    i, neuron = A.rows.label(row), theta.columns.label(k)
    terms = [product(A.columns.label(j), factor(A, row, j), factor(theta, j, k)) for j in range(len(theta.value))]
    z = Factor(f"Σj {A.symbol}[{i},j] · {theta.symbol}[j,{neuron}]", summed(terms))
    g = scene.activations[writes.columns.layer - 2] if hidden else scene.output
    parts: tuple[str | Factor, ...] = f"{g}(", z, ")"
    if g == "softmax":
        parts = softmax(z, Z, row)
    elif g == "identity":
        parts = ("(", z, ")") if mask else (z,)
    for one in mask:
        parts += " · ", factor(one, row, k)
    return spelled(frame, row, column, *parts, terms=terms, letter="j")


def softmax(z: Factor, Z: Operand, row: int) -> tuple[str | Factor, ...]:
    """e^(z − max z) / Σc e^(z_c − max z), as it is computed: e^z alone may be beyond the largest number."""
    values, i = Z.value[row].astype(float), Z.rows.label(row)
    c = int(values.argmax())
    largest = Factor(f"max({Z.symbol}[{i},:])", float(values[c]), (Z.symbol, row, c))
    total = Factor(f"Σc exp({Z.symbol}[{i},c] − {largest.text})", float(np.exp(values - values[c]).sum()))
    return "exp(", z, " − ", largest, ") / ", total


def loss(frame: Frame, row: int, column: int) -> Spelling:
    """J = (1/m) Σi of each example's own loss. (3)"""
    A, Y, _Z = frame.reads
    m, several = frame.scene.m, Y.value.shape[1] > 1
    terms = [own_loss(frame, i) for i in range(m)]
    y, a = (f"{one.symbol}[i,{'k' if several else 1}]" for one in (Y, A))
    total = Factor("Σi " + "Σk " * several + "".join(share_of(frame.scene, y, a)), summed(terms))
    reference = "3" if frame.equation.number else ""
    return spelled(
        frame, row, column, "(1/", Factor("m", m), ") · ", total, terms=terms, letter="i", reference=reference
    )


def own_loss(frame: Frame, i: int) -> Term:
    """One example's loss from its Z, as the program takes it: its largest share, and those of the other outputs."""
    A, Y, Z = frame.reads
    shares = shares_of(frame.scene, Z.value[i : i + 1], Y.value[i : i + 1], A.value[i])
    k = int(shares.argmax())
    own = PAIRS[frame.scene.output, frame.scene.loss].loss(Z.value[i : i + 1], Y.value[i : i + 1])
    parts = share_of(frame.scene, factor(Y, i, k), factor(A, i, k))
    if np.count_nonzero(shares) > 1:
        parts += " + ", Factor(_("the other outputs"), own - float(shares[k]), other_outputs=True)
    return Term(Y.rows.label(i), parts, own)


def shares_of(scene: Scene, Z: Array, Y: Array, a: Array) -> Array:
    """What each output gives to the loss of one example; Z and Y are 1 × s_L."""
    if scene.output != "softmax":
        value = PAIRS[scene.output, scene.loss].loss
        return np.array([value(Z[:, k : k + 1], Y[:, k : k + 1]) for k in range(len(a))])
    y = Y[0].astype(float)
    shifted = Z[0].astype(float) - Z.max()
    entropies = np.where(y == 0, 0, y * (np.log(np.exp(shifted).sum()) - shifted))
    return np.square(y - a) / 2 if scene.loss == "squared_error" else entropies


def share_of(scene: Scene, y: T, a: T) -> tuple[str | T, ...]:
    """One output's share of an example's loss, in symbols or factors."""
    if scene.loss == "squared_error":
        return "½ (", y, " − ", a, ")²"
    if scene.output == "softmax":
        return "−", y, " · log(", a, ")"
    return "−(", y, " · log(", a, ") + (1 − ", y, ") · log(1 − ", a, "))"


def softmax_error(frame: Frame, row: int, column: int) -> Spelling:
    """δ_k = a_k (e_k − Σc e_c a_c), where e = y − a."""
    Y, A = frame.reads
    i = Y.rows.label(row)
    terms = []
    for c in range(Y.value.shape[1]):
        y, a = factor(Y, row, c), factor(A, row, c)
        terms.append(Term(Y.columns.label(c), ("(", y, " − ", a, ") · ", a), (y.value - a.value) * a.value))
    total = Factor(f"Σc (Y[{i},c] − {A.symbol}[{i},c]) · {A.symbol}[{i},c]", summed(terms))
    y, a = factor(Y, row, column), factor(A, row, column)
    parts = a, " · (", y, " − ", a, " − ", total, ")"
    return spelled(frame, row, column, *parts, terms=terms, letter="c")


def error(frame: Frame, row: int, column: int) -> Spelling:
    """δ_j = (Σk δ_k θ_jk) g'(z_j), and dropout's factor. (13)"""
    delta, theta, *factors = frame.reads
    i, j = delta.rows.label(row), column + 1  # the bias row of Θ is left out
    terms = [
        product(delta.columns.label(k), factor(delta, row, k), factor(theta, j, k)) for k in range(delta.value.shape[1])
    ]
    total = Factor(f"(Σk {delta.symbol}[{i},k] · {theta.symbol}[{theta.rows.label(j)},k])", summed(terms))
    parts = [part for one in factors for part in (" · ", factor(one, row, column))]
    return spelled(frame, row, column, total, *parts, terms=terms, letter="k", reference="13")


def gradient(frame: Frame, row: int, column: int) -> Spelling:
    """∂J/∂θ_jk = −(1/m) Σi a_j δ_k, and the penalty's share. (6), (11)"""
    A, delta, *theta = frame.reads
    scene = frame.scene
    terms = [product(A.rows.label(i), factor(A, i, row), factor(delta, i, column)) for i in range(scene.m)]
    j, k = A.columns.label(row), delta.columns.label(column)
    total = Factor(f"Σi {A.symbol}[i,{j}] · {delta.symbol}[i,{k}]", summed(terms))
    parts: list[str | Factor] = ["−(1/", Factor("m", scene.m), ") · ", total]
    N = Factor("N", scene.examples)
    for weights in theta if row else []:
        weight = factor(weights, row, column)
        if scene.rates["l2"] > 0:
            parts += " + (", Factor("λ2", scene.rates["l2"]), "/", N, ") · ", weight
        if scene.rates["l1"] > 0:
            parts += " + (", Factor("λ1", scene.rates["l1"]), "/", N, ") · sign(", weight, ")"
    reference = "11"
    if delta.columns.layer == len(scene.sizes):
        reference = "6" if PAIRS[scene.output, scene.loss].error_number else ""
    return spelled(frame, row, column, *parts, terms=terms, letter="i", reference=reference)
