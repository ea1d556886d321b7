"""The lines of ∇ for one weight: (3) to (6) of the last layer, (7) to (13) of others."""

from core.derivation.terms import Factor, Term
from core.notation import DOT, NEGATIVE
from core.stepping.stepper import Execution
from core.support.i18n import _

from . import errata
from .derivation_line import DerivationLine, summation
from .error_lines import (
    SAME,
    back_sum,
    behind_line,
    delta_factor,
    hidden_error_line,
    is_plain,
    slope_factors,
    slope_line,
)
from .example_values import ExampleValues
from .letters import J, cell_name, derivative, indexed
from .loss_lines import example_line, is_the_lectures
from .mean_lines import mean_lines
from .output_layer import Output, error_pieces, softmax_chain, with_reason


def last_layer_lines(values: ExampleValues, j: int, k: int) -> list[DerivationLine]:
    """∂J/∂θ_jk of one example, θ_jk a weight of the last layer: (4), (5), (6)."""
    L, own = values.L, Output(values, k)
    a, z, theta = indexed("a", "k"), indexed("z", "k"), indexed("θ", "jk")
    a_j, left = Factor(indexed("a", "j"), values.a(L - 1, j)), derivative(J, theta)
    by_weight = Factor(derivative(z, theta), a_j.value)
    if values.context.output == "softmax":
        chained, written = (softmax_chain(values, k, written=one) for one in (False, True))
        value = -written.value * a_j.value
        text = _("The chain rule: θ_jk acts on J through z_k, and z_k through every output of softmax.")
        lines = [
            DerivationLine("", left, (chained, DOT, by_weight), value, with_reason(values, text, value)),
            DerivationLine(
                "", SAME, (NEGATIVE, written, DOT, a_j), value,
                with_reason(values, _("Each factor written out, for this loss."), value),
            ),
        ]  # fmt: skip
    else:
        loss, slope = own.loss_slope, own.slope
        value = -loss.value * slope.value * a_j.value
        chain = (
            Factor(derivative(J, a), -loss.value), DOT, Factor(derivative(a, z), slope.value), DOT, by_weight,
        )  # fmt: skip
        lecture = is_the_lectures(values)
        text = _("Each factor written out; ∂z_k/∂θ_jk is what the weight multiplies, a_j.")
        lines = [
            DerivationLine(
                "4", left, chain, value,
                with_reason(values, _("The chain rule: θ_jk acts on J through z_k, and z_k through a_k."), value),
            ),
            DerivationLine(
                "5" if lecture else "", SAME, (NEGATIVE, *loss.pieces, DOT, *slope.pieces, DOT, a_j), value,
                with_reason(values, text, value),
                (errata.exponent_of_sigmoid(),) if lecture else (),
            ),
        ]  # fmt: skip
    pieces, value = error_pieces(values, k)
    plain = is_plain(values)
    inner = (a_j, DOT, "(", *pieces, ")") if plain else (a_j, DOT, *pieces)
    delta = delta_factor(values, L, k)
    if plain:
        sentence = _("What remains: the input of the weight times target minus output, δ_k = y_k − a_k (12).")
    else:
        sentence = _("What stands behind a_j is δ_k, the error of this output.")
    return [
        *lines,
        DerivationLine("6" if plain else "", SAME, (NEGATIVE, *inner), -a_j.value * value, sentence),
        DerivationLine(
            "", SAME, (NEGATIVE, a_j, DOT, delta), -a_j.value * delta.value, _("With δ_k as Δ({}) has it.").format(L)
        ),
    ]


def hidden_layer_lines(values: ExampleValues, l: int, i: int, j: int) -> list[DerivationLine]:
    """∂J/∂θ_ij of one example, θ_ij a weight from layer l to hidden layer l + 1: (7) to (13)."""
    theta = indexed("θ", "ij")
    a_i, left = Factor(indexed("a", "i"), values.a(l, i)), derivative(J, theta)
    slope, slope_value = slope_factors(values, l + 1, j)
    back = back_sum(values, l + 1, j)
    by_weight = Factor(derivative(indexed("a", "j"), theta), slope_value * a_i.value)
    value = -back.value * by_weight.value
    of_sigmoid = values.context.activations[l - 1] == "sigmoid"
    dropped = values.kept(l + 1, j) is not None
    errata_of_11 = (*([errata.slope_of_11()] if of_sigmoid else []), errata.brace_of_11())
    delta_j = Factor(indexed("δ", "j"), values.delta(l + 1, j))
    return [
        *chain_lines(values, l, i, j),
        DerivationLine(
            "10", SAME, (NEGATIVE, back, DOT, by_weight), value,
            _("z_k depends on θ_ij through a_j alone, which the weight θ_jk multiplies."),
        ),
        DerivationLine(
            "" if dropped else "11", SAME, (NEGATIVE, back, DOT, *slope, DOT, a_i), value,
            _("a_j depends on θ_ij through z_j; ∂z_j/∂θ_ij is what the weight multiplies, a_i."),
            () if dropped else errata_of_11,
        ),
        behind_line(values, l + 2, j),
        slope_line(values, l + 1, j),
        hidden_error_line(values, l + 1, j, indexed("δ", "j")),
        DerivationLine(
            "", left, (NEGATIVE, a_i, DOT, delta_j), -a_i.value * delta_j.value,
            _("So it is as in the last layer: what the weight multiplies, times the error δ_j of Δ({}).").format(l + 1),
        ),
    ]  # fmt: skip


