"""An exercise line by line, for screen readers and scripts."""

from collections.abc import Callable, Iterator
from functools import partial

from core.exercises.letters import given_letters
from core.exercises.question import Question
from core.exercises.saved.saved_session import SavedSession
from core.exercises.shown_numbers import asked_number, shown_number
from core.exercises.verdict import Verdict
from core.exercises.worksheets.facts import batch_number, taken_operands
from core.expressions import Operand
from core.support.errors import InputError
from core.support.escaping import shortened
from core.support.i18n import _
from tui_mlp.text.exercise.lines import help_lines, opening_lines, points_text, score_line, verdict_line
from tui_mlp.text.spoken.formula import spoken_formula, spoken_line, spoken_text
from tui_mlp.text.spoken.matrix import MOST_CELLS, spoken_matrix
from tui_mlp.text.spoken.typed_words import own_words

from .plain_words import OWN_WORDS, plain_word


class Left(Exception):
    """The student has left, or stdin has ended."""


class PlainExercise:
    """Asks a saved session's questions. `read` gives the next line, None at the end; `say` writes one.

    `clock` gives seconds, by which the time of each answer is taken.
    """

    def __init__(
        self,
        saved: SavedSession,
        read: Callable[[], str | None],
        say: Callable[[str], object],
        clock: Callable[[], float],
    ) -> None:
        self.saved, self.session = saved, saved.session
        self.read, self._say, self.clock = read, say, clock
        self._since = 0.0
        self._last: tuple[int, int] | None = None
        """The question and the part of it that were asked before the present one."""

    def say(self, text: str) -> None:
        """Write a line; the words to type in it are those of the language in use."""
        self._say(own_words(text, OWN_WORDS))

    def run(self) -> None:
        """Ask until all is done, or until the student leaves; then say the score, and where all is saved."""
        for line in opening_lines(self.session, self.saved.student):
            self.say(line)
        self.say(_("Your answers are kept in {}").format(self.saved.folder.path))
        try:
            if self.session.finished:
                self._ask_what_is_not_right()
            while not self.session.finished:
                self._ask_question()
        except Left:
            pass
        for line in self._closing_lines():
            self.say(line)

    def _ask_question(self) -> None:
        """Ask what isn't answered yet of the present question, then go on to the next one."""
        place, question = self.session.present, self.session.question
        self._introduce(question)
        for asked, before in enumerate(self.session.verdicts(place)):
            if before is None:
                self._ask(question, asked)
                self._last = place, asked
        self.saved.go_on()

    def _ask_what_is_not_right(self) -> None:
        """Ask once more what isn't right in a session that was done."""
        for place in range(self.session.of):
            if parts := self._open_parts(place):
                self._ask_again(place, parts)

    def _open_parts(self, place: int) -> list[int]:
        """What can still be answered of a question, by its index."""
        asked = range(len(self.session.questions[place].asked))
        return [part for part in asked if not self.session.refusal(place, part)]

    def _ask_again(self, place: int, parts: list[int]) -> None:
        """Ask parts of an earlier question, then come back. What can't be answered any more is said."""
        try:
            self.saved.go_to(place)
        except InputError as problem:
            self.say(str(problem))
            return
        question = self.session.question
        self._introduce(question)
        for asked in parts:
            self._ask(question, asked)
        self.saved.go_on()

    def _ask(self, question: Question, asked: int) -> None:
        """Ask one thing until it is answered or skipped. Raises Left."""
        self._since = self.clock()
        one = question.asked[asked]
        self._speak_large(question, asked)
        self._name(question, asked)
        while True:
            self.say(f"{one.name} = ?")
            line = self.read()
            if line is None:
                raise Left
            match plain_word(line):
                case "quit":
                    raise Left
                case "skip":
                    self.say(verdict_line(Verdict("skipped", "", ""), one.name, ""))
                    return
                case "help":
                    for text in help_lines(self.session.exercise):
                        self.say(text)
                case "hint":
                    self._hint()
                case "repeat":
                    self._introduce(question)
                    self._speak_large(question, asked)
                    self._name(question, asked)
                case "again":
                    self._again(question)
                case None:
                    if self._answer(question, asked, line):
                        return

    def _answer(self, question: Question, asked: int, line: str) -> bool:
        """Mark an answer; False where the line is none, so that it is asked again."""
        one, now = question.asked[asked], self.clock()
        place, tries = self.session.present, self.session.tries(self.session.present)
        try:
            verdict = self.saved.answer(asked, line, now - self._since)
        except InputError as problem:
            if self.session.tries(place) != tries:  # it was marked, but can't be saved
                self.say(str(problem))
                return True
            if one.choices:
                self.say(_("Not one of the choices: {}. Type the number of one.").format(shortened(line, 40)))
                self._name(question, asked)
            else:
                self.say(str(problem))
            if not any(map(str.isdigit, line)):
                self.say(_("`help` says which words may be typed."))
            return False
        self._since = now
        decimals = question.decimals
        right = verdict.right
        text = spoken_line(question.choice_text(right)) if isinstance(right, str) else asked_number(right, decimals)
        slip = spoken_text(self.session.slip_text(self.session.present, asked))
        self.say(verdict_line(verdict, one.name, text, slip, self.session.tries_left(asked) != 0))
        return True

    def _hint(self) -> None:
        try:
            hint = self.saved.hint()
        except InputError as problem:
            self.say(str(problem))
            return
        first, *more = map(spoken_line, hint.text.splitlines())
        self.say(_("hint {}, costs {}: {}").format(hint.number, points_text(hint.cost), first))
        for line in more:
            self.say(line)

    def _again(self, question: Question) -> None:
        """Ask the thing before once more."""
        if self._last is None:
            self.say(_("There is no question before this one; `repeat` reads this one again."))
            return
        place, asked = self._last
        self._last, present = None, self.session.present  # none before the one that is asked again
        if refusal := self.session.refusal(place, asked):
            self.say(refusal)
        elif place == present:
            self._ask(question, asked)
        else:
            self._ask_again(place, [asked])
            self._introduce(question)
        self._last = place, asked

    # What is read out

    def _introduce(self, question: Question) -> None:
        """Say the question, and read out the matrices that it takes."""
        self.say("")
        batch = batch_number(self.session, question)
        text = _("question {0} of {1}: {2}") if batch is None else _("question {0} of {1}, mini-batch {3}: {2}")
        self.say(text.format(question.number, self.session.of, spoken_text(question.prompt), batch))
        for operand in self._operands(question):
            if operand.value.size <= MOST_CELLS:
                for line in spoken_matrix(operand, self._number):
                    self.say(line)
        if question.kind == "value":
            for letter, value in given_letters(self.session.steps[question.equation]).items():
                self.say(f"{spoken_formula(letter)} = {value:g}")

    def _name(self, question: Question, asked: int) -> None:
        """Say in words which of several values is asked, whose symbols voices leave out; or what may be chosen."""
        one = question.asked[asked]
        if len(question.asked) > 1 and one.cell is not None:
            self.say(spoken_formula(one.name))
        for number, choice in enumerate(one.choices, 1):
            self.say(f"{number}: {spoken_line(question.choice_text(choice))}")

    def _speak_large(self, question: Question, asked: int) -> None:
        """Read out what one value takes of matrices too large to be read out once for all."""
        cell = question.asked[asked].cell
        for operand in self._operands(question):
            if operand.value.size > MOST_CELLS:
                place = None if cell is None else (self._asked_matrix(question), *cell)
                for line in spoken_matrix(operand, self._number, place):
                    self.say(line)

    def _operands(self, question: Question) -> Iterator[Operand]:
        """The matrices that a value takes, as the student has them; and the one with a wrong value in it."""
        if question.kind in ("value", "slip"):
            known = self.session.known(question.equation)
            yield from (known[one.symbol] for one in taken_operands(self.session.steps[question.equation]))
        if question.shown is not None:
            yield question.shown

    def _asked_matrix(self, question: Question) -> Operand:
        """The matrix of which values are asked: what the equation writes, or Z beside it."""
        operands = self.session.steps[question.equation].operands
        return next(one for one in operands if one.symbol == question.symbol)

    @property
    def _number(self) -> Callable[[float], str]:
        return partial(shown_number, decimals=self.session.exercise.decimals)

    def _closing_lines(self) -> Iterator[str]:
        session, name = self.session, self.saved.folder.name
        yield ""
        yield score_line(session.score, session.of)
        if not session.finished:
            yield _("Not finished: `mlp-tui exercise {} --plain` goes on.").format(name)
        elif any(map(self._open_parts, range(session.of))):
            yield _("`mlp-tui exercise {} --plain` asks what isn't right yet.").format(name)
        yield _("saved in {}").format(self.saved.folder.path)
        yield _("Last digest, to be noted by whoever marks it: {}").format(self.saved.digest)
