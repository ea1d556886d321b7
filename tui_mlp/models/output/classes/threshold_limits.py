"""The threshold of one class: its limits, the steps of keys, and what a person types."""

import math
from typing import NamedTuple

from core.analysis.classes.class_curves import ClassCurves
from core.support.errors import InputError
from core.support.i18n import _
from tui_mlp.text.classes.share_text import threshold_text

_EXACT = 1e-9


class ThresholdLimits(NamedTuple):
    """The least and the greatest threshold: 0 and 1, or farther where scores lie beyond, as those of identity may."""

    low: float = 0.0
    high: float = 1.0

    def within(self, threshold: float) -> float:
        """The threshold, or the nearest that there is."""
        return min(max(threshold, self.low), self.high)

    def stepped(self, threshold: float, hundredths: int) -> float:
        """The next multiple of so many hundredths above the threshold; of a negative number below it."""
        size, way = abs(hundredths) / 100, math.copysign(1, hundredths)
        steps = threshold / size
        whole = math.floor(steps + _EXACT) + 1 if way > 0 else math.ceil(steps - _EXACT) - 1
        return self.within(round(whole * size, 2))

    def typed(self, text: str) -> float:
        """The threshold that a person typed. Raises InputError for what is no number, or beyond the limits."""
        expected = _("expected a number from {} to {}").format(threshold_text(self.low), threshold_text(self.high))
        try:
            threshold = float(text)
        except ValueError:
            raise InputError(_("threshold: found '{}', {}").format(text.strip(), expected)) from None
        if not self.low <= threshold <= self.high:
            raise InputError(_("threshold: found {}, {}").format(text.strip(), expected))
        return threshold


def limits_of(curves: ClassCurves) -> ThresholdLimits:
    """The limits for the scores of a class."""
    scores = curves.counts.scores
    low, high = math.floor(100 * float(scores[-1])) / 100, math.ceil(100 * float(scores[0])) / 100
    return ThresholdLimits(min(0.0, low), max(1.0, high))
