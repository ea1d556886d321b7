"""The entries of a journal done again on a session, one by one."""

from core.exercises.session import ExerciseSession
from core.exercises.verdict import Verdict
from core.support.errors import InputError
from core.support.i18n import _

from .session_journal import Answer, Entry, GoOn, GoTo, Hint


def apply_entry(session: ExerciseSession, entry: Entry) -> Verdict | None:
    """Do again what an entry says; the verdict of an answer. Raises InputError where it can't have happened."""
    match entry:
        case Answer():
            require_present(session, entry.question)
            asked = session.questions[session.present].asked
            place = next((index for index, one in enumerate(asked) if one.name == entry.asked), None)
            if place is None:
                message = _("found an answer to {}, which question {} doesn't ask")
                raise InputError(message.format(entry.asked, entry.question))
            return session.answer(place, entry.given)
        case Hint():
            require_present(session, entry.question)
            number = session.hint().number
            if number != entry.number:
                raise InputError(_("found hint {}, but it was hint {}").format(entry.number, number))
        case GoOn():
            require_present(session, entry.question)
            session.go_on()
        case GoTo():
            if entry.question > len(session.questions):
                message = _("found question {}, but there are {}")
                raise InputError(message.format(entry.question, len(session.questions)))
            session.go_to(entry.question - 1)
    return None


def require_present(session: ExerciseSession, question: int) -> None:
    """Raises InputError where another question, counted from 1, is in progress, or none."""
    present = session.present + 1
    if present > len(session.questions):
        raise InputError(_("found question {}, but all questions were done").format(question))
    if question != present:
        raise InputError(_("found question {}, but question {} was in progress").format(question, present))
