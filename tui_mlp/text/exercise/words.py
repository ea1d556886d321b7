"""The words of an exercise on the screen: verdicts, names of hints, how far one is."""

from core.exercises.question import Question, QuestionKind, slip_text
from core.exercises.verdict import SlipName, Verdict
from core.support.i18n import N_, _, ngettext, translated

from .lines import points_text

HINT_NAMES: dict[QuestionKind, tuple[str, str, str]] = {
    "value": (N_("equation"), N_("operands"), N_("number")),
    "shape": (N_("equation"), N_("shapes of the operands"), N_("answer")),
    "next": (N_("line"), N_("what it computes"), N_("answer")),
    "loss": (N_("a rule"), N_("α, ‖∇‖ and J"), N_("answer")),
    "slip": (N_("equation"), N_("where"), N_("answer")),
}
"""What each of the three hints tells, by the kind of question."""


def hint_name(question: Question, number: int) -> str:
    """What a hint tells, in a word or two; they are numbered from 1."""
    return translated(HINT_NAMES[question.kind][number - 1])


def verdict_word(verdict: Verdict) -> str:
    """A verdict in a word or two, as it stands beside an answer."""
    match verdict.word:
        case "right":
            return _("right")
        case "follow-through":
            return _("follow-through")
        case "skipped":
            return _("skipped")
    return _("not yet")


def question_words(question: Question) -> str:
    """What a question asks, in a word or two, for lists."""
    match question.kind:
        case "value":
            return question.symbol if len(question.asked) > 1 else question.asked[0].name
        case "shape":
            return _("shape of {}").format(question.symbol)
        case "slip":
            return _("slip in {}").format(question.symbol)
        case "next":
            return _("next equation")
        case "loss":
            return _("loss")


def asked_words(question: Question, asked: int) -> str:
    """What is asked at this index, for messages and beside its answer: a value by its name, a choice in words."""
    one = question.asked[asked]
    return one.name if question.kind == "value" else question_words(question)


def hints_words(hints: int) -> str:
    """How many hints were taken; empty for none."""
    return ngettext("{} hint", "{} hints", hints).format(hints) if hints else ""


def slip_words(slip: SlipName, times: int) -> str:
    """A slip in words, and how often it was made, if more than once."""
    return slip_text(slip) if times == 1 else _("{} ({} times)").format(slip_text(slip), times)


def cost_text(cost: float) -> str:
    """What something costs, with a minus sign: −0.25."""
    return f"−{points_text(cost)}"


def how_far(left: int, score: float | None, of: int | None) -> str:
    """How far a session is: its score once it is finished, else the question that it has come to."""
    if score is not None and of is not None:
        return _("{} of {}").format(points_text(score), of)
    return _("question {}").format(left + 1)
