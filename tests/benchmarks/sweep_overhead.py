"""What the engine of a sweep costs a trial: workers that sleep instead of training, more and more trials.

    python tests/benchmarks/sweep_overhead.py [--trials 100 1000 10000] [--threads 1 16 64] [--seconds 1]

Of each sweep: the time beyond that of sleeping, and the processor's time of the sweep's process, scheduler included,
for each trial; and the exponent with which the latter grows in all with the number of trials.
"""

import argparse
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, log
from pathlib import Path
from time import perf_counter, process_time, sleep
from typing import NamedTuple

from tables import markdown

from core.sweeps.cluster.cluster import Cluster
from core.sweeps.saved.new_folder import create_sweep_folder
from core.sweeps.saved.records import ENDED, FINISHED, RunProgress, RunRecord
from core.sweeps.sweep import Sweep
from core.sweeps.sweep_experiment import SweepExperiment
from core.sweeps.worker.job import Job, JobResult

SWEEP = """
[data]
source = "spiral"
[sweep]
trials = {trials}
sampler = "{sampler}"
[sweep.space]
"training.learning_rate" = {{ low = 1e-5, high = 1.0, log = true }}
"training.l2" = {{ low = 0.0, high = 0.1 }}
"""
HEAD = ("threads", "trials", "seconds a trial", "in all, s", "overhead a trial, ms", "of processor, ms", "exponent")


class Cost(NamedTuple):
    """Of one sweep, in seconds: from its first trial to its last, and the processor's time of its process."""

    wall: float
    processor: float


class SleepingWorkers(Cluster):
    """One process of many threads, in which jobs sleep."""

    where = "a process that sleeps"

    def __init__(self, threads: int) -> None:
        super().__init__()
        self._threads = threads
        self.began = Cost(0.0, 0.0)

    def start(self, log: Path) -> None:
        """Start the process."""
        from distributed import Client, LocalCluster

        self._log.write_to(log)
        cluster = LocalCluster(
            n_workers=1, threads_per_worker=self._threads, processes=True, dashboard_address=None, memory_limit=None
        )
        self._stack.enter_context(cluster)
        self._client = self._stack.enter_context(Client(cluster, set_as_default=False))
        self.began = Cost(perf_counter(), process_time())


@dataclass(frozen=True)
class Sleep:
    """A job that takes so long, and trains nothing."""

    seconds: float

    def __call__(self, job: Job, report: Callable[[RunProgress], object], directory: Path) -> JobResult:
        """The result of a run with an objective that depends on its learning rate."""
        sleep(self.seconds)
        objective = abs(log(job.experiment.training.learning_rate) + 4)
        record = RunRecord(
            run=job.run,
            seed=1,
            epochs=1,
            objectives=[objective],
            best_epoch=1,
            stopped_by="epochs",
            seconds=self.seconds,
        )
        return JobResult(record, FINISHED)


def measure(threads: int, trials: int, seconds: float, sampler: str) -> Cost:
    """One sweep."""
    with tempfile.TemporaryDirectory() as place, SleepingWorkers(threads) as cluster:
        file = Path(place) / "sweep.toml"
        file.write_text(SWEEP.format(trials=trials, sampler=sampler))
        sweep = SweepExperiment.load(file)
        status = Sweep(create_sweep_folder(Path(place), sweep), sweep, cluster, print, function=Sleep(seconds)).run()
        cost = Cost(perf_counter() - cluster.began.wall, process_time() - cluster.began.processor)
        assert (status.state, status.ended) == (ENDED, {FINISHED: trials}), status
        return cost


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--trials", type=int, nargs="+", default=[100, 1000])
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 16, 64])
    parser.add_argument("--seconds", type=float, default=1.0, help="of a trial; its engine doesn't know how long it is")
    parser.add_argument("--sampler", default="random")
    given = parser.parse_args()
    import optuna.importance  # noqa: F401 - which imports scikit-learn, once

    rows = []
    for threads in given.threads:
        costs = {trials: measure(threads, trials, given.seconds, given.sampler) for trials in sorted(given.trials)}
        growth = {
            more: log(costs[more].processor / costs[few].processor) / log(more / few) for few, more in pairwise(costs)
        }
        for trials, cost in costs.items():
            overhead = (cost.wall - ceil(trials / threads) * given.seconds) / trials
            rows.append(
                (
                    f"{threads}", f"{trials:,}", f"{given.seconds:g}", f"{cost.wall:.1f}", f"{1000 * overhead:.1f}",
                    f"{1000 * cost.processor / trials:.1f}", f"{growth[trials]:.2f}" if trials in growth else "",
                )
            )  # fmt: skip
            print(" ".join(rows[-1]), flush=True)
    print(markdown(HEAD, rows))


if __name__ == "__main__":
    main()
