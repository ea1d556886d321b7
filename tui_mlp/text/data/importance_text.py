"""The importance of columns in words and numbers."""

from collections.abc import Sequence
from math import floor, isfinite, isnan, log10

from core.analysis.importance.importance import ColumnImportance, Importance, Measure, ScoreName, Spread
from core.support.i18n import N_, _, ngettext, translated
from tui_mlp.text.numbers import NOTHING, count, figure_text, plain_number

SCORE_NAMES: dict[ScoreName, str] = {"accuracy": N_("accuracy"), "r2": "R²"}
DIGITS = 3
"""Digits of the largest change; all others have as many decimals."""
MOST_DECIMALS = 6


def measure_name(measure: Measure, score: ScoreName) -> str:
    """The loss, accuracy, or R²."""
    return _("loss") if measure == "loss" else translated(SCORE_NAMES[score])


def decimals_of(spreads: Sequence[Spread], measure: Measure, score: ScoreName) -> int:
    """The decimals of all changes in one list, so that they can be compared; of an accuracy those of a percentage."""
    if measure == "score" and score == "accuracy":
        return 1
    largest = max((abs(one.mean) for one in spreads if isfinite(one.mean)), default=0.0)
    return min(MOST_DECIMALS, max(0, DIGITS - 1 - floor(log10(largest)))) if largest > 0 else DIGITS


def change_text(spread: Spread, measure: Measure, score: ScoreName, decimals: int) -> str:
    """How the loss or the score changes, and its spread: `+0.210 ± 0.020`, `-8.3 ± 1.1 %`."""
    if isnan(spread.mean):
        return NOTHING
    sign, percent = (1 if measure == "loss" else -1), measure == "score" and score == "accuracy"
    factor = 100 if percent else 1
    change, deviation = sign * factor * spread.mean, factor * spread.deviation
    text = _number(change, decimals, "+")
    return f"{text} ± {_number(deviation, decimals)}{' %' if percent else ''}"


def _number(value: float, decimals: int, sign: str = "") -> str:
    if not isfinite(value):
        return plain_number(value)
    if abs(value) >= 1e6:
        return f"{value:{sign}.2e}"
    text = f"{value:{sign}.{decimals}f}"
    return text.lstrip("+-") if float(text) == 0 else text


def rows_text(importance: Importance) -> str:
    """Of which rows it is: `30 validation rows`, `2,000 of 9,000 validation rows`."""
    shown = count(importance.rows)
    if importance.rows < importance.of:
        shown = _("{} of {}").format(shown, count(importance.of))
    if importance.split == "validation":
        return ngettext("{} validation row", "{} validation rows", importance.of).format(shown)
    return ngettext("{} training row", "{} training rows", importance.of).format(shown)


def column_text(column: ColumnImportance, importance: Importance) -> str:
    """What permuting one column does: `shuffled: loss +0.145 ± 0.014, accuracy -4.4 ± 0.2 %`."""
    if not any((*column.loss.values, *column.score.values)):
        return _("shuffled: nothing changes")
    score_name, texts = importance.score_name, []
    measures: tuple[Measure, ...] = ("loss", "score")
    for measure in measures:
        spread = column.by(measure)
        change = change_text(spread, measure, score_name, decimals_of([spread], measure, score_name))
        texts.append(f"{measure_name(measure, score_name)} {change}")
    text = _("shuffled: {}, {}").format(*texts)
    if column.loss.by_chance and column.score.by_chance:
        return _("{}, perhaps by chance").format(text)
    return _("{}: better without it").format(text) if column.loss.mean < 0 and not column.loss.by_chance else text


def alike_text(column: ColumnImportance) -> str:
    """Which columns are correlated with it; empty where none are. Text of the source: to be displayed."""
    if not column.alike:
        return ""
    named = ", ".join(f"{name} (r {r:.2f})" for name, r in column.alike)
    return _("shares its importance with {}").format(named)


def base_text(importance: Importance) -> str:
    """What the network achieves with all columns as they are: `30 validation rows unchanged: loss 0.0500, …`."""
    name, score = translated(SCORE_NAMES[importance.score_name]), figure_text(importance.score_name, importance.score)
    text = _("{} unchanged: loss {}, {} {}").format(rows_text(importance), plain_number(importance.loss), name, score)
    if importance.split == "validation":
        return text
    return _("{}. There are no validation rows, from which the network doesn't learn.").format(text)


def progress_text(coming: Importance) -> str:
    """How far it is: `3 of 10 columns`."""
    text = ngettext("{} of {} column", "{} of {} columns", coming.total)
    return text.format(count(len(coming.columns)), count(coming.total))


def most_important_text(importance: Importance, measure: Measure) -> str:
    """The most important column with its change; empty while none is done. Text of the source: to be displayed."""
    if not importance.columns:
        return ""
    most, score = importance.sorted_by(measure)[0], importance.score_name
    spread = most.by(measure)
    change = change_text(spread, measure, score, decimals_of([spread], measure, score))
    return _("most important: {}, {} {}").format(most.name, measure_name(measure, score), change)
