"""Two trainings from the same start, of experiments that differ by one `--set`, epoch by epoch beside each other."""

from .data.loading import Data
from .divergence import Diverged
from .equivalence import same_data
from .errors import InputError
from .experiment import FIELDS, Experiment, check_entry
from .experiment_file import read_overrides
from .texts import _
from .trainer import Interrupted, Trainer


def variant(experiment: Experiment, override: str, option: str = "--against") -> Experiment:
    """The experiment with what one `--set` text says, such as "network.loss=squared_error".

    `option` stands before the text in messages. Raises InputError as `--set` does.
    """
    (key, entry), *_others = read_overrides([override], option).items()
    value = check_entry(key, entry)
    try:
        return experiment.replace(key, value)
    except InputError as problem:
        raise InputError(f"{entry.place}: {problem}") from None


class Side:
    """One of the two trainings. `variant` is the text that makes it another, None for the experiment as it is given.

    `problem` is the divergence that ended it, None while none has.
    """

    def __init__(self, trainer: Trainer, variant: str | None) -> None:
        self.trainer, self.variant = trainer, variant
        self.problem: Diverged | None = None
        self._start = trainer.state()

    @property
    def stopped_by(self) -> str | None:
        """What ended it, as `train --json` names it; None while nothing has."""
        return "divergence" if self.problem else self.trainer.stopped_by

    def run_epoch(self, interrupted: Interrupted | None = None) -> bool:
        """As the trainer does, but a divergence is noted in `problem`."""
        try:
            return self.trainer.run_epoch(interrupted)
        except Diverged as problem:
            self.problem = problem
            return False

    def restart(self) -> None:
        """Back to the initial weights."""
        self.trainer.restore(self._start)
        self.problem = None


class Comparison:
    """An experiment beside its variant: the same seed, and the same data where both say the same of them.

    Each ends by its own stop rules and has the bits that it would have alone. `data` are those of the experiment,
    where they are loaded already. Raises InputError where the variant can't be, or is the experiment itself.
    """

    def __init__(
        self, experiment: Experiment, override: str, data: Data | None = None, option: str = "--against"
    ) -> None:
        other, place = variant(experiment, override, option), f"{option} {override}".strip()
        first = Trainer(experiment, data)
        try:
            second = Trainer(other, first.data if same_data(experiment, other) else None)
        except InputError as problem:
            raise InputError(f"{place}: {problem}") from None
        if first.experiment == second.experiment:
            raise InputError(_("{}: found what the experiment has already, expected another value").format(place))
        self.sides = Side(first, None), Side(second, override)

    @property
    def over(self) -> bool:
        """Whether both have ended."""
        return all(side.stopped_by for side in self.sides)

    @property
    def level(self) -> bool:
        """Whether those that have not ended stand at the end of the same epoch."""
        going = [side.trainer for side in self.sides if not side.stopped_by]
        return not any(trainer.batch for trainer in going) and len({trainer.epoch for trainer in going}) <= 1

    @property
    def differences(self) -> dict[str, tuple[object, object]]:
        """The dotted keys under which the two have other values: the variant's, and what the data made of it."""
        first, second = (side.trainer.experiment for side in self.sides)
        pairs = {key: (first.get(key), second.get(key)) for key in FIELDS}
        return {key: pair for key, pair in pairs.items() if pair[0] != pair[1]}

    @property
    def one_scale(self) -> bool:
        """Whether a loss of one can be held against a loss of the other: the same sum, in the same units."""
        differ = {"network.loss", "network.output"}
        if self.sides[0].trainer.data.task == "regression":
            differ.add("data.standardize")
        return not self.differences.keys() & differ

    def run_epoch(self, interrupted: Interrupted | None = None) -> list[Side]:
        """One epoch of each that has not ended, first of the one that is behind; those that came to its end.

        Ends early when `interrupted`, asked at every mini-batch boundary, says so.
        """
        going = [side for side in self.sides if not side.stopped_by]
        behind, done = min((side.trainer.epoch for side in going), default=0), list[Side]()
        for side in going:
            if side.trainer.epoch > behind:
                continue
            if side.run_epoch(interrupted):
                done.append(side)
            elif not side.problem:
                break
        return done

    def restart(self) -> None:
        """Both back to the initial weights."""
        for side in self.sides:
            side.restart()
