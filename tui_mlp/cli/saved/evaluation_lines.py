"""The figures of `mlp-tui evaluate` as tables, beside always the same answer."""

from collections.abc import Iterator, Sequence

from core.analysis.classification_metrics import ClassificationMetrics
from core.analysis.regression_metrics import RegressionMetrics
from core.analysis.wilson_interval import Interval
from core.prediction.evaluate import EvaluatedRows, accuracy_interval, recall_intervals
from core.support.i18n import _, ngettext
from core.support.shown_values import value_text
from tui_mlp.render.cell_text import clipped, wrapped_lines
from tui_mlp.text.ascii_text import ascii_alone
from tui_mlp.text.numbers import NOTHING, count, data_number, percent, plain_number, r2_text

from ..console import aligned, exact

SAME = 1e-12
"""Losses that differ by less are the same one."""
LONGEST_ANSWER = 28
"""Cells of "always" and a class, as the title of a column."""
FIGURES_WIDTH, TARGET_FIGURES_WIDTH = 42, 54
"""Cells of a line beside the name of a class, respectively of a target."""
SHORTEST_NAME = 8


def evaluation_lines(evaluated: EvaluatedRows, run: str, file: str | None, width: int) -> Iterator[str]:
    """The rows and weights in a sentence, then the figures: lines of at most `width` cells, if that is 60 or more."""
    yield from wrapped_lines(_head(evaluated, run, file), width)
    yield ""
    metrics = evaluated.metrics
    if (found := metrics.classification) is not None:
        yield from aligned(_classification_rows(evaluated, found), right=(1, 2))
        yield ""
        yield from aligned(_class_rows(found, width), right=(1, 3))
    if (numbers := metrics.regression) is not None:
        yield from aligned(_regression_rows(evaluated, numbers), right=(1, 2))
        yield from wrapped_lines(_units(evaluated.model.meaning.names), width)
        if evaluated.by_target:
            yield ""
            yield from aligned(_target_rows(evaluated, width), right=(1, 2, 3, 4, 5))


def _head(evaluated: EvaluatedRows, run: str, file: str | None) -> str:
    rows, weights = evaluated.rows, _("weights after epoch {}").format(count(evaluated.model.epoch))
    if file is None:
        text = ngettext("{}: {} test row, {}", "{}: {} test rows, {}", rows)
        return text.format(exact(run), count(rows), weights)
    text = ngettext("{}: {} row, {} of {}", "{}: {} rows, {} of {}", rows)
    return text.format(exact(file), count(rows), weights, exact(run))


def _classification_rows(evaluated: EvaluatedRows, found: ClassificationMetrics) -> Iterator[Sequence[str]]:
    known = found.baseline == found.baseline
    answer = _("always {}").format(found.commonest_text) if known else _("always the same")
    yield "", _("model"), clipped(answer, LONGEST_ANSWER, ascii_alone.get()), _("95 % interval")
    interval = interval_text(accuracy_interval(evaluated.metrics))
    yield _("accuracy"), percent(found.accuracy), percent(found.baseline), interval
    yield _("balanced accuracy"), percent(found.balanced_accuracy), percent(found.chance), ""
    if found.auc == found.auc:
        yield "AUC", plain_number(found.auc), plain_number(0.5), ""
    log_loss, loss = evaluated.log_loss, evaluated.metrics.loss
    if log_loss == log_loss:
        yield _("log loss"), plain_number(log_loss), "", ""
    if loss == loss and not abs(log_loss - loss) <= SAME * abs(loss):
        yield _("loss as trained"), plain_number(loss), "", ""


def _class_rows(found: ClassificationMetrics, width: int) -> Iterator[Sequence[str]]:
    """A line for each class: its recall, with its interval, and its rows."""
    yield _("label") if found.several_labels else _("class"), _("recall"), _("95 % interval"), _("rows")
    room, intervals = max(SHORTEST_NAME, width - FIGURES_WIDTH), recall_intervals(found)
    for name, share in found.recall.items():
        shown = clipped(value_text(name), room, ascii_alone.get())
        yield shown, percent(share), interval_text(intervals[name]), count(found.rows[name])


def _regression_rows(evaluated: EvaluatedRows, numbers: RegressionMetrics) -> Iterator[Sequence[str]]:
    always = evaluated.always_mean
    assert always is not None, "of a regression"
    yield "", _("model"), _("always the mean")
    yield "R²", r2_text(numbers.r2), r2_text(always.r2)
    yield "RMSE", data_number(numbers.rmse), data_number(always.rmse)
    yield "MAE", data_number(numbers.mae), data_number(always.mae)
    yield _("loss as trained"), plain_number(evaluated.metrics.loss), ""


def _units(targets: Sequence[str]) -> str:
    if len(targets) > 1:
        return _("RMSE and MAE are means over {} targets, each in its own units").format(count(len(targets)))
    return _("RMSE and MAE are in units of {}").format(value_text(targets[0]))


def _target_rows(evaluated: EvaluatedRows, width: int) -> Iterator[Sequence[str]]:
    """A line for each target, with the errors of always saying its mean beside its own."""
    yield _("target"), "R²", "RMSE", _("of the mean"), "MAE", _("of the mean")
    room = max(SHORTEST_NAME, width - TARGET_FIGURES_WIDTH)
    for name, (own, always) in zip(evaluated.model.meaning.names, evaluated.by_target, strict=True):
        errors = map(data_number, (own.rmse, always.rmse, own.mae, always.mae))
        yield clipped(value_text(name), room, ascii_alone.get()), r2_text(own.r2), *errors


def interval_text(interval: Interval) -> str:
    """The ends of an interval of shares, in words; – where it is undefined."""
    low, high = interval
    return _("{} to {}").format(percent(low), percent(high)) if low == low else NOTHING
