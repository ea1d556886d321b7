"""A trial as a line of JSON, and the best trials as a table."""

from collections.abc import Iterator, Sequence

from core.support.i18n import _
from core.sweeps.saved.ranking import best_first
from core.sweeps.saved.records import RunRecord, TrialRecord
from core.sweeps.saved.sweep_folder import SweepFolder
from tui_mlp.cli.console import aligned
from tui_mlp.models.sweep.trial_figures import (
    figure_label,
    key_label,
    objective_of,
    objective_text,
    setting_text,
    state_word,
)
from tui_mlp.text.numbers import NOTHING, count

BEST_SHOWN = 10
"""Trials in the table at the end of a sweep."""


def trial_record(record: TrialRecord, folder: SweepFolder, objectives: Sequence[str]) -> dict[str, object]:
    """The JSON object of a trial that has ended; a sweep of several objectives has lists of them.

    `run` and `weights_sha256` are those of its first run; where it has several, `runs` has all.
    """
    several = len(objectives) > 1
    first = record.runs[0] if record.runs else None
    fields: dict[str, object] = {
        "trial": record.trial,
        "settings": record.settings,
        "state": record.state,
        "objective": _one_or_all(record.objectives, len(objectives)),
        "epochs": record.epochs,
        "run": None if first is None else str(folder.run(first.run)),
        "weights_sha256": None if first is None else first.weights_sha256 or None,
    }
    if len(record.runs) > 1:
        fields["spread"] = _one_or_all(record.spread, len(objectives))
        fields["runs"] = [_run_record(run, folder, several) for run in record.runs]
    if record.by_hand:
        fields["by_hand"] = True
    if record.problem:
        fields["problem"] = record.problem
    return fields


def _run_record(run: RunRecord, folder: SweepFolder, several: bool) -> dict[str, object]:
    """The JSON object of a run in a trial of several."""
    return {
        "run": str(folder.run(run.run)),
        "seed": run.seed,
        "fold": run.fold,
        "objective": _one_or_all(run.objectives, 2 if several else 1),
        "epochs": run.epochs,
        "weights_sha256": run.weights_sha256 or None,
    }


def _one_or_all(values: Sequence[float | None], objectives: int) -> float | list[float | None] | None:
    """The value of the one objective, or a list of those of several, None where there is none."""
    if objectives == 1:
        return values[0] if values else None
    return [*values] if values else [None] * objectives


def table_of_best(
    records: Sequence[TrialRecord], objectives: Sequence[str], keys: Sequence[str], best: Sequence[int]
) -> Iterator[str]:
    """The lines of a table of the best trials; none where no trial has a value of the objective.

    In front of several best ones, those that are better than each other in one objective or another, stands a *.
    """
    shown = best_first(records, objectives, best)[:BEST_SHOWN]
    if not shown:
        return
    spread = any(len(one.runs) > 1 for one in shown)
    front = len(best) > 1
    titles: list[str] = [*([""] if front else []), _("trial")]
    for name in objectives:
        titles += [figure_label(name), *(["±"] if spread else [])]
    titles += [_("epoch"), *map(key_label, keys), _("state")]
    rows = []
    for one in shown:
        cells = [*(["*" if one.trial in best else ""] if front else []), count(one.trial)]
        for index, name in enumerate(objectives):
            cells.append(objective_text(name, objective_of(one, index)))
            if spread:
                deviation = one.spread[index] if index < len(one.spread) else None
                cells.append(NOTHING if deviation is None else objective_text(name, deviation))
        cells += [count(one.best_epoch), *(setting_text(key, one.settings.get(key)) for key in keys), state_word(one)]
        rows.append(cells)
    numbers = range(int(front), int(front) + 2 + len(objectives) * (1 + spread))  # to the epoch
    yield from aligned([titles, *rows], right=numbers)
