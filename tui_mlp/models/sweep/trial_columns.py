"""The columns of the table of trials, and trials sorted by one."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from core.experiment.experiment import FIELDS
from core.support.i18n import _
from core.sweeps.objectives import OBJECTIVES
from core.sweeps.saved.records import TrialRecord
from tui_mlp.text.numbers import count

from .trial_figures import figure_label, key_label, objective_of, objective_text, setting_text, state_word

NUMBER, EPOCH, FIGURE, STATE = "#", "epoch", "figure", "state"


class TrialColumn(NamedTuple):
    """One fact of a trial: its text, and the value to sort by, the largest first if `down`."""

    key: str
    title: str
    text: Callable[[TrialRecord], str]
    value: Callable[[TrialRecord], Any]
    right: bool = False
    down: bool = False


def trial_columns(
    objectives: Sequence[str], keys: Sequence[str], figure: str, figures: Mapping[int, float]
) -> tuple[TrialColumn, ...]:
    """All columns, from left to right.

    `figure` is the name of a further figure and `figures` its values by trial; no column without any. The keys of
    the columns of objectives are their names, those of settings the dotted keys.
    """
    further = TrialColumn(
        FIGURE, figure_label(figure), lambda one: objective_text(figure, figures.get(one.trial)),
        lambda one: figures.get(one.trial), True, not OBJECTIVES[figure].minimize,
    ) if figures else None  # fmt: skip
    return (
        TrialColumn(NUMBER, "#", lambda one: count(one.trial), lambda one: one.trial, True),
        *(_objective_column(name, place) for place, name in enumerate(objectives)),
        TrialColumn(EPOCH, _("epoch"), lambda one: count(one.best_epoch), lambda one: one.best_epoch, True),
        *([further] if further is not None else []),
        *map(_setting_column, keys),
        TrialColumn(STATE, _("state"), state_word, state_word),
    )


def _objective_column(name: str, place: int) -> TrialColumn:
    def value(record: TrialRecord) -> float | None:
        return objective_of(record, place)

    def text(record: TrialRecord) -> str:
        spread = record.spread[place] if place < len(record.spread) else None
        shown = objective_text(name, value(record))
        return shown if spread is None else f"{shown} ±{objective_text(name, spread)}"

    return TrialColumn(name, figure_label(name), text, value, True, not OBJECTIVES[name].minimize)


def _setting_column(key: str) -> TrialColumn:
    def text(record: TrialRecord) -> str:
        return setting_text(key, record.settings.get(key))

    def value(record: TrialRecord) -> tuple[str, Any] | None:
        found = record.settings.get(key)
        # Numbers sort before lists and words, which can't be compared with them.
        return None if found is None else ("", found) if isinstance(found, int | float) else (text(record), 0)

    right = key in FIELDS and FIELDS[key].kind in ("int", "float")
    return TrialColumn(key, key_label(key), text, value, right)


def sorted_by(records: Sequence[TrialRecord], column: TrialColumn, reverse: bool) -> list[TrialRecord]:
    """The trials sorted by a column's values; those without a value come last."""
    pairs = [(column.value(record), record) for record in records]
    known = [pair for pair in pairs if pair[0] is not None and pair[0] == pair[0]]
    unknown = [pair for pair in pairs if pair[0] is None or pair[0] != pair[0]]
    known.sort(key=lambda pair: pair[0], reverse=column.down != reverse)
    return [record for _value, record in (*known, *unknown)]
