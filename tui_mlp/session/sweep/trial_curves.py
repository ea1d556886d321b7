"""The learning curves of a sweep's trials, read from their runs' metrics.csv."""

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import reduce

import numpy as np

from core.calls import Array
from core.runs.metrics_file import FIGURES, MetricsReader
from core.runs.run_folder import METRICS
from core.sweeps.saved.records import TRAINING, RunRecord, TrialRecord
from core.sweeps.saved.sweep_folder import SweepFolder


class TrialCurves:
    """Reads what of the trials' metrics is wanted; of a trial that has ended once, of one that trains what is new.

    `curves` map trials to (n, 2) arrays: epochs, and the figure after each, for a trial of several runs the mean of
    those that have come so far. `figures` map trials to a further figure at the best epoch, a mean too. Neither is
    changed in place.
    """

    def __init__(self, folder: SweepFolder, figure: str, further: str) -> None:
        self.curves: Mapping[int, Array] = {}
        self.figures: Mapping[int, float] = {}
        self._folder, self._columns = folder, (FIGURES.index(figure), FIGURES.index(further))
        self._readers = dict[str, MetricsReader]()
        self._done = set[int]()

    def refresh(self, trials: Iterable[TrialRecord], wanted: Collection[int], go_on: Callable[[], bool]) -> bool:
        """Read the metrics of these trials, the curves only of those wanted; whether anything changed.

        After each trial it goes on only if `go_on` says so; the others are read the next time.
        """
        curves = {trial: self.curves[trial] for trial in wanted if trial in self.curves}
        figures, changed = dict(self.figures), len(curves) != len(self.curves)
        for record in sorted(trials, key=lambda one: one.trial not in wanted):
            ended, draw = record.state != TRAINING, record.trial in wanted
            if ended and record.trial in self._done and (not draw or record.trial in curves):
                continue
            tables = [self._table(run) for run in record.runs]
            if draw:
                curve = mean_curve(tables, self._columns[0])
                before = curves.get(record.trial)
                changed |= before is None or not np.array_equal(before, curve, equal_nan=True)
                curves[record.trial] = curve
            value = self._figure(record, tables)
            if value is not None and figures.get(record.trial) != value:
                figures[record.trial], changed = value, True
            if ended:
                self._done.add(record.trial)
                for run in record.runs:
                    self._readers.pop(run.run, None)
            if not go_on():
                break
        if changed:
            self.curves, self.figures = curves, figures
        return changed

    def _table(self, run: RunRecord) -> Array:
        reader = self._readers.get(run.run)
        if reader is None:
            reader = self._readers[run.run] = MetricsReader(self._folder.run(run.run) / METRICS)
        reader.refresh()
        return reader.table

    def _figure(self, record: TrialRecord, tables: list[Array]) -> float | None:
        """The mean over the runs of the further figure at each one's best epoch; None without one."""
        found = []
        for run, table in zip(record.runs, tables, strict=True):
            if run.best_epoch is not None:
                rows = table[(table[:, 0] <= run.best_epoch) & np.isfinite(table[:, self._columns[1]])]
                found += [float(rows[-1, self._columns[1]])] if len(rows) else []
        return sum(found) / len(found) if found and len(found) == len(record.runs) else None


def mean_curve(tables: Iterable[Array], column: int) -> Array:
    """Epochs and the mean of a column of these tables over the epochs that all of them have, (n, 2)."""
    curves = [table[np.isfinite(table[:, column])] for table in tables]
    curves = [curve for curve in curves if len(curve)]
    if not curves:
        return np.empty((0, 2))
    epochs = reduce(np.intersect1d, [curve[:, 0] for curve in curves])
    values = [curve[np.isin(curve[:, 0], epochs), column] for curve in curves]
    return np.column_stack((epochs, np.mean(values, axis=0)))
