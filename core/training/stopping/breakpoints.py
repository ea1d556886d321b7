"""Breakpoints: conditions at which training stops, their numbers and texts."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from typing import NamedTuple

from core.support.errors import InputError
from core.support.i18n import N_, _, ngettext, translated


class BreakpointNumber(NamedTuple):
    """A number of a breakpoint, above 0 and up to `maximum`, with its symbol and default."""

    symbol: str
    default: float
    whole: bool = False
    maximum: float = inf

    @property
    def range(self) -> str:
        """The allowed range in words."""
        if self.whole:
            return _("a whole number of 1 or more")
        return (
            _("a number above 0") if self.maximum == inf else _("a number above 0 and up to {:g}").format(self.maximum)
        )

    def check(self, value: object) -> float:
        """The value as a number, an int if it must be whole. Raises InputError if it is out of range."""
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= self.maximum and value < inf:
            if not self.whole:
                return float(value)
            if value == int(value):
                return int(value)
        raise InputError(_("{}: found {}, expected {}").format(self.symbol, value, self.range))


@dataclass(frozen=True)
class BreakpointKind:
    """A kind of breakpoint: its name, its numbers, and its texts in English."""

    name: str
    numbers: tuple[BreakpointNumber, ...]
    label_text: str
    help_text: str

    @property
    def label(self) -> str:
        """The condition in a few words, translated."""
        return translated(self.label_text)

    @property
    def help(self) -> str:
        """The condition in full, the meaning of its numbers and sensible values, translated."""
        return translated(self.help_text)


BREAKPOINT_KINDS = {
    kind.name: kind
    for kind in (
        BreakpointKind(
            "loss_rose",
            (BreakpointNumber("k", 3, whole=True),),
            N_("train loss rose for k epochs"),
            N_(
                "The train loss has risen k epochs in a row. One or two rises are chance where mini-batches are small; "
                "with more, the learning rate is most likely too large."
            ),
        ),
        BreakpointKind(
            "theta_over",
            (BreakpointNumber("T", 10.0),),
            N_("|θ| over T"),
            N_(
                "A mini-batch took a weight or a bias beyond T or -T. Small networks on scaled data stay under 10; "
                "beyond, sigmoid and tanh saturate."
            ),
        ),
        BreakpointKind(
            "gradient_under",
            (BreakpointNumber("T", 1e-3),),
            N_("‖∇‖ under T"),
            N_(
                "‖∇‖ of a mini-batch, with penalty, before clipping. It usually starts at 0.1 to 1; under 0.001 almost "
                "nothing is learnt: a minimum, a plateau, or saturated layers."
            ),
        ),
        BreakpointKind(
            "gradient_over",
            (BreakpointNumber("T", 10.0),),
            N_("‖∇‖ over T"),
            N_(
                "‖∇‖ of a mini-batch, with penalty, before clipping. It usually starts at 0.1 to 1; 10 is a very steep "
                "place of the loss, or the beginning of divergence."
            ),
        ),
        BreakpointKind(
            "saturated",
            (BreakpointNumber("share", 0.9, maximum=1.0),),
            N_("a layer is saturated"),
            N_(
                "Outputs with |a| > 0.99 of tanh, a < 0.01 or > 0.99 of sigmoid make up this share of a layer, over "
                "all training examples. Hidden layers, and the output if Δ(L) has its g'. Checked in evaluated "
                "epochs."
            ),
        ),
        BreakpointKind(
            "dead",
            (),
            N_("a neuron is dead"),
            N_(
                "A relu neuron gives 0 for every training example, so its ∇ is 0 and no step brings it back. Checked "
                "in evaluated epochs (training.evaluate_every)."
            ),
        ),
        BreakpointKind(
            "not_finite",
            (),
            N_("a value isn't finite"),
            N_(
                "Stops before the mini-batch that would diverge, with Θ unchanged, and names the first matrix that "
                "would get an inf or a nan, and where. s steps up to it. Training on from there diverges."
            ),
        ),
        BreakpointKind(
            "misclassified",
            (),
            N_("an example is misclassified"),
            N_(
                "Stops after every mini-batch with an example that is put into a wrong class, by Θ before the update, "
                "with dropout if there is any. Never stops in regression."
            ),
        ),
        BreakpointKind(
            "at",
            (BreakpointNumber("epoch", 10, whole=True), BreakpointNumber("batch", 1, whole=True)),
            N_("epoch and batch"),
            N_(
                "After this mini-batch of this epoch, both counted from 1; after the last one where the epoch has "
                "fewer."
            ),
        ),
    )
}


@dataclass(frozen=True)
class Breakpoint:
    """A breakpoint of a kind, on or off, with its numbers. Raises InputError for numbers out of range."""

    kind: str
    on: bool = False
    values: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        numbers = BREAKPOINT_KINDS[self.kind].numbers
        if len(self.values) != len(numbers):
            message = ngettext(
                "{}: found {} number, expected {}", "{}: found {} numbers, expected {}", len(self.values)
            )
            raise InputError(message.format(BREAKPOINT_KINDS[self.kind].label, len(self.values), len(numbers)))
        checked = tuple(number.check(value) for number, value in zip(numbers, self.values, strict=True))
        object.__setattr__(self, "values", checked)


ConditionPlace = int | tuple[int, ...]
"""Where a condition holds: layer, or layer and neuron, or epoch and mini-batch; () if there is only one place."""
ConditionsHeld = Mapping[Breakpoint, frozenset[ConditionPlace]]
"""Where the conditions of breakpoints held when they were last checked."""

BREAKPOINTS = tuple(
    Breakpoint(name, False, tuple(one.default for one in kind.numbers)) for name, kind in BREAKPOINT_KINDS.items()
)
"""One breakpoint of each kind, off, with its defaults."""


class ValuePlace(NamedTuple):
    """A value of a mini-batch: the matrix's symbol, such as Θ(2), its row and its column, from 0."""

    symbol: str
    row: int = 0
    column: int = 0


class Hit(NamedTuple):
    """A stop at a breakpoint. `text` says where and why; `example` is the index of a training example, from 0."""

    kind: str
    text: str
    example: int | None = None
    value: ValuePlace | None = None
    """Where it shows in the mini-batch; None where no single value shows it."""
