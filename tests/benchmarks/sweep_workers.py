"""A sweep of digits on one worker and on two: how much sooner it ends, and what the workers train of that time.

python tests/benchmarks/sweep_workers.py [--trials 12] [--epochs 60] [--repeats 3]
"""

import argparse
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

from tables import markdown

from core.sweeps.cluster.local_workers import LocalWorkers
from core.sweeps.saved.new_folder import create_sweep_folder
from core.sweeps.saved.records import ENDED, TrialRecord
from core.sweeps.sweep import Sweep
from core.sweeps.sweep_experiment import SweepExperiment

SWEEP = """
[data]
source = "digits"
[network]
hidden = [64]
[training]
epochs = {epochs}
[sweep]
trials = {trials}
sampler = "random"
[sweep.space]
"training.learning_rate" = {{ low = 1e-3, high = 1e-2, log = true }}
"""


def measure(workers: int, trials: int, epochs: int) -> tuple[float, float]:
    """Seconds from the start of the workers to the end of the last trial; and of the trainings, summed."""
    with tempfile.TemporaryDirectory() as place, LocalWorkers(workers) as cluster:
        file = Path(place) / "sweep.toml"
        file.write_text(SWEEP.format(trials=trials, epochs=epochs))
        sweep, ended = SweepExperiment.load(file), list[TrialRecord]()
        began = perf_counter()
        status = Sweep(create_sweep_folder(Path(place), sweep), sweep, cluster, print, ended.append).run()
        assert status.state == ENDED
        return perf_counter() - began, sum(record.seconds for record in ended)


def main() -> None:
    """Measure in turn, and print medians and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--trials", type=int, default=12)
    parser.add_argument("--epochs", type=int, default=60)
    parser.add_argument("--repeats", type=int, default=3)
    given = parser.parse_args()
    import optuna.importance  # noqa: F401 - which imports scikit-learn, once

    found: dict[int, list[tuple[float, float]]] = {1: [], 2: []}
    for _repeat in range(given.repeats):
        for workers, costs in found.items():
            costs.append(measure(workers, given.trials, given.epochs))
    walls = {workers: median(wall for wall, _trained in costs) for workers, costs in found.items()}
    rows = [
        (
            f"{workers}",
            f"{walls[workers]:.1f}",
            f"{median(trained for _wall, trained in costs) / given.trials:.2f}",
            f"{median(trained / wall for wall, trained in costs) / workers:.0%}",
            f"{walls[1] / walls[workers]:.2f}",
        )
        for workers, costs in found.items()
    ]
    print(markdown(("workers", "seconds", "training a trial, s", "of the time training", "times as fast"), rows))


if __name__ == "__main__":
    main()
