"""Accuracy and R² beside those of always giving the same answer."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.support.i18n import _
from core.support.shown_values import value_text

from .numbers import data_number, percent

if TYPE_CHECKING:
    from core.analysis.classification_metrics import ClassificationMetrics
    from core.analysis.regression_metrics import RegressionMetrics

FAR_WORSE = -1.0
"""R² under which the squared error is more than twice that of the mean."""
ABOUT_ZERO = 0.00005
"""R² that is shown as 0.0000."""


def beside_baseline(metrics: "ClassificationMetrics") -> str:
    """The accuracy of always saying the commonest class, in words: `always saying 'no' has 93.1 %`."""
    return _("always saying {} has {}").format(metrics.commonest_text, percent(metrics.baseline))


def beside_mean(r2: float) -> str:
    """What an R² of 0 or less means, in words; empty for a positive one, and where it is undefined."""
    if r2 > ABOUT_ZERO or r2 != r2:
        return ""
    if r2 >= -ABOUT_ZERO:
        return _("no better than always saying the mean")
    return _("far worse than always saying the mean") if r2 < FAR_WORSE else _("worse than always saying the mean")


def in_units(metrics: "RegressionMetrics", targets: Sequence[str]) -> str:
    """RMSE and MAE, in the units of which target."""
    errors = f"RMSE {data_number(metrics.rmse)}, MAE {data_number(metrics.mae)}"
    if len(targets) > 1:
        return _("{}, the mean over {} targets, each in its own units").format(errors, len(targets))
    return _("{} in units of {}").format(errors, value_text(targets[0])) if targets else errors
