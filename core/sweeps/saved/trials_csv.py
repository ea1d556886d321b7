"""The trials of a sweep as CSV."""

import csv
import json
from collections.abc import Iterable, Iterator
from io import StringIO

from core.support.escaping import escaped, spreadsheet_cell
from core.sweeps.sweep_experiment import SweepExperiment

from .records import TrialRecord

SPREAD = "{}_spread"
"""The column beside that of an objective."""


def trials_as_csv(sweep: SweepExperiment, records: Iterable[TrialRecord]) -> Iterator[str]:
    """A line of names and one for each trial, each with its line break; names and states stay English.

    Numbers have all their digits; a cell is empty where there is nothing, as for a key that doesn't apply. Where a
    trial has several runs, their cells hold a word for each. Texts are escaped, and no spreadsheet takes one for a
    formula.
    """
    keys = [key.key for key in sweep.space]
    objectives = len(sweep.settings.objective)
    figures = [name for objective in sweep.settings.objective for name in (objective, SPREAD.format(objective))]
    yield _line(
        "trial", "state", *keys, *figures, "epochs", "best_epoch", "run", "seed", "weights_sha256", "seconds",
        "by_hand", "problem",
    )  # fmt: skip
    for record in records:
        runs = record.runs
        yield _line(
            record.trial, record.state, *(record.settings.get(key) for key in keys), *_figures(record, objectives),
            record.epochs, record.best_epoch, " ".join(run.run for run in runs),
            " ".join(str(run.seed) for run in runs), " ".join(run.weights_sha256 for run in runs), record.seconds,
            record.by_hand, record.problem,
        )  # fmt: skip


def _figures(record: TrialRecord, objectives: int) -> Iterator[float | None]:
    """Each objective with its spread; None where a trial has none."""
    for number in range(objectives):
        for values in (record.objectives, record.spread):
            yield values[number] if number < len(values) else None


def _line(*cells: object) -> str:
    written = StringIO()
    csv.writer(written, lineterminator="\n").writerow(map(_cell, cells))
    return written.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return spreadsheet_cell(escaped(value))
    # Numbers as Python writes them, with all digits, but lists and true as in the sweep file.
    return (
        spreadsheet_cell(escaped(json.dumps(value, ensure_ascii=False)))
        if isinstance(value, list | bool)
        else str(value)
    )
