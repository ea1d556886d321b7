"""What it costs that nothing is lost: epochs recorded as `mlp-tui train` does, then with the way back as on the screen.

    python tests/benchmarks/checkpoints.py [ROUNDS]

Each measurement takes a few seconds, so that several checkpoints fall into it. A row is the median of ratios, each to
the same epochs of a training without any just before: by the clock, and of the processor's time, all threads.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from core.experiment.experiment import Experiment
from core.runs.recorder import Recorder
from core.training.trainer import Trainer
from tui_mlp.session.controller import TrainingController

SOURCES = ("digits", "mnist", "xor")
ROUNDS = 7
SECONDS = 3.0
"""Of one measurement, about: three or four checkpoints."""


@dataclass(frozen=True)
class Times:
    """Seconds that some epochs took."""

    clock: float
    processor: float


def alone(trainer: Trainer, _runs_dir: Path) -> Callable[[], object]:
    """Nothing is kept."""
    return lambda: None


def recorded(trainer: Trainer, runs_dir: Path) -> Callable[[], object]:
    """As `mlp-tui train` does."""
    recorder = Recorder(trainer, runs_dir, fail)
    trainer.after_epoch = recorder.epoch_ended
    return recorder.close


def with_the_way_back(trainer: Trainer, runs_dir: Path) -> Callable[[], object]:
    """As the screen does."""
    return TrainingController(trainer, runs_dir, fail).close


WAYS = {"alone": alone, "recorded": recorded, "recorded, with the way back": with_the_way_back}


def fail(text: str) -> None:
    """What can't be saved measures nothing."""
    raise SystemExit(text)


def measure(trainer: Trainer, epochs: int) -> Times:
    """Times of some epochs."""
    clock, processor = perf_counter(), process_time()
    for _ in range(epochs):
        trainer.run_epoch()
    return Times(perf_counter() - clock, process_time() - processor)


def ratios(source: str, rounds: int, runs_dir: Path) -> tuple[float, dict[str, list[Times]]]:
    """Epochs a second alone, and by what is kept the ratios to the epochs alone just before."""
    experiment = Experiment.load(source).replace("training.epochs", 10**9)
    trainers = {name: Trainer(experiment) for name in WAYS}
    ends = [way(trainers[name], runs_dir) for name, way in WAYS.items()]
    epochs = max(1, round(SECONDS / (measure(trainers["alone"], 20).clock / 20)))
    speeds: list[float] = []
    found: dict[str, list[Times]] = {name: [] for name in WAYS}
    for _ in range(rounds):
        for name, trainer in trainers.items():
            before = measure(trainers["alone"], epochs)
            after = measure(trainer, epochs)
            speeds.append(epochs / before.clock)
            found[name].append(Times(after.clock / before.clock, after.processor / before.processor))
    for end in ends:
        end()
    return median(speeds), found


def main(rounds: int = ROUNDS) -> None:
    """Print a table."""
    with TemporaryDirectory() as runs_dir:
        found = {source: ratios(source, rounds, Path(runs_dir)) for source in SOURCES}
    print(f"| | {' | '.join(found)} |")
    print(f"|---|{'---|' * len(found)}")
    print(f"| epochs a second, alone | {' | '.join(f'{speed:,.0f}' for speed, _times in found.values())} |")
    for name in WAYS:
        for kind in ("clock", "processor"):
            costs = (100 * (median(getattr(one, kind) for one in times[name]) - 1) for _speed, times in found.values())
            print(f"| {name}, {kind} | {' | '.join(f'{cost:+.1f} %' for cost in costs)} |")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
