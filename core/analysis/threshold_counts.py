"""How many rows lie above each score, of the class and of the others."""

from dataclasses import dataclass, field

import numpy as np

from core.calls import Array


@dataclass(frozen=True, eq=False)
class ThresholdCounts:
    """The k different scores of the rows, and how many rows have at least each of them.

    `scores` are descending, k numbers. `true_positives` are the rows of the class with that score or a higher one,
    `false_positives` those of all others. `positives` and `negatives` count all rows of the class and of the others.
    """

    scores: Array = field(repr=False)
    true_positives: Array = field(repr=False)
    false_positives: Array = field(repr=False)
    positives: int
    negatives: int

    @property
    def both_kinds(self) -> bool:
        """Whether there are rows of the class and others: else there is nothing to be told apart."""
        return self.positives > 0 and self.negatives > 0

    @property
    def share(self) -> float:
        """The share of the rows that are of the class; NaN for no rows."""
        m = self.positives + self.negatives
        return self.positives / m if m else float("nan")

    @property
    def area_under_roc(self) -> float:
        """The area under the ROC curve, whose points are joined by straight lines; NaN where all rows are of one kind.

        It is the share of pairs of a row of the class and another in which the former has the higher score, ties half.
        """
        if not self.both_kinds:
            return float("nan")
        widths = np.diff(self.false_positives, prepend=0)
        heights = self.true_positives + np.append(0, self.true_positives[:-1])
        return float(widths @ heights) / (2 * self.positives * self.negatives)

    def above(self, threshold: float) -> tuple[int, int]:
        """The true and the false positives where the class is given to each row with a score above a threshold."""
        place = len(self.scores) - int(np.searchsorted(self.scores[::-1], threshold, side="right"))
        return (int(self.true_positives[place - 1]), int(self.false_positives[place - 1])) if place else (0, 0)

    def by_score(self, bins: int) -> tuple[Array, Array]:
        """The rows of the class, and the others, with scores in each of `bins` equal parts from 0 to 1.

        Scores beyond are counted in the first and the last part.
        """
        inner = np.arange(1, bins) / bins
        places = len(self.scores) - np.searchsorted(self.scores[::-1], inner, side="left")
        found = []
        for counts in (self.true_positives, self.false_positives):
            at_least = np.concatenate([[0], counts])
            found.append(-np.diff(at_least[np.concatenate([[-1], places, [0]])]))
        return found[0], found[1]

    def between(self, place: int) -> float:
        """A threshold that the scores up to this place exceed, and no others: in the middle, with few decimals."""
        high = float(self.scores[place])
        last = place + 1 == len(self.scores)
        low = (min(0.0, high - 0.02) if high <= 0 else 0.0) if last else float(self.scores[place + 1])
        for decimals in range(2, 16):
            threshold = round((low + high) / 2, decimals)
            if low <= threshold < high:
                return threshold
        return low


def threshold_counts(scores: Array, positive: Array) -> ThresholdCounts:
    """The counts for m scores, none of them NaN; `positive` are m booleans. O(m log m)."""
    order = np.argsort(scores)[::-1]
    ordered, marks = scores[order], positive[order]
    ends = np.flatnonzero(np.append(ordered[1:] != ordered[:-1], np.ones(min(1, len(ordered)), bool)))
    found = np.cumsum(marks)[ends]
    positives = int(np.count_nonzero(positive))
    return ThresholdCounts(ordered[ends], found, ends + 1 - found, positives, len(scores) - positives)
