"""The scores of one class against all others, and which rows are of it."""

from dataclasses import dataclass, field

import numpy as np

from core.analysis.outputs.given import class_in_focus, scores_of
from core.analysis.outputs.split_outputs import SplitOutputs
from core.calls import Array


@dataclass(frozen=True, eq=False)
class ClassScores:
    """One class or label against all others, for m rows.

    `number` is that of the class in the names of the outputs' meaning. `scores` are m numbers in float64: the output of
    the class from 0 to 1, (a + 1)/2 where the targets are -1 and 1; those of identity may lie beyond. `positive` says
    which rows are of the class, `given` to which the network gives it: of several classes the one with the largest
    output, else where the score is above the threshold. Weights of examples, as by data.class_weight, count in training
    alone.
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


def class_scores(outputs: SplitOutputs, number: int | None = None) -> ClassScores:
    """The scores of the class with this number, or of the one that is looked at first, over the rows of a split."""
    meaning = outputs.meaning
    number = class_in_focus(meaning, number)
    scores = scores_of(meaning, outputs.A, number)
    if meaning.several_labels:
        positive, given = meaning.label_marks(outputs.Y[:, number]), outputs.given[:, number]
    else:
        positive, given = meaning.class_numbers(outputs.Y) == number, outputs.given == number
    return ClassScores(number, scores, positive, given)
