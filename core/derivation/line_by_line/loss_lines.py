"""The lines of J: of one example, as (3), and of the mini-batch, as (2) and (14)."""

import numpy as np

from core.derivation.sums import output_losses
from core.derivation.terms import Factor, Term
from core.losses import PAIRS
from core.notation import DOT, HALF, MINUS, NEGATIVE, PLUS, SQUARED, Notation, joined, opening, sum_sign, typeset
from core.support.i18n import _

from .derivation_line import DerivationLine, Piece, summation
from .example_values import ExampleValues
from .letters import J
from .output_layer import Output


def is_the_lectures(values: ExampleValues) -> bool:
    """Whether J is the lecture's: the sigmoid's cross-entropy, all examples counting the same."""
    return values.pair.loss_number is not None and not values.weighted


def share_pieces(output: Output) -> tuple[str | Factor, ...]:
    """What one output adds to the loss of an example, without sign and ½."""
    if output.loss == "squared_error":
        return *output.difference.pieces, SQUARED
    log = opening("log")
    own = output.y, DOT, log, output.a, ")"
    if output.output == "softmax":
        return own
    return "[", *own, PLUS, "(1", MINUS, output.y, ")", DOT, log, *output.one_minus_a[1:-1], ")]"


def share_terms(values: ExampleValues) -> list[Term]:
    """The outputs' shares as terms, each with its value as `share_pieces` writes it."""
    Z, Y = (values.matrix(symbol)[values.row : values.row + 1] for symbol in (f"Z({values.L})", "Y"))
    A = values.matrix(f"A({values.L})")[values.row]
    factor = 2.0 if values.context.loss == "squared_error" else -1.0
    shares = factor * output_losses(values.context, Z, Y, A)
    outputs = (Output(values, k) for k in range(1, values.size(values.L) + 1))
    return [Term(str(one.k), share_pieces(one), float(share)) for one, share in zip(outputs, shares, strict=True)]


def sign_of(values: ExampleValues) -> Notation:
    """What stands in front of the sum: a minus sign, or ½."""
    return HALF if values.context.loss == "squared_error" else NEGATIVE


def example_line(values: ExampleValues) -> DerivationLine:
    """(3): the loss of this example."""
    terms = share_terms(values)
    total = summation("k", terms[0].parts, terms, enclosed=False)
    pieces: tuple[Piece, ...] = (
        sign_of(values), *Output(values, 1).weight, total._replace(enclosed=len(terms) > 1),
    )  # fmt: skip
    sign = 0.5 if values.context.loss == "squared_error" else -1.0
    sentence = _("The loss of this example alone, the sum over the outputs.")
    if values.weighted:
        sentence = _("The loss of this example alone, times its weight (data.class_weight).")
    number = "3" if is_the_lectures(values) else ""
    return DerivationLine(number, J, pieces, sign * values.w * total.value, sentence)


def example_losses(values: ExampleValues) -> list[float]:
    """The loss of each example of the mini-batch, times its weight."""
    Z, Y = values.matrix(f"Z({values.L})"), values.matrix("Y")
    w = values.matrix("w")[:, 0] if values.weighted else np.ones(len(Z))
    loss = PAIRS[values.context.output, values.context.loss].loss
    return [float(w[i]) * loss(Z[i : i + 1], Y[i : i + 1]) for i in range(len(Z))]


def mean_line(values: ExampleValues) -> DerivationLine:
    """(2): the loss of the mini-batch."""
    m = Factor(Notation("m"), float(values.context.m))
    each = [Term(str(i + 1), (Factor(Notation("J"), loss),), loss) for i, loss in enumerate(example_losses(values))]
    total = summation("i", (Factor(Notation("J_i", "J_{i}"), 0.0),), each, enclosed=False)._replace(enclosed=True)
    before = [NEGATIVE] if sign_of(values) == NEGATIVE else []
    half = [HALF] if sign_of(values) == HALF else []
    weight: list[str] = [Notation("w_i", "w_{i}"), DOT] if values.weighted else []
    share = typeset(share_pieces(Output(values, 1)), lambda factor: factor.text)
    text = joined([*before, "(1/m) ", *half, sum_sign("i"), *weight, sum_sign("k"), share])
    sentence = _("The loss of the mini-batch is the mean of that of its {} examples; so is each derivative of it.")
    if values.context.m == 1:
        sentence = _("The loss of the mini-batch, which is this one example.")
    return DerivationLine(
        "2" if is_the_lectures(values) else "", J, ("(1/", m, ")", DOT, total), total.value / m.value,
        sentence.format(values.context.m), formula=text,
    )  # fmt: skip


def loss_lines(values: ExampleValues) -> list[DerivationLine]:
    """J from one example to the mini-batch, and in matrices as the program writes it."""
    execution = next(one for one in values.executions if one.equation.kind == "loss")
    in_matrices = DerivationLine(
        "14" if is_the_lectures(values) else "", Notation(""), (), float(execution.writes.value[0, 0]),
        _("The same in matrices, as the program computes it."), formula=execution.equation.text,
    )  # fmt: skip
    return [example_line(values), mean_line(values), in_matrices]
