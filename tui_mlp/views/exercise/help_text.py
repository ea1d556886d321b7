"""The help on the exercise screen."""

from core.exercises.session import ExerciseSession
from core.exercises.worksheets.facts import facts_of
from core.support.i18n import _


def help_text(session: ExerciseSession) -> str:
    """What is on the screen, how answers are marked, the keys, and facts of the network."""
    exercise = session.exercise
    text = _(
        "A mini-batch done by hand, equation by equation. Above stands what the equation takes, as you have it: your "
        "own wrong values stay, and what follows is marked by them (follow-through), so a slip costs once. Each "
        "question is worth one point, shared by all that it asks.\n\n"
        "A value is right to {} decimals, or within the relative tolerance {:g}; decimal point or comma, 9.1e-2 too. "
        "A wrong number costs nothing, a wrong choice half a point. Known slips are named: what one gets with each "
        "stands under Your answer.\n\n"
        "0-9 - .  type into the field in focus; backspace takes a character back\n"
        "arrows   another field; in a list another choice, also by its number\n"
        "enter    check what is typed, or choose; once all is right, go on\n"
        "h        a hint: the equation costs 0.25, its operands 0.25 more, the answer 0.5 more\n"
        "k        skip: go on, whatever is answered; what isn't counts nothing\n"
        "[ ]      an earlier question that isn't right yet, and back\n"
        "a        other exercises; this one is saved and can be gone on with\n"
        "w        this exercise again, with other weights\n"
        "shift+arrows  what the equation takes, where it is too large for the screen\n"
        "pgup     the answer and its hints up, pgdn down\n"
        "P        pointer: frame the field in focus, for an audience; again, no more\n"
        "y        copy the question with your answers\n"
        "esc      leave: all that was checked is saved\n"
        ":  M  q  menu, messages so far, quit"
    ).format(exercise.decimals, exercise.tolerance)
    return "\n\n".join((text, "\n".join(facts_of(session))))
