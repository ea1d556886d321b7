"""A session of an exercise: questions, answers and their verdicts, hints, points."""

from collections.abc import Mapping

from core.data.dataset import Data
from core.expressions import Operand
from core.support.errors import InputError
from core.support.i18n import _

from .exercise import Exercise
from .explaining.slip_working import WorkingLine, slip_lines, slip_sentence
from .hints import COSTS, Hint, hint_text
from .marking.answers import Marked, OwnValues, mark_choice, mark_value
from .marking.number_reading import read_number
from .marking.slip_search import ComputedCell, FoundSlip
from .mini_batches import masks_of, run_mini_batches
from .question import Question
from .questions.question_list import questions_of
from .recomputation.recomputation import Recomputation, with_cells
from .verdict import Verdict

WRONG_CHOICE = 0.5
"""What a wrong choice or shape costs, of the point of its question."""


class ExerciseSession:
    """The state of somebody who does an exercise; without files and without a clock.

    `steps` are the equations as the program has worked them out. `present` is the index of the present question, and
    the number of questions once all are done. `data` are those of the exercise's experiment, if they are loaded
    already. Raises InputError if they can't be read, or for what can't be asked.
    """

    def __init__(self, exercise: Exercise, data: Data | None = None) -> None:
        self.exercise = exercise
        self.steps = run_mini_batches(exercise, data)
        self.questions = questions_of(exercise, self.steps)
        self.present = 0
        self._reached = 0
        self._verdicts: list[list[Verdict | None]] = [[None] * len(one.asked) for one in self.questions]
        self._tries = [[0] * len(one.asked) for one in self.questions]
        self._hints = [0] * len(self.questions)
        self._wrong_choices = [0] * len(self.questions)
        self._passed_over = set[tuple[int, int]]()
        self._slips: dict[tuple[int, int], tuple[str, FoundSlip]] = {}
        self._own: OwnValues = {}
        self._counted: OwnValues = {}

    @property
    def finished(self) -> bool:
        """Whether all questions are done."""
        return self.present == len(self.questions)

    @property
    def reached(self) -> int:
        """How many questions have been left at least once; they are the first ones."""
        return self._reached

    @property
    def question(self) -> Question:
        """The present question. Raises InputError once all are done."""
        if self.finished:
            raise InputError(_("All questions are done."))
        return self.questions[self.present]

    # Answers

    def answer(self, asked: int, text: str) -> Verdict:
        """Mark an answer to what the present question asks at this index.

        Raises InputError for text that is no answer, for what is answered already, and when no tries are left.
        """
        question = self.question
        one, place = question.asked[asked], self.present
        if refusal := self.refusal(place, asked):
            raise InputError(refusal)
        if one.cell is None:
            marked = Marked(mark_choice(question, asked, text), self._own)
            self._wrong_choices[place] += marked.verdict.word == "wrong"
        else:
            where = ComputedCell(question.equation, question.symbol, one.cell)
            seen = self.questions[: self._reached + 1]
            marked = mark_value(self.exercise, self.steps, seen, where, text, self._own, self._counted)
            if is_right(marked.verdict):
                self._counted.setdefault(where[:2], {})[one.cell] = read_number(text).value
        self._own = marked.own
        self._slips.pop((place, asked), None)
        if marked.slip is not None:
            self._slips[place, asked] = text.strip(), marked.slip
        self._tries[place][asked] += 1
        self._verdicts[place][asked] = marked.verdict
        return marked.verdict

    def refusal(self, question: int, asked: int) -> str:
        """Why what a question asks can't be answered any more, by their indices, as a sentence; empty if it can."""
        name = self.questions[question].asked[asked].name
        if is_right(self._verdicts[question][asked]):
            return _("{} is answered already.").format(name)
        if self.exercise.tries and self._tries[question][asked] >= self.exercise.tries:
            return _("There are no tries left for {}.").format(name)
        return ""

    def tries_left(self, asked: int) -> int | None:
        """How often what the present question asks may still be answered; None for any number of times."""
        tries = self.exercise.tries
        return max(0, tries - self._tries[self.present][asked]) if tries else None

    def tries(self, question: int) -> tuple[int, ...]:
        """How often each thing that a question asks was answered, by the question's index."""
        return tuple(self._tries[question])

    def verdicts(self, question: int) -> tuple[Verdict | None, ...]:
        """The last verdict on each thing that a question asks, by the question's index; None where there is none."""
        return tuple(self._verdicts[question])

    def is_right(self, question: int) -> bool:
        """Whether all that a question asks is answered rightly, by its index."""
        return all(map(is_right, self._verdicts[question]))

    # Hints

    @property
    def next_hint_cost(self) -> float | None:
        """What the next hint on the present question costs; None if there is none left."""
        used = self._hints[self.present] if not self.finished else len(COSTS)
        return COSTS[used] if self.exercise.hints and used < len(COSTS) else None

    def hint(self) -> Hint:
        """The next hint on the present question. Raises InputError when none is left, or hints are off."""
        question = self.question
        cost = self.next_hint_cost
        if not self.exercise.hints:
            raise InputError(_("There are no hints in this exercise."))
        if cost is None:
            raise InputError(_("There are no hints left for this question."))
        self._hints[self.present] += 1
        number = self._hints[self.present]
        return Hint(hint_text(question, number, self._recomputed(question.equation), self.exercise), number, cost)

    def hints(self, question: int) -> tuple[Hint, ...]:
        """The hints that were taken on a question, by its index, with the student's present numbers."""
        one = self.questions[question]
        numbers = range(1, self._hints[question] + 1)
        if not numbers:
            return ()
        recomputed = self._recomputed(one.equation)
        return tuple(Hint(hint_text(one, k, recomputed, self.exercise), k, COSTS[k - 1]) for k in numbers)

    # The way through the questions

    def go_on(self) -> None:
        """Go to the first question that hasn't been left yet. What isn't answered in the present one is skipped.

        The questions after it show the right value: an answer after that gives no points. A wrong value stays as the
        student's own one: what follows is marked by it. Raises InputError at the end.
        """
        question = self.question
        for asked, verdict in enumerate(self._verdicts[self.present]):
            if verdict is None:
                right = self._right_answer(question, asked)
                self._verdicts[self.present][asked] = Verdict("skipped", right, right)
                if self.present + 1 < len(self.questions):
                    self._passed_over.add((self.present, asked))
        self._reached = max(self._reached, self.present + 1)
        self.present = self._reached

    def go_to(self, question: int) -> None:
        """Go back to a question that isn't right yet, or to the one that comes next, by its index.

        Raises InputError for any other.
        """
        if not 0 <= question <= min(self._reached, len(self.questions) - 1):
            raise InputError(_("This question hasn't been asked yet."))
        if question != self._reached and self.is_right(question):
            raise InputError(_("This question is answered already."))
        self.present = question

    def _right_answer(self, question: Question, asked: int) -> float | str:
        cell = question.asked[asked].cell
        if cell is None:
            return question.right[asked]
        right = Recomputation(self.steps, {}, until=question.equation).computed[question.equation]
        return float(right[question.symbol].value[cell])

    # Points

    @property
    def of(self) -> int:
        """The greatest score: a point for each question."""
        return len(self.questions)

    @property
    def score(self) -> float:
        """The points of all questions."""
        return sum(map(self.points, range(len(self.questions))))

    def points(self, question: int) -> float:
        """The points of a question, by its index, from 0 to 1: a share for each right answer, less what was paid."""
        verdicts = self._verdicts[question]
        right = sum(is_right(one) and self.counts(question, asked) for asked, one in enumerate(verdicts))
        return max(0.0, right / len(verdicts) - self.paid(question))

    def counts(self, question: int, asked: int) -> bool:
        """Whether an answer can give points, by the indices of what it answers: not if a later question shows it."""
        return (question, asked) not in self._passed_over

    def paid(self, question: int) -> float:
        """What hints and wrong choices have cost of a question's point, by its index."""
        return sum(COSTS[: self._hints[question]]) + WRONG_CHOICE * self._wrong_choices[question]

    # What the student has

    def known(self, step: int) -> Mapping[str, Operand]:
        """The matrices that an equation takes, by symbol, with the student's own wrong values in place."""
        before, masks = self._recomputed(step).before[step], masks_of(self.steps[step])
        return {operand.symbol: before[operand.symbol] for operand in self.steps[step].reads} | {
            operand.symbol: operand for operand in masks
        }

    def question_matrix(self, question: int) -> Operand:
        """The matrix that a question is about, by its index, as the student has it: what is written, or Z beside it."""
        one = self.questions[question]
        recomputed = self._recomputed(one.equation)
        if one.symbol in ("", recomputed.writes[one.equation].symbol):
            return recomputed.writes[one.equation]
        own = self._own.get((one.equation, one.symbol), {})
        return with_cells(recomputed.computed[one.equation][one.symbol], own)

    def slip_text(self, question: int, asked: int) -> str:
        """What one gets by the slip behind the last answer, as a sentence; empty if there is none."""
        if (question, asked) not in self._slips:
            return ""
        _typed, found = self._slips[question, asked]
        return slip_sentence(found.name, self.steps[found.equation], self.exercise)

    def slip_working(self, question: int, asked: int) -> tuple[WorkingLine, ...]:
        """The last answer in numbers as its slip gives it, and what is missing; empty without a slip or if rounded."""
        if (question, asked) not in self._slips:
            return ()
        typed, found = self._slips[question, asked]
        if found.name == "rounding":
            return ()
        one = self.questions[question]
        return tuple(slip_lines(one, asked, typed, found, self._recomputed(one.equation)))

    def _recomputed(self, step: int) -> Recomputation:
        """The equations up to one, as the student has them."""
        return Recomputation(self.steps, self._own, until=step)


def is_right(verdict: Verdict | None) -> bool:
    """Whether a verdict counts fully: right, or right by the student's own numbers."""
    return verdict is not None and verdict.word in ("right", "follow-through")
