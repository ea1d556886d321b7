"""The learning curves of a sweep's trials, read from their runs' metrics.csv."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

import numpy as np

from core.calls import Array
from core.runs.metrics_file import FIGURES, MetricsReader
from core.runs.run_folder import METRICS
from core.sweeps.objectives import OBJECTIVES
from core.sweeps.saved.records import TRAINING, RunRecord, TrialRecord
from core.sweeps.saved.sweep_folder import SweepFolder

from .best_so_far import RunCurve, mean_best_so_far


def curve_figure(objectives: Sequence[str]) -> str:
    """The column of metrics.csv that is drawn for these objectives: the first one, which the file may not have.

    The balanced accuracy isn't written epoch by epoch: the accuracy stands in for it.
    """
    return objectives[0] if objectives[0] in FIGURES else "validation_accuracy"


def further_figures(objectives: Sequence[str]) -> tuple[str, ...]:
    """The figures, the first that a run has, which are shown beside these objectives."""
    return ("validation_accuracy", "validation_r2") if "validation_loss" in objectives else ("validation_loss",)


class TrialCurves:
    """Reads what of the trials' metrics is wanted; of a trial that has ended once, of one that trains what is new.

    `curves` map trials to (n, 2) arrays: epochs, and the best figure up to each, for a trial of several runs the mean
    of their best ones. `figures` map trials to the figure `further` at the best epoch, a mean too. Neither is
    changed in place. `complete` is whether all that was wanted last has been read.
    """

    def __init__(self, folder: SweepFolder, objectives: Sequence[str]) -> None:
        self.curves: Mapping[int, Array] = {}
        self.figures: Mapping[int, float] = {}
        self.complete = True
        self._folder, self._column = folder, FIGURES.index(curve_figure(objectives))
        self._choices = further_figures(objectives)
        self.further = self._choices[0]
        self._readers = dict[str, MetricsReader]()
        self._done = set[int]()

    def refresh(self, trials: Iterable[TrialRecord], wanted: Collection[int], go_on: Callable[[], bool]) -> bool:
        """Read the metrics of these trials, the curves only of those wanted; whether anything changed.

        After each trial it goes on only if `go_on` says so; the others are read the next time.
        """
        curves = {trial: self.curves[trial] for trial in wanted if trial in self.curves}
        figures, changed = dict(self.figures), len(curves) != len(self.curves)
        left = [one for one in trials if not self._is_known(one, one.trial in wanted, curves)]
        left.sort(key=lambda one: one.trial not in wanted)
        self.complete = True
        for place, record in enumerate(left):
            if place and not go_on():
                self.complete = False
                break
            tables = [self._table(run) for run in record.runs]
            if record.trial in wanted:
                curve, before = self._curve(record, tables), curves.get(record.trial)
                if before is None or not np.array_equal(before, curve):
                    curves[record.trial], changed = curve, True
            value = self._figure(record, tables)
            if value is not None and figures.get(record.trial) != value:
                figures[record.trial], changed = value, True
            if record.state != TRAINING:
                self._done.add(record.trial)
                for run in record.runs:
                    self._readers.pop(run.run, None)
        if changed:
            self.curves, self.figures = curves, figures
        return changed

    def _is_known(self, record: TrialRecord, drawn: bool, curves: Mapping[int, Array]) -> bool:
        return record.state != TRAINING and record.trial in self._done and (not drawn or record.trial in curves)

    def _table(self, run: RunRecord) -> Array:
        reader = self._readers.get(run.run)
        if reader is None:
            reader = self._readers[run.run] = MetricsReader(self._folder.run(run.run) / METRICS)
        reader.refresh()
        return reader.table

    def _curve(self, record: TrialRecord, tables: list[Array]) -> Array:
        runs = zip(record.runs, tables, strict=True)
        figures = [RunCurve(table[:, 0], table[:, self._column], bool(run.stopped_by)) for run, table in runs]
        return mean_best_so_far(figures, OBJECTIVES[FIGURES[self._column]].minimize)

    def _figure(self, record: TrialRecord, tables: list[Array]) -> float | None:
        """The mean over the runs of the further figure at each one's best epoch; None without one."""
        for name in self._choices:
            column, found = FIGURES.index(name), list[float]()
            for run, table in zip(record.runs, tables, strict=True):
                if run.best_epoch is not None:
                    rows = table[(table[:, 0] <= run.best_epoch) & np.isfinite(table[:, column])]
                    found += [float(rows[-1, column])] if len(rows) else []
            if found and len(found) == len(record.runs):
                self.further = name
                return sum(found) / len(found)
        return None
