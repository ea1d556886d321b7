"""The mean of the examples' parts as the last lines of ∇: (2), (19), penalty, clipping."""

from core.derivation.terms import Factor, Term
from core.notation import DOT, NEGATIVE, PLUS, Notation
from core.stepping.stepper import Execution
from core.support.i18n import _

from . import errata
from .derivation_line import DerivationLine, Piece, summation
from .example_values import ExampleValues
from .letters import cell_name, indexed
from .loss_lines import mean_line


def mean_lines(values: ExampleValues, execution: Execution, l: int, j: int, k: int) -> list[DerivationLine]:
    """(2) and (19): the mean of all examples' parts, then the penalty if there is one."""
    A, delta, m = values.operands[f"A({l})"], values.operands[f"Δ({l + 1})"], values.context.m
    terms = []
    for i in range(m):
        factors = (
            Factor(A.entry("i", j), float(A.value[i, j])),
            Factor(delta.entry("i", k - 1), float(delta.value[i, k - 1])),
        )
        terms.append(Term(str(i + 1), (factors[0], DOT, factors[1]), factors[0].value * factors[1].value))
    total = summation("i", terms[0].parts, terms)
    cell = cell_name(execution.writes.cell(j, k - 1))
    mean: tuple[Piece, ...] = (NEGATIVE, "(1/", Factor(Notation("m"), float(m)), ")", DOT, total)
    value, part = -total.value / m, -terms[values.row].value / m + 0.0  # not −0
    line = DerivationLine(
        "19", cell, mean, value, part_sentence(values, part, value),
        (errata.loss_row_without_mean(), errata.accumulator_shapes(), *([errata.no_first_error()] if l == 1 else [])),
    )  # fmt: skip
    return [mean_line(values), line, *penalty_lines(values, cell, value, l, j, k)]


def part_sentence(values: ExampleValues, part: float, whole: float) -> str:
    """Which part of ∇ this example's is."""
    m = values.context.m
    if m == 1:
        return _("−(1/m) Aᵀ Δ for this one weight. The mini-batch is this one example.")
    share = 100 * part / whole + 0.0 if whole else float("nan")
    if abs(share) < 1e4:
        text = _("−(1/m) Aᵀ Δ for this one weight. Of the {} examples, this one gives {:.4g}: {:.1f} % of it.")
        return text.format(m, part, share)
    return _("−(1/m) Aᵀ Δ for this one weight. Of the {} examples, this one gives {:.4g}.").format(m, part)


def penalty_lines(values: ExampleValues, cell: Notation, mean: float, l: int, j: int, k: int) -> list[DerivationLine]:
    """What the penalty adds to the mean; nothing without one, and nothing to a bias."""
    rates, N = values.context.rates, Factor(Notation("N"), float(values.context.examples))
    if not (rates["l1"] or rates["l2"]):
        return []
    if j == 0:
        return [
            DerivationLine(
                "", cell, (Factor(cell, mean),), mean, _("A bias has no penalty, so nothing is added to it.")
            )
        ]
    theta, value = values.theta(l, j, k), mean
    pieces: list[Piece] = [Factor(cell, mean)]
    letter = indexed("θ", "jk" if l == values.L - 1 else "ij")
    if rates["l2"]:
        pieces += [
            PLUS,
            "(",
            Factor(Notation("λ2", r"\lambda_{2}"), rates["l2"]),
            "/",
            N,
            ")",
            DOT,
            Factor(letter, theta),
        ]
        value += rates["l2"] / N.value * theta
    if rates["l1"]:
        sign = float(theta > 0) - float(theta < 0)
        signed = Factor(Notation(f"sign({letter})", rf"\operatorname{{sign}}({letter.latex})"), sign)
        pieces += [PLUS, "(", Factor(Notation("λ1", r"\lambda_{1}"), rates["l1"]), "/", N, ")", DOT, signed]
        value += rates["l1"] / N.value * sign
    text = _("The penalty, which the lecture doesn't have, pulls each weight towards 0; N are all training examples.")
    return [DerivationLine("", cell, tuple(pieces), value, text, renews=True)]


def clipping_line(execution: Execution, cell: str, before: float) -> DerivationLine:
    """∇ scaled down to the norm c, which the lecture doesn't have."""
    norm, c = execution.gradient_norm, execution.context.rates["clip_norm"]
    name = cell_name(cell)
    pieces: tuple[Piece, ...] = (
        Factor(name, before), DOT, "min(1, ", Factor(Notation("c"), c), " / ",
        Factor(Notation("‖∇‖", r"\lVert\nabla\rVert"), norm), ")",
    )  # fmt: skip
    text = _(
        "Clipping, which the lecture doesn't have: the whole gradient, scaled down to the length c if it is longer."
    )
    return DerivationLine("", name, pieces, before * min(1.0, c / norm if norm else 1.0), text, renews=True)
