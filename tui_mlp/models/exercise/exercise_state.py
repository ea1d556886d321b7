"""An exercise on the screen: its saved session, and what is typed for each question."""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from core.exercises.question import Question
from core.exercises.saved.saved_session import SavedSession
from core.exercises.saved.session_journal import Answer
from core.exercises.session import is_right
from core.exercises.verdict import SlipName
from core.support.errors import InputError
from core.support.i18n import _

from .answer_form import AnswerForm, first_open


@dataclass(frozen=True)
class Feedback:
    """What there is to say on the last key: which answers were checked, by index; or why nothing was."""

    asked: tuple[int, ...] = ()
    problem: str = ""


class ExerciseState:
    """Turns keys into answers, hints and moves of a saved session; `clock` gives seconds.

    `feedback` is what the last key led to. It is shown until the question changes. `slips_made` are all slips of the
    session, each with the index of its question, in order; those put right later too.
    """

    def __init__(self, saved: SavedSession, clock: Callable[[], float] = monotonic) -> None:
        self.saved, self.session, self.clock = saved, saved.session, clock
        self.feedback = Feedback()
        self.slips_made: list[tuple[int, SlipName]] = []
        self.pointing = False
        """Whether the value in focus is framed, for an audience."""
        self._since = clock()
        self._forms = {place: AnswerForm.of(one) for place, one in enumerate(self.session.questions)}
        self._take_up()

    def _take_up(self) -> None:
        """Put the answers of a session that goes on into their fields again, as its journal has them."""
        for _line, entry in self.saved.folder.read_journal().entries:
            if isinstance(entry, Answer):
                place = entry.question - 1
                asked = [one.name for one in self.session.questions[place].asked].index(entry.asked)
                right = entry.verdict in ("right", "follow-through")
                self._forms[place] = self._forms[place].checked(asked, entry.given, right)
                if entry.slip is not None:
                    self.slips_made.append((place, entry.slip))
        self._begin_question()

    # The present question

    @property
    def finished(self) -> bool:
        """Whether all questions are done, so that the result is shown."""
        return self.session.finished

    @property
    def question(self) -> Question:
        """The present question."""
        return self.session.question

    @property
    def form(self) -> AnswerForm:
        """What is typed and chosen for the present question."""
        return self._forms[self.session.present]

    @form.setter
    def form(self, form: AnswerForm) -> None:
        self._forms[self.session.present] = form

    @property
    def pointed(self) -> str:
        """The name of the value in focus while it is framed; empty otherwise, and where no value is in focus."""
        if not self.pointing or self.finished or self.form.cell is None:
            return ""
        return self.question.asked[self.form.here].name if self.question.kind == "value" else self.shown_name

    @property
    def shown_name(self) -> str:
        """The name of the value in focus among those of which one is wrong."""
        shown, cell = self.question.shown, self.form.cell
        return "" if shown is None or cell is None else shown.cell(*cell)

    def form_of(self, question: int) -> AnswerForm:
        """What was typed and chosen for a question, by its index."""
        return self._forms[question]

    @property
    def right(self) -> list[bool]:
        """For each thing that the present question asks, whether it is answered rightly."""
        return [is_right(verdict) for verdict in self.session.verdicts(self.session.present)]

    @property
    def done(self) -> bool:
        """Whether all that the present question asks is answered rightly."""
        return all(self.right)

    def _begin_question(self) -> None:
        self.feedback, self._since = Feedback(), self.clock()
        if not self.finished:
            self.form = self.form.at(first_open(self.right))

    # Keys

    def type(self, character: str) -> None:
        """Add a character to the answer in focus; a digit chooses from a list."""
        form = self.form
        if form.choices and not form.asks_cells:
            number = int(character) - 1 if character.isdecimal() and character.isascii() else -1
            if 0 <= number < len(form.choices):
                self.form = form.at_choice(number)
        elif form.takes(character) and self._can_be_answered():
            self.form = form.typing(character)

    def paste(self, text: str) -> None:
        """Type what can be part of the answer; of several numbers each goes into a field, from the one in focus on."""
        takes, last = self.form.takes, len(self.form.texts) - 1
        if self.question.kind != "value":
            parts = ["".join(filter(takes, text))]
        else:  # words and names of cells beside the numbers are left out whole, so that no digit of theirs is typed
            parts = [part for part in text.split() if all(map(takes, part)) and any(map(str.isdecimal, part))]
        for number, part in enumerate(parts):
            if number:
                if self.form.here == last:
                    break
                self.move(0, 1)
            for character in part:
                self.type(character)

    def choose(self, choice: int) -> None:
        """Move the focus to a choice of the thing in focus, by its number from 0."""
        self.form = self.form.at_choice(choice)

    def erase(self) -> None:
        """Take back the last character."""
        if not self.form.choices and self._can_be_answered():
            self.form = self.form.erasing()

    def _can_be_answered(self) -> bool:
        """Whether the part in focus can be answered; if not, say why."""
        refusal = self.session.refusal(self.session.present, self.form.here)
        if refusal:
            self.feedback = Feedback(problem=refusal)
        return not refusal

    def move(self, down: int, right: int) -> None:
        """Move the focus among cells, or in a list."""
        form = self.form
        if down:
            self.form = form.moved_to_row(down)
        elif form.asks_cells or not form.choices:
            self.form = form.moved(right)

    def focus(self, asked: int) -> None:
        """Move the focus to one thing that is asked."""
        self.form = self.form.at(asked)

    def enter(self) -> None:
        """Check what is typed or chosen; go on where all is right. Raises InputError where it can't be saved."""
        if self.done:
            self.go_on()
        elif self.form.choices:
            self._check_choice()
        else:
            self._check_typed()

    def _check_choice(self) -> None:
        form = self.form
        if not self._can_be_answered():
            return
        if not form.chosen:
            self.feedback = Feedback(problem=_("Choose with the arrows first, then enter checks."))
        elif form.is_open(form.choice):
            self._answer(form.here, form.choices[form.choice])
            if self.right[form.here] and not self.done:
                self.form = self.form.at(first_open(self.right))
            elif not self.right[form.here] and not form.picks_cell:
                self.form = self.form.at(form.here)

    def _check_typed(self) -> None:
        """Check all that was typed since the last time, then focus what isn't right, or what comes next."""
        pending = self.form.to_check
        if not pending:
            empty = not self.form.texts[self.form.here]
            if self._can_be_answered():
                text = _("Type the value first.") if empty else _("This is checked already: type another value.")
                self.feedback = Feedback(problem=text)
            return
        for asked in pending:
            if not self._answer(asked, self.form.texts[asked]):
                self.form = self.form.at(asked)
                return
        self.feedback = Feedback(tuple(pending))
        wrong = [asked for asked in pending if not self.right[asked]]
        self.form = self.form.at(wrong[0] if wrong else first_open(self.right))

    def _answer(self, asked: int, text: str) -> bool:
        """Have an answer marked; False where it is none, or where it can't be saved, which is told."""
        now, tries, problem = self.clock(), self.session.tries(self.session.present), ""
        try:
            self.saved.answer(asked, text, now - self._since)
        except InputError as found:
            problem = str(found)
        if self.session.tries(self.session.present) != tries:  # it was marked, though perhaps not saved
            self._since = now
            self.form = self.form.checked(asked, text, self.right[asked])
            verdict = self.session.verdicts(self.session.present)[asked]
            if verdict is not None and verdict.slip is not None:
                self.slips_made.append((self.session.present, verdict.slip))
        self.feedback = Feedback(() if problem else (asked,), problem)
        return not problem

    def hint(self) -> None:
        """Take the next hint, or say why there is none."""
        try:
            self.saved.hint()
        except InputError as problem:
            self.feedback = Feedback(self.feedback.asked, str(problem))

    def go_on(self) -> None:
        """Go to the next question; what isn't answered is skipped. Raises InputError where it can't be saved."""
        self.saved.go_on()
        self._begin_question()

    def go_to(self, question: int) -> bool:
        """Go to another question, by its index, if that is possible. Raises InputError where it can't be saved."""
        if question not in self.open_questions:
            return False
        self.saved.go_to(question)
        self._begin_question()
        return True

    @property
    def reached(self) -> int:
        """How many questions have been left, once or more often."""
        return self.session.reached

    @property
    def open_questions(self) -> list[int]:
        """The questions that can be gone to: those left that aren't right yet, and the one that comes next."""
        left = [place for place in range(self.reached) if not self.session.is_right(place)]
        return left + [self.reached] * (self.reached < self.session.of)
