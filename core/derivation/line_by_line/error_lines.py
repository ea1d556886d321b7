"""The lines of Δ: δ_k of the output layer, as (12), δ_j of a hidden one, as (13)."""

from core.activations import ACTIVATIONS
from core.derivation.derivation import derive
from core.derivation.terms import Factor, Term
from core.notation import DOT, NEGATIVE, Notation
from core.stepping.stepper import Execution
from core.support.i18n import _

from . import errata
from .activation_slope import slope_pieces
from .derivation_line import DerivationLine, Piece, Summation, summation
from .example_values import ExampleValues
from .letters import J, cell_name, derivative, indexed, slope_letter
from .loss_lines import example_line, is_the_lectures
from .output_layer import Output, error_pieces, softmax_chain, with_reason

SAME = Notation("")
"""The left side of a line that goes on with the value of the line before."""


def is_plain(values: ExampleValues) -> bool:
    """Whether δ of the output layer is the lecture's y − a."""
    return values.pair.error_number is not None and not values.weighted


def output_error_lines(values: ExampleValues, execution: Execution, k: int) -> list[DerivationLine]:
    """δ_k = −∂J/∂z_k of the output layer, from J down to the cell of Δ(L)."""
    own, delta = Output(values, k), indexed("δ", "k")
    a, z = indexed("a", "k"), indexed("z", "k")
    if values.context.output == "softmax":
        chained, written = (softmax_chain(values, k, written=one, enclosed=False) for one in (False, True))
        text = _("The chain rule: each output of softmax depends on z_k. δ is −∂J/∂z, target minus output.")
        lines = [
            DerivationLine(
                "",
                delta,
                (NEGATIVE, chained._replace(enclosed=True)),
                -chained.value,
                with_reason(values, text, chained.value),
            ),
            DerivationLine(
                "",
                SAME,
                (written,),
                written.value,
                with_reason(values, _("Both factors of each term written out."), written.value),
            ),
        ]
    else:
        loss, slope = own.loss_slope, own.slope
        chain = NEGATIVE, Factor(derivative(J, a), -loss.value), DOT, Factor(derivative(a, z), slope.value)
        value = loss.value * slope.value
        text = _("The chain rule, as the first two factors of (4); δ is −∂J/∂z, target minus output.")
        lines = [
            DerivationLine(
                "", delta, chain, value,
                with_reason(values, text, value),
            ),
            DerivationLine(
                "", SAME, (*loss.pieces, DOT, *slope.pieces), value, with_reason(values, written_out(values), value),
                (errata.exponent_of_sigmoid(),) if is_the_lectures(values) else (),
            ),
        ]  # fmt: skip
    pieces, value = error_pieces(values, k)
    reduced = [] if pieces == lines[-1].pieces else [reduced_line(values, SAME, pieces, value)]
    derivation = derive(execution, values.row, k - 1)
    whole = DerivationLine(
        "16" if is_plain(values) else "", cell_name(derivation.cell), derivation.closing.parts, derivation.value,
        _("The same for all examples and outputs at once, as the program computes it."),
    )  # fmt: skip
    return [example_line(values), *lines, *reduced, whole]


def written_out(values: ExampleValues) -> str:
    """What to say of ∂J/∂a and ∂a/∂z written out."""
    if is_the_lectures(values):
        return _("Both factors written out, as in (5): the slope of the logarithms, and that of the sigmoid.")
    return _("Both factors written out, for this loss and this output.")


def reduced_line(values: ExampleValues, left: Notation, pieces: tuple[Piece, ...], value: float) -> DerivationLine:
    """(12): δ_k with everything cancelled that cancels."""
    if not is_plain(values):
        return DerivationLine("", left, pieces, value, _("The error of an output, for this loss and this output."))
    if values.context.loss == "squared_error":
        sentence = _("The slope of the identity is 1: what remains is target minus output.")
    elif values.context.output == "softmax":
        sentence = _("The wanted outputs sum to 1, so what remains is target minus output.")
    else:
        sentence = _("a_k (1 − a_k) cancels with both denominators: what remains is target minus output.")
    return DerivationLine("12", left, pieces, value, sentence)


def delta_factor(values: ExampleValues, l: int, k: int) -> Factor:
    """δ_k of layer l as the program computed it."""
    return Factor(indexed("δ", "k"), values.delta(l, k))


def back_sum(values: ExampleValues, l: int, j: int, *, enclosed: bool = True) -> Summation:
    """Σ_k δ_k θ_jk: what layer l + 1 hands back to neuron j of layer l."""
    terms = []
    for k in range(1, values.size(l + 1) + 1):
        delta, theta = delta_factor(values, l + 1, k), Factor(indexed("θ", "jk"), values.theta(l, j, k))
        terms.append(Term(str(k), (delta, DOT, theta), delta.value * theta.value))
    return summation("k", terms[0].parts, terms, enclosed=enclosed)


def slope_factors(values: ExampleValues, l: int, j: int) -> tuple[tuple[str | Factor, ...], float]:
    """g'(z_j), times the factor of dropout if there is one: ∂a_j/∂z_j."""
    slope, kept = values.slope(l, j), values.kept(l, j)
    pieces: tuple[str | Factor, ...] = (Factor(slope_letter("j"), slope),)
    if kept is None:
        return pieces, slope
    mask = Factor(Notation("M_j/(1 − p)", "M_{j}/(1 - p)"), kept)
    return (*pieces, DOT, mask), slope * kept


