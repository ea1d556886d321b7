"""What a marked answer is: right, right by one's own numbers, a slip, wrong, skipped."""

from typing import Literal, NamedTuple

VerdictWord = Literal["right", "follow-through", "slip", "wrong", "skipped"]
"""Follow-through: right by the equation, computed from the student's own wrong numbers before it."""

SlipName = Literal[
    "no_slope", "sign", "no_transpose", "bias_row", "no_mean", "no_rate", "late_gradient", "no_activation", "rounding",
]  # fmt: skip
"""The known slips: g′ forgotten; the sign of Δ or ∇; Θ or A not transposed; Θ's bias row taken in; no mean over m; α
forgotten; ∇ taken after the update; Z in place of g(Z); rounded too far.
"""


class Verdict(NamedTuple):
    """What an answer is worth. `right` is the right value; `expected` is the one by the student's own numbers."""

    word: VerdictWord
    right: float | str
    expected: float | str
    slip: SlipName | None = None
