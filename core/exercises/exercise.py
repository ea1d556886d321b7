"""An exercise: an experiment with what is asked of it."""

from dataclasses import dataclass

from core.experiment.exercises.exercise_settings import EXERCISE
from core.experiment.experiment import Experiment


@dataclass(frozen=True)
class Exercise:
    """An experiment whose first mini-batches are done by hand, and what is asked of them.

    `experiment` has all weights. `seed` is the one whose weights these are; None for those of the file. What else is
    drawn comes from it too, or from 0. `ask` is empty where the questions follow from the network.
    """

    name: str
    title: str
    level: int
    experiment: Experiment
    seed: int | None
    batches: int
    decimals: int
    tolerance: float
    figures: int
    hints: bool
    tries: int
    ask: tuple[str, ...]

    def dumps(self) -> str:
        """The exercise as TOML, with its weights: `load_exercise` makes an equal one from it, without a seed."""
        import tomli_w

        table = {key: getattr(self, key) for key in ("title", "level", "batches", "decimals", "tolerance", "figures")}
        table |= {"hints": self.hints, "tries": self.tries}
        table |= {"ask": list(self.ask)} if self.ask else {}
        table |= {} if self.seed is None else {"seed": self.seed}
        return self.experiment.dumps() + "\n" + tomli_w.dumps({EXERCISE: table})
