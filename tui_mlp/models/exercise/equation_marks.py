"""The algorithm's list in an exercise: which equations are one's own, given or asked."""

from typing import Literal, NamedTuple

from core.exercises.mini_batches import batch_of
from core.exercises.session import ExerciseSession, is_right
from tui_mlp.session.equation_plan import PlannedEquation

Mark = Literal["yours", "given", "asked", "to come", "wrong", "none"]
"""Computed by the student; known without; asked now; asked later; answered, but not rightly; not asked, not known."""


class MarkedEquation(NamedTuple):
    """An equation of the mini-batch in question; `planned` is None where naming it would give the answer away."""

    planned: PlannedEquation | None
    mark: Mark


def marked_equations(session: ExerciseSession) -> list[MarkedEquation]:
    """The equations of the mini-batch that the present question is about, or of the last one, with their marks."""
    steps, finished = session.steps, session.finished
    present = None if finished else session.question
    about = len(steps) - 1 if present is None else present.step
    hidden_from = min(next_equations(session), default=len(steps))
    found = list[MarkedEquation]()
    for k in batch_of(steps, about):
        one = steps[k].equation
        hidden = k >= hidden_from
        planned = None if hidden else PlannedEquation(one.line, one.number, one.symbol, one.text)
        found.append(MarkedEquation(planned, mark_of(session, k, about) if not hidden or k == about else "none"))
    return found


def next_equations(session: ExerciseSession) -> list[int]:
    """The equations that are, or will be, the answer to the question which one comes next."""
    return [
        one.step
        for place, one in enumerate(session.questions)
        if one.kind == "next" and (place >= session.reached or place == session.present)
    ]


def mark_of(session: ExerciseSession, step: int, about: int) -> Mark:
    """The mark of an equation; `about` is the first one whose result isn't known."""
    numbers = [place for place, one in enumerate(session.questions) if one.equation == step and one.kind == "value"]
    verdicts = [verdict for place in numbers for verdict in session.verdicts(place)]
    if not session.finished and step == session.question.step and session.question.kind != "shape":
        return "asked"
    if any(not session.finished and place >= session.present and None in session.verdicts(place) for place in numbers):
        return "to come"
    if verdicts:
        if all(map(is_right, verdicts)):
            return "yours"
        return "wrong" if any(one is not None and one.word in ("slip", "wrong") for one in verdicts) else "given"
    return "given" if step < about or session.finished else "none"
