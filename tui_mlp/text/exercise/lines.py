"""What is said in an exercise without a screen: verdicts, what to do, the score."""

from collections.abc import Iterator

from core.exercises.exercise import Exercise
from core.exercises.question import slip_text
from core.exercises.session import ExerciseSession
from core.exercises.verdict import Verdict
from core.exercises.worksheets.facts import facts_of
from core.support.i18n import _, ngettext


def verdict_line(verdict: Verdict, asked: str, right: str, slip: str = "", again: bool = True) -> str:
    """A verdict and what there is to say, on one line that begins with its word.

    `right` is the right answer, `slip` a sentence on what one gets by the slip that was made, `again` whether another
    answer may be given.
    """
    match verdict.word:
        case "right":
            return _("right: {} = {}").format(asked, right)
        case "follow-through":
            return _("follow-through: {} is right by your own numbers before it, so it counts in full").format(asked)
        case "slip" if verdict.slip:
            text = _("slip: {} Type `again` to answer {} once more.") if again else _("slip: {}")
            return text.format(slip or slip_text(verdict.slip), asked)
        case "skipped":
            return _("skipped: {}; once the next question is asked, an answer to it gives no points").format(asked)
    if again:
        return _("wrong: that is not the answer to {}; type `again` to give another one").format(asked)
    return _("wrong: that is not the answer to {}").format(asked)


def opening_lines(session: ExerciseSession, student: str) -> Iterator[str]:
    """What the exercise is, on which network, and what to do."""
    exercise, questions = session.exercise, session.of
    yield exercise.title or exercise.name
    about = ngettext("exercise {}, {} question", "exercise {}, {} questions", questions)
    line = about.format(exercise.name, questions)
    if exercise.seed is not None:
        line = _("{}, seed {}").format(line, exercise.seed)
    yield _("{}, student {}").format(line, student) if student else line
    yield from facts_of(session)
    yield from help_lines(exercise)


def help_lines(exercise: Exercise) -> Iterator[str]:
    """What to do: how numbers are typed, and the words that are understood."""
    yield _(
        "Each question ends in `= ?`: type the value with {} decimals and press enter; the numbers that it takes are "
        "read out before."
    ).format(exercise.decimals)
    if exercise.hints:
        yield _("Or type a word: `hint` for help that costs points, `skip`, `again` for the question before.")
    else:
        yield _("Or type a word: `skip`, `again` for the question before.")
    yield _("`repeat` reads the question and its numbers once more.")
    yield _("`help` says this again; `quit` leaves, and all that you have answered is kept.")


def score_line(score: float, of: int) -> str:
    """The score: `score 7.5 of 9`."""
    return _("score {} of {}").format(points_text(score), of)


def points_text(points: float) -> str:
    """Points with two decimals at most."""
    return f"{points:.2f}".rstrip("0").rstrip(".")
