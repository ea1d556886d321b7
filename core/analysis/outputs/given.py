"""The class or labels that each row is given, as usual or by a moved threshold."""

from dataclasses import dataclass

import numpy as np

from core.calls import Array
from core.model.output_meaning import OutputMeaning

USUAL = 0.5
"""The usual threshold of a score: above it one output, or one label, is given."""
NO_CLASS = -1
"""The number of the class of a row that is given none, as an output of it is NaN or infinite: there is no largest one,
and nothing is above a threshold. Such a row is wrong, whichever class it has."""


@dataclass(frozen=True)
class MovedThreshold:
    """A threshold in place of the usual one: a row with a larger score for the class `number`, from 0, is given it.

    `value` is between scores, so mostly from 0 to 1, see `scores_of`. Of two classes all other rows are given the other
    one; of several labels a row the others keep the usual threshold.
    """

    number: int
    value: float


def class_in_focus(meaning: OutputMeaning, number: int | None) -> int:
    """The number of the class: that wished for, else of two exclusive classes the second, else the first."""
    count = len(meaning.names)
    if number is not None and 0 <= number < count:
        return number
    return 1 if count == 2 and not meaning.several_labels else 0


def largest_decides(meaning: OutputMeaning) -> bool:
    """Whether a row usually gets the class with the largest output, and not each class above a threshold."""
    return len(meaning.names) > 2 and not meaning.several_labels


def moved_threshold(meaning: OutputMeaning, number: int | None, value: float | None) -> MovedThreshold | None:
    """The threshold `value` of the class in focus, None where classes are given as usual.

    That is without a value or with the usual one, and where it would not say which class a row is given: of three and
    more exclusive classes, a row below the threshold of one could be of any other.
    """
    if value is None or value == USUAL or meaning.task != "classification":
        return None
    if largest_decides(meaning) or len(meaning.names) < 2:
        return None
    return MovedThreshold(class_in_focus(meaning, number), value)


def scores_of(meaning: OutputMeaning, A: Array, number: int) -> Array:
    """The scores of one class or label for outputs A^(L), m × s_L: m numbers in float64.

    They are its outputs from 0 to 1, (a + 1)/2 where the targets are -1 and 1; those of identity may lie beyond.
    """
    single = A.shape[1] == 1
    scores: Array = A[:, 0 if single else number].astype(float)
    if meaning.threshold == 0:
        scores = (scores + 1) / 2
    with np.errstate(invalid="ignore"):
        return scores if not single or number or len(meaning.names) == 1 else 1 - scores


def given_of_two(scores: Array, moved: MovedThreshold) -> Array:
    """The numbers of the classes that are given by a moved threshold; of two classes, in the shape of the scores."""
    with np.errstate(invalid="ignore"):
        return np.where(scores.astype(float) > moved.value, moved.number, 1 - moved.number)


def given_classes(meaning: OutputMeaning, A: Array, moved: MovedThreshold | None = None) -> Array:
    """The class that each row of outputs A^(L), m × s_L, is given: m numbers from 0, or NO_CLASS; exclusive classes."""
    numbers = _by_largest_or_threshold(meaning, A, moved)
    known = np.isfinite(A)
    return numbers if known.all() else np.where(known.all(1), numbers, NO_CLASS)


def _by_largest_or_threshold(meaning: OutputMeaning, A: Array, moved: MovedThreshold | None) -> Array:
    """The class of each row of finite outputs, m numbers."""
    if moved is None:
        return meaning.class_numbers(A)
    return given_of_two(scores_of(meaning, A, moved.number), moved)


def given_labels(meaning: OutputMeaning, A: Array, moved: MovedThreshold | None = None) -> Array:
    """The labels that each row of outputs A^(L), m × s_L, is given: m × s_L booleans, where a row may have several.

    A row with an output that is NaN or infinite is given none.
    """
    marks = meaning.label_marks(A)
    if moved is not None:
        with np.errstate(invalid="ignore"):
            marks[:, moved.number] = scores_of(meaning, A, moved.number) > moved.value
    known = np.isfinite(A)
    return marks if known.all() else marks & known.all(1, keepdims=True)


def wrong_rows(meaning: OutputMeaning, A: Array, Y: Array, given: Array) -> Array:
    """Which rows of a classification are wrong, m booleans, by outputs and targets, m × s_L, and what they are given.

    They are given another class than wanted, or of several labels one too many or too few; and all are wrong that have
    an output that is NaN or infinite, also where no label is wanted.
    """
    if not meaning.several_labels:
        numbers: Array = given != meaning.class_numbers(Y)
        return numbers
    marks: Array = (given != meaning.label_marks(Y)).any(1) | ~np.isfinite(A).all(1)
    return marks
