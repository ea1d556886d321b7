"""Questions of an exercise, and what each asks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from core.expressions import Operand
from core.support.i18n import N_, _, ngettext, translated

from .verdict import SlipName

QuestionKind = Literal["value", "slip", "shape", "next", "loss"]
"""A value to compute; a wrong value to find; rows and columns; the equation that follows; what the loss will do."""

LossChoice = Literal["falls", "rises", "stays"]

SLIPS: dict[SlipName, str] = {
    "no_slope": N_("the slope g' was forgotten"),
    "sign": N_("the sign is wrong"),
    "no_transpose": N_("a matrix was not transposed"),
    "bias_row": N_("the bias row of Θ was taken in"),
    "no_mean": N_("the mean over the m examples was forgotten"),
    "no_rate": N_("the learning rate α was forgotten"),
    "late_gradient": N_("Θ was updated before the error was computed"),
    "no_activation": N_("the activation g was forgotten"),
    "rounding": N_("the number was rounded too far"),
}
"""What each slip is, in words."""

LOSS_CHOICES: dict[LossChoice, str] = {
    "falls": N_("the loss falls"),
    "rises": N_("the loss rises"),
    "stays": N_("the loss stays, to the decimals shown"),
}


def slip_text(slip: SlipName) -> str:
    """A slip in words, translated."""
    return translated(SLIPS[slip])


@dataclass(frozen=True)
class Asked:
    """One thing that a question asks: a number by its lecture name, or one of `choices`.

    `cell` are row and column, from 0, in the matrix that the equation writes; None for what isn't a value. `choices`
    are identifiers; `Question.choice_text` gives their words. Without choices a text is typed.
    """

    name: str
    cell: tuple[int, int] | None = None
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Question:
    """A question: what it asks, and where in the mini-batches it stands.

    `step` is the first equation, among `ExerciseSession.steps`, whose result isn't known yet; `equation` the one that
    the question is about. They differ for shapes, which may be asked long before. `symbol` is the matrix in question;
    `shown` the matrix with the wrong value in it, for kind "slip". `texts` are the words of choices that are formulas.
    """

    kind: QuestionKind
    number: int
    step: int
    equation: int
    symbol: str
    asked: tuple[Asked, ...]
    decimals: int
    right: tuple[str, ...] = field(default=(), repr=False)
    """The right answer to each that isn't a number."""
    shown: Operand | None = None
    texts: Mapping[str, str] = field(default_factory=dict)
    learning_rate: float = 0.0
    """α of the update, by which one can tell what the loss will do."""

    @property
    def prompt(self) -> str:
        """What is asked, as a sentence."""
        match self.kind:
            case "value":
                if len(self.asked) == 1:
                    return _("Compute {}, to {} decimals.").format(self.asked[0].name, self.decimals)
                text = ngettext(
                    "Compute the {} value of {}, to {} decimals.",
                    "Compute the {} values of {}, to {} decimals.",
                    len(self.asked),
                )
                return text.format(len(self.asked), self.symbol, self.decimals)
            case "shape":
                return _("How many rows and columns has {}? Type them as 3 × 2.").format(self.symbol)
            case "next":
                return _("Which equation comes next?")
            case "loss":
                text = _("With α = {:g}, what will the loss of this mini-batch do after the update?")
                return text.format(self.learning_rate)
        if len(self.asked) == 1:
            return _("{} is wrong here. Which slip was made?").format(self.symbol)
        return _("One value of {} is wrong here. Which one, and which slip was made?").format(self.symbol)

    def choice_text(self, choice: str) -> str:
        """A choice in words or as a formula, translated."""
        if choice in self.texts:
            return self.texts[choice]
        words = {str(name): text for name, text in (*SLIPS.items(), *LOSS_CHOICES.items())}
        return translated(words[choice]) if choice in words else choice