def chain_lines(values: ExampleValues, l: int, i: int, j: int) -> list[DerivationLine]:
    """(7) to (9): ∂J/∂θ_ij through the z_k of layer l + 2."""
    of_output, plain = l + 2 == values.L, is_plain(values)
    theta, z_k, a_k = indexed("θ", "ij"), indexed("z", "k"), indexed("a", "k")
    _slope, slope = slope_factors(values, l + 1, j)
    first, second, third = [], [], []
    for k in range(1, values.size(l + 2) + 1):
        rest = values.theta(l + 1, j, k) * slope * values.a(l, i)
        by_weight = Factor(derivative(z_k, theta), rest)
        if of_output and values.context.output != "softmax":
            own = Output(values, k)
            loss, of_z = own.loss_slope, own.slope
            parts: tuple[str | Factor, ...] = (
                Factor(derivative(J, a_k), -loss.value), DOT, Factor(derivative(a_k, z_k), of_z.value), DOT, by_weight,
            )  # fmt: skip
            written = (*loss.pieces, DOT, *of_z.pieces, DOT, by_weight)
            second.append(Term(str(k), written, loss.value * of_z.value * rest))
            first.append(Term(str(k), parts, -loss.value * of_z.value * rest))
        else:
            delta = values.delta(l + 2, k)
            parts = Factor(derivative(J, z_k), -delta), DOT, by_weight
            first.append(Term(str(k), parts, -delta * rest))
        if of_output and plain:
            difference = Output(values, k).difference
            third.append(Term(str(k), (*difference.pieces, DOT, by_weight), difference.value * rest))
        else:
            delta_k = delta_factor(values, l + 2, k)
            third.append(Term(str(k), (delta_k, DOT, by_weight), delta_k.value * rest))
    sums = [summation("k", terms[0].parts, terms, enclosed=False) for terms in (first, second, third) if terms]
    one, *_others, last = (total._replace(enclosed=len(total.terms) > 1) for total in sums)
    left, lecture = derivative(J, theta), is_the_lectures(values)
    lines = [
        DerivationLine(
            "7" if second else "", left, (one,), one.value, with_reason(values, chain_sentence(values, l), one.value)
        )
    ]
    if second:
        total = sums[1]._replace(enclosed=True)
        text = with_reason(values, _("The first two factors written out, as in (5)."), total.value)
        lines.append(
            DerivationLine(
                "8" if lecture else "", SAME, (NEGATIVE, total), -total.value, text,
                (errata.weight_of_8(),) if lecture else (),
            )
        )  # fmt: skip
    numbered = of_output and plain
    if numbered:
        text = _("They come to the error of output k, as in (6): y_k − a_k = δ_k.")
    else:
        text = _("−∂J/∂z_k is the error δ_k, as Δ({}) has it.").format(l + 2)
    erratum = (errata.brace_of_9(),) if numbered else ()
    return [*lines, DerivationLine("9" if numbered else "", SAME, (NEGATIVE, last), -last.value, text, erratum)]


def chain_sentence(values: ExampleValues, l: int) -> str:
    """The chain rule in words."""
    if l + 2 == values.L:
        if values.context.output == "softmax":
            return _("The chain rule: θ_ij acts on J through every z_k; softmax makes all outputs of them.")
        return _("The chain rule: θ_ij acts on J through every output a_k, and on a_k through z_k.")
    text = _(
        "The chain rule: θ_ij acts on J through every z_k of layer {}. That isn't the output layer, so −∂J/∂z_k is "
        "the δ_k that came back to it from layer {}: the same rule, one layer further."
    )
    return text.format(l + 2, l + 3)


def gradient_lines(values: ExampleValues, execution: Execution, l: int, j: int, k: int) -> list[DerivationLine]:
    """∇(l)[j,k]: this example's part, then the mean over the mini-batch, and what is added to it."""
    last = l == values.L - 1
    own = last_layer_lines(values, j, k) if last else hidden_layer_lines(values, l, j, k)
    inputs = [input_line(values, j, "j" if last else "i")] if l == 1 and j else []
    return [example_line(values), *own, *inputs, *mean_lines(values, execution, l, j, k)]


def input_line(values: ExampleValues, i: int, letter: str) -> DerivationLine:
    """(15): the activation of layer 1 is an input."""
    name = cell_name(values.name("A(1)", values.row, i))
    x = Factor(indexed("x", str(i)), values.a(1, i))
    text = _("A(1) is X, with a column of ones in front for the bias (line 5).")
    return DerivationLine("15", indexed("a", letter), (Factor(name, x.value),), x.value, text, (errata.shapes_of_15(),))
