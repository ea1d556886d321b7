"""A session of an exercise: questions, answers and their verdicts, hints, points."""

from collections.abc import Mapping

from core.data.dataset import Data
from core.expressions import Operand
from core.support.errors import InputError
from core.support.i18n import _

from .exercise import Exercise
from .marking import precision_of
from .number_reading import read_number
from .question import Question
from .question_list import questions_of
from .recomputing import Recomputation
from .verdict import Verdict
from .working import work_out

WRONG_CHOICE = 0.5
"""What a wrong choice costs, of the point of its question."""


class ExerciseSession:
    """The state of somebody who does an exercise; no files and no clock.

    `steps` are the equations as the program has worked them out, `present` is the index of the present question, and
    the number of questions once all are done.
    """

    def __init__(self, exercise: Exercise, data: Data | None = None) -> None:
        self.exercise = exercise
        self.steps = work_out(exercise, data)
        self.questions = questions_of(exercise, self.steps)
        self.present = 0
        self._reached = 0
        self._verdicts: list[list[Verdict | None]] = [[None] * len(one.asked) for one in self.questions]
        self._own: dict[tuple[int, str], dict[tuple[int, int], float]] = {}
        self._tries: list[list[int]] = [[0] * len(one.asked) for one in self.questions]
        self._cost = [0.0] * len(self.questions)
        self._right = Recomputation(self.steps, {})

    @property
    def finished(self) -> bool:
        """Whether all questions are done."""
        return self.present == len(self.questions)

    @property
    def question(self) -> Question:
        """The present question. Raises InputError once all are done."""
        if self.finished:
            raise InputError(_("All questions are done."))
        return self.questions[self.present]

    # Answers

    def answer(self, asked: int, text: str) -> Verdict:
        """Mark an answer to the present question's `asked` of this index.

        Raises InputError for text that is no answer, for what is answered already, and when no tries are left.
        """
        question = self.question
        one = question.asked[asked]
        before = self._verdicts[self.present][asked]
        if before is not None and before.word in ("right", "follow-through"):
            raise InputError(_("{} is answered already.").format(one.name))
        if self.tries_left(asked) == 0:
            raise InputError(_("There are no tries left for {}.").format(one.name))
        verdict = self._mark_value(question, asked, text)
        self._tries[self.present][asked] += 1
        self._verdicts[self.present][asked] = verdict
        return verdict

    def _mark_value(self, question: Question, asked: int, text: str) -> Verdict:
        typed, precision = read_number(text), precision_of(self.exercise)
        cell = question.asked[asked].cell
        assert cell is not None
        own = {key: dict(cells) for key, cells in self._own.items()}
        own.get((question.equation, question.symbol), {}).pop(cell, None)
        mine = Recomputation(self.steps, own, until=question.equation)
        right = float(self._right.computed[question.equation].value[cell])
        expected = float(mine.computed[question.equation].value[cell])
        if precision.is_right(typed, right):
            word = "right"
            if right != expected:  # not by the student's own numbers: from here on theirs is the right one
                own.setdefault((question.equation, question.symbol), {})[cell] = right
        elif precision.is_right(typed, expected):
            word = "follow-through"
        else:
            word = "wrong"
            own.setdefault((question.equation, question.symbol), {})[cell] = typed.value
        self._own = own
        return Verdict(word, right, expected, None)

    def tries_left(self, asked: int) -> int | None:
        """How often the present question's `asked` may still be answered; None for any number of times."""
        return self.exercise.tries - self._tries[self.present][asked] if self.exercise.tries else None

    def verdicts(self, question: int) -> tuple[Verdict | None, ...]:
        """The last verdict on each thing that a question asks, by the question's index; None where there is none."""
        return tuple(self._verdicts[question])

    # The way through the questions

    def go_on(self) -> None:
        """Go to the next question that hasn't been seen. What isn't answered in this one counts as skipped.

        A wrong value stays as the student's own one: what follows is marked by it.
        """
        for asked in range(len(self.question.asked)):
            if self._verdicts[self.present][asked] is None:
                right = self._right_answer(self.question, asked)
                self._verdicts[self.present][asked] = Verdict("skipped", right, right)
        self.present = self._reached = max(self._reached, self.present + 1)

    def go_to(self, question: int) -> None:
        """Go back to a question that isn't right yet, by its index. Raises InputError for any other."""
        if not 0 <= question <= min(self._reached, len(self.questions) - 1):
            raise InputError(_("This question hasn't been asked yet."))
        if question != self._reached and self.is_right(question):
            raise InputError(_("This question is answered already."))
        self.present = question

    def is_right(self, question: int) -> bool:
        """Whether all that a question asks is answered rightly, by its index."""
        return all(one is not None and one.word in ("right", "follow-through") for one in self._verdicts[question])

    def _right_answer(self, question: Question, asked: int) -> float | str:
        cell = question.asked[asked].cell
        assert cell is not None
        return float(self._right.computed[question.equation].value[cell])

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
        """The points of a question, by its index, from 0 to 1: its share for each right answer, less what was paid."""
        verdicts = self._verdicts[question]
        right = sum(one is not None and one.word in ("right", "follow-through") for one in verdicts)
        return max(0.0, right / len(verdicts) - self._cost[question])

    # What the student has

    def known(self, step: int) -> Mapping[str, Operand]:
        """The matrices that an equation takes, by symbol, with the student's own wrong values in place."""
        before = Recomputation(self.steps, self._own, until=step).before[step]
        return {operand.symbol: before[operand.symbol] for operand in self.steps[step].reads}

    def matrix(self, step: int) -> Operand:
        """What an equation gives, as the student has it."""
        return Recomputation(self.steps, self._own, until=step).writes[step]