def slope_line(values: ExampleValues, l: int, j: int) -> DerivationLine:
    """(18): g'(z_j) from a_j, or from z_j."""
    name, slope, dropped = values.context.activations[l - 2], values.slope(l, j), values.kept(l, j) is not None
    letter = Notation("g(z_j)", "g(z_{j})") if dropped else None
    pieces = slope_pieces(name, "j", values.z(l, j), values.before_dropout(l, j), slope, letter, enclosed=False)
    if name == "sigmoid":
        sentence, erratum = _("The slope of the sigmoid, from its own output."), (errata.exponent_of_sigmoid(),)
        return DerivationLine("18", slope_letter("j"), pieces, slope, sentence, erratum)
    text = _("The slope of {} at z_j.")
    if ACTIVATIONS[name].kinked and values.z(l, j) == 0:
        text = _("At z_j = 0 {} has a corner and no slope; the program takes the slope to the left of it.")
    return DerivationLine("", slope_letter("j"), pieces, slope, text.format(name))


def hidden_error_line(values: ExampleValues, l: int, j: int, left: Notation) -> DerivationLine:
    """(13): δ_j = (Σ_k δ_k θ_jk) g'(z_j)."""
    total, (slope, value) = back_sum(values, l, j), slope_factors(values, l, j)
    if values.kept(l, j) is not None:
        sentence = _("What the next layer hands back, times the slope and the factor of dropout.")
        return DerivationLine("", left, (total, DOT, *slope), total.value * value, sentence)
    sentence = _("The error of a hidden neuron: what the next layer hands back, times its own slope.")
    return DerivationLine("13", left, (total, DOT, *slope), total.value * value, sentence)


def hidden_error_lines(values: ExampleValues, execution: Execution, l: int, j: int) -> list[DerivationLine]:
    """δ_j = −∂J/∂z_j of hidden layer l, by the chain rule through all z_k of the next layer."""
    a, zj, zk, delta = indexed("a", "j"), indexed("z", "j"), indexed("z", "k"), indexed("δ", "j")
    (_slope, slope), terms, back = slope_factors(values, l, j), [], back_sum(values, l, j)
    for k in range(1, values.size(l + 1) + 1):
        parts = (
            Factor(derivative(J, zk), -values.delta(l + 1, k)), DOT,
            Factor(derivative(zk, a), values.theta(l, j, k)), DOT, Factor(derivative(a, zj), slope),
        )  # fmt: skip
        terms.append(Term(str(k), parts, parts[0].value * parts[2].value * slope))
    chain = summation("k", terms[0].parts, terms, enclosed=False)._replace(enclosed=True)
    of_output = l + 1 == values.L
    if of_output:
        sentence = _(
            "The chain rule as in (7), by z_j: it acts on J through a_j, and a_j through every z_k. δ is −∂J/∂z."
        )
    else:
        sentence = _(
            "The chain rule: z_j acts on J through a_j, and a_j through every z_k of layer {}; as in (7), one layer "
            "further. δ is −∂J/∂z."
        ).format(l + 1)
    derivation = derive(execution, values.row, j - 1)
    whole = DerivationLine(
        "" if values.kept(l, j) is not None else "17", cell_name(derivation.cell), derivation.closing.parts,
        derivation.value, _("The same for all examples and neurons at once, as the program computes it."),
        (errata.no_first_error(),) if l == 2 else (),
    )  # fmt: skip
    return [
        DerivationLine("", delta, (NEGATIVE, chain), -chain.value, sentence),
        DerivationLine(
            "", SAME, (back, DOT, Factor(derivative(a, zj), slope)), back.value * slope,
            _("As in (10): ∂z_k/∂a_j is the weight θ_jk, and −∂J/∂z_k is δ_k."),
        ),
        hidden_error_line(values, l, j, SAME),
        behind_line(values, l + 1, j),
        slope_line(values, l, j),
        whole,
    ]  # fmt: skip


def behind_line(values: ExampleValues, l: int, j: int) -> DerivationLine:
    """Where the δ_k of layer l come from: (12) of the output layer, else (13) with the layer behind it.

    Of several neurons, the one that hands back the most to neuron j of the layer before.
    """
    back = back_sum(values, l - 1, j).terms
    k = 1 + max(range(len(back)), key=lambda place: abs(back[place].value))
    letter = str(k) if len(back) > 1 else "k"
    delta = indexed("δ", letter)
    if l == values.L:
        pieces, value = error_pieces(values, k, letter)
        line = reduced_line(values, delta, pieces, value)
        if len(back) == 1:
            return line
        most = _("Here of output {}, which hands back the most.").format(k)
        return line._replace(sentence=f"{line.sentence} {most}")
    of_layer = Factor(values.name(f"Δ({l})", values.row, k - 1), values.delta(l, k))
    text = _(
        "The same rule, one layer further: this δ was computed from those of layer {} by (13). [ and ] lead there."
    )
    return DerivationLine("", delta, (of_layer,), of_layer.value, text.format(l + 1))
