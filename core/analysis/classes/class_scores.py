"""The scores of one class against all others, and which rows are of it."""

from dataclasses import dataclass, field

import numpy as np

from core.analysis.outputs.split_outputs import SplitOutputs
from core.calls import Array
from core.model.output_meaning import OutputMeaning

USUAL = 0.5
"""The usual threshold of a score: above it one output, or one label, is given."""


@dataclass(frozen=True, eq=False)
class ClassScores:
    """One class or label against all others, for m rows.

    `number` is that of the class in the names of the outputs' meaning. `scores` are m numbers in float64: the output of
    the class from 0 to 1, (a + 1)/2 where the targets are -1 and 1; those of identity may lie beyond. `positive` says
    which rows are of the class, `given` to which the network gives it: of several classes the one with the largest
    output, else where the score is above USUAL. Weights of examples, as by data.class_weight, count in training alone.
    """

    number: int
    scores: Array = field(repr=False)
    positive: Array = field(repr=False)
    given: Array = field(repr=False)

    @property
    def m(self) -> int:
        """The number of rows."""
        return len(self.scores)

    @property
    def not_finite(self) -> int:
        """How many scores are NaN or infinite: then there is no order, and no threshold."""
        return self.m - int(np.count_nonzero(np.isfinite(self.scores)))

    def changed(self, threshold: float) -> int:
        """How many rows have or haven't the class otherwise than usual, if it is given above this threshold."""
        with np.errstate(invalid="ignore"):
            return int(np.count_nonzero((self.scores > threshold) != self.given))


def class_in_focus(meaning: OutputMeaning, number: int | None) -> int:
    """The number of the class: that wished for, else of two exclusive classes the second, else the first."""
    count = len(meaning.names)
    if number is not None and 0 <= number < count:
        return number
    return 1 if count == 2 and not meaning.several_labels else 0


def largest_decides(meaning: OutputMeaning) -> bool:
    """Whether a row usually gets the class with the largest output, and not each class above a threshold."""
    return len(meaning.names) > 2 and not meaning.several_labels


def class_scores(outputs: SplitOutputs, number: int | None = None) -> ClassScores:
    """The scores of the class with this number, or of the one that is looked at first, over the rows of a split."""
    meaning = outputs.meaning
    number = class_in_focus(meaning, number)
    if outputs.A.shape[1] == 1:
        column = outputs.A[:, 0].astype(float)
        if meaning.threshold == 0:
            column = (column + 1) / 2
        with np.errstate(invalid="ignore"):
            scores = column if number or len(meaning.names) == 1 else 1 - column
    else:
        scores = outputs.A[:, number].astype(float)
        if meaning.threshold == 0:
            scores = (scores + 1) / 2
    if meaning.several_labels:
        positive, given = (meaning.label_marks(array[:, number]) for array in (outputs.Y, outputs.A))
    else:
        positive, given = (meaning.class_numbers(array) == number for array in (outputs.Y, outputs.A))
    return ClassScores(number, scores, positive, given)
