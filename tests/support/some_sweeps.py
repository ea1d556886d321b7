"""Small sweeps, and a cluster that several tests use one after the other."""

from collections.abc import Callable
from pathlib import Path
from time import monotonic

from core.runs.metrics_file import read_metrics
from core.sweeps.cluster.cluster import Cluster
from core.sweeps.cluster.local_workers import LocalWorkers
from core.sweeps.saved.new_folder import create_sweep_folder
from core.sweeps.saved.sweep_folder import SweepFolder
from core.sweeps.saved.sweep_reader import SweepReader
from core.sweeps.sweep_experiment import SweepExperiment
from core.training.history import COLUMNS
from core.training.trainer import Trainer

GRID = """
name = "grid"
[data]
source = "spiral"
samples = 60
[network]
hidden = [4]
[training]
epochs = {epochs}
dropout = 0.1
[sweep]
sampler = "grid"
pruner = "{pruner}"
[sweep.space]
"training.learning_rate" = [0.001, 0.01, 0.1]
"training.optimizer" = ["adam", "gradient_descent"]
"network.activation" = ["tanh", "relu"]
"""

RATES = GRID[: GRID.index('"training.optimizer"')]
"""A grid of three."""
TWO = RATES.replace("[0.001, 0.01, 0.1]", "[0.001, 0.01]")
"""A grid of two."""


def made_sweep(
    folder: Path, text: str = GRID, epochs: int = 6, pruner: str = "none"
) -> tuple[SweepFolder, SweepExperiment]:
    """A new sweep in a folder of runs; GRID has twelve trials."""
    file = folder / "sweep.toml"
    file.write_text(text.format(epochs=epochs, pruner=pruner))
    sweep = SweepExperiment.load(file)
    return create_sweep_folder(folder, sweep), sweep


class RunningCluster(Cluster):
    """Workers of this machine that run already, for one sweep after the other."""

    where = "the workers of a test"

    def __init__(self, workers: LocalWorkers) -> None:
        super().__init__()
        self._client, self._workers = workers.client, workers
        self.is_own = True
        """Whether their number can be changed."""

    def start(self, log: Path) -> None:
        """They run."""

    @property
    def count(self) -> int:
        """How many there are to be."""
        return self._workers.count if self.is_own else super().count

    def set_count(self, count: int) -> None:
        """Have so many."""
        self._workers.set_count(count)

    def remove(self, names: list[str]) -> None:
        """End some."""
        self._workers.remove(names)


def a_minute() -> Callable[[], bool]:
    """Not interrupted, but an error where a sweep goes on for longer than a minute."""
    end = monotonic() + 60

    def interrupted() -> bool:
        assert monotonic() < end, "the sweep doesn't end"
        return False

    return interrupted


def check_bits(folder: SweepFolder, sweep: SweepExperiment, trials: range) -> None:
    """Each trial's run at home has the bits of its experiment trained by itself."""
    ended = {record.trial: record for record in SweepReader(folder).refresh().ended}
    assert sorted(ended) == list(trials)
    for number, record in ended.items():
        [planned], [run] = sweep.trial_runs(number, record.settings), record.runs
        trainer = Trainer(planned.experiment)
        while not trainer.stopped_by and trainer.epoch < run.epochs:
            trainer.run_epoch()
        assert run.weights_sha256 == trainer.weights_sha256
        rows, problems = read_metrics(folder.run(run.run) / "metrics.csv")
        assert not problems
        own = trainer.history.view()
        seconds = COLUMNS.index("seconds")
        rows[:, seconds] = own[:, seconds] = 0
        assert rows.tobytes() == own.tobytes()
