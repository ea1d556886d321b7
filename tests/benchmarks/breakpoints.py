"""What breakpoints cost: epochs with none, each and all of them on, none of which hits.

    python tests/benchmarks/breakpoints.py

The networks are trained until they are sure of nearly all examples; the others, on which a misclassified one would
stop, are left out. A row is the median of ratios, each to the same epochs without any just before.
"""

import sys
from dataclasses import dataclass, replace
from statistics import median
from time import process_time

import numpy as np

from core.data.dataset import Split
from core.experiment.experiment import Experiment
from core.experiment.preparation import load_data
from core.training.stopping.breakpoints import BREAKPOINTS, Breakpoint
from core.training.trainer import Trainer

SURE = 0.05
"""How far from 0 or 1 an output may be where a network is sure."""
ROUNDS = 100
SECONDS = 0.005
"""Of one measurement, about."""

HARMLESS: dict[str, tuple[float, ...]] = {
    "loss_rose": (1000,),
    "theta_over": (15.0,),
    "gradient_under": (1e-30,),
    "gradient_over": (1e6,),
}
HARMLESS |= {"saturated": (0.9,), "at": (10**9, 1)}


@dataclass(frozen=True)
class Case:
    """A built-in experiment, epochs to train before, and whether its epochs are evaluated, as they are by default."""

    source: str
    epochs: int
    evaluated: bool

    @property
    def name(self) -> str:
        return self.source if self.evaluated else f"{self.source}, not evaluated"

    def trainer(self) -> Trainer:
        """Trained, on the examples that it is sure of."""
        settings = {"training.epochs": 10**9, "training.evaluate_every": int(self.evaluated)}
        experiment = Experiment.load(self.source).replace_all(settings)
        trainer = Trainer(experiment)
        trainer.run(lambda: trainer.epoch >= self.epochs)
        train = trainer.data.train
        sure = np.abs(train.Y - trainer.network.predict(train.inputs)).max(1) < SURE
        trainer = Trainer(experiment, replace(load_data(experiment), train=Split(train.X[sure], train.Y[sure])))
        trainer.run(lambda: trainer.epoch >= self.epochs)
        trainer.change(
            experiment.replace("training.learning_rate", 1e-9)
        )  # the same work, and nothing happens any more
        return trainer


CASES = [
    Case("spiral", 600, True),
    Case("spiral", 600, False),
    Case("digits", 60, True),
    Case("digits", 60, False),
    Case("mnist", 20, True),
    Case("mnist", 20, False),
]


def ways() -> dict[str, tuple[Breakpoint, ...]]:
    """What is switched on."""
    each = [Breakpoint(one.kind, True, HARMLESS.get(one.kind, ())) for one in BREAKPOINTS]
    return {"none": (), **{one.kind: (one,) for one in each}, "all": tuple(each)}


def measure(trainer: Trainer, epochs: int) -> float:
    """Seconds that some epochs take."""
    start = process_time()
    for _ in range(epochs):
        reached = trainer.run_epoch()
        if not reached:
            raise SystemExit(f"a breakpoint hit, so this measures nothing: {trainer.take_hit()}")
    return process_time() - start


def ratios(case: Case, rounds: int) -> tuple[float, dict[str, list[float]]]:
    """Seconds of an epoch without any, and by what is on the ratios to the epochs without just before."""
    trainer = case.trainer()
    epochs = max(1, round(SECONDS / measure(trainer, 1)))
    plain: list[float] = []
    found: dict[str, list[float]] = {name: [] for name in ways()}
    for _ in range(rounds):
        for name, breakpoints in ways().items():
            trainer.breakpoints = ()
            plain.append(measure(trainer, epochs))
            trainer.breakpoints = breakpoints
            trainer.run_epoch()  # what holds already hits now, such as neurons that died long ago
            if trainer.batch:
                trainer.run_epoch()
            found[name].append(measure(trainer, epochs) / plain[-1])
    return median(plain) / epochs, found


def main(rounds: int = ROUNDS) -> None:
    """Print a table."""
    found = {case.name: ratios(case, rounds) for case in CASES}
    print(f"| on | {' | '.join(found)} |")
    print(f"|---|{'---|' * len(found)}")
    print(f"| an epoch | {' | '.join(f'{1e6 * seconds:,.0f} µs' for seconds, _ratios in found.values())} |")
    for name in ways():
        cells = (f"{100 * (median(ratios[name]) - 1):+.1f} %" for _seconds, ratios in found.values())
        print(f"| {name} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
