"""Two trainings side by side, of experiments that differ in one setting."""

from core.data.dataset import Data
from core.experiment.equivalence import same_data
from core.experiment.experiment import FIELDS, Experiment, check_entry
from core.experiment.overrides import join_tables, read_overrides
from core.experiment.parsing import RawSetting
from core.support.errors import InputError
from core.support.i18n import _
from core.training.divergence import Diverged
from core.training.trainer import Interrupted, Trainer


def variant(experiment: Experiment, override: str, option: str = "--against") -> Experiment:
    """The experiment with one setting changed by a `--set` text such as "network.loss=squared_error".

    `option` is the option's name for messages. Raises InputError as `--set` does.
    """
    (given, entry), *_others = read_overrides([override], option).items()
    present = {key: RawSetting(experiment.get(key)) for key in FIELDS if given.startswith(f"{key}.")}
    (key, entry), *_others = join_tables(present | {given: entry}).items()
    value = check_entry(key, entry)
    try:
        return experiment.replace(key, value)
    except InputError as problem:
        raise InputError(f"{entry.place}: {problem}") from None


class ComparisonSide:
    """One of the two trainings. `variant` is its `--set` text, None for the experiment itself.

    `problem` is the divergence that ended it, if one did.
    """

    def __init__(self, trainer: Trainer, variant: str | None) -> None:
        self.trainer, self.variant = trainer, variant
        self.problem: Diverged | None = None
        self._start = trainer.state()
        self._epochs = max(1, trainer.experiment.training.epochs)

    @property
    def stopped_by(self) -> str | None:
        """What ended the training, by the names of `train --json`; None while it goes on."""
        return "divergence" if self.problem else self.trainer.stopped_by

    def run_epoch(self, interrupted: Interrupted | None = None) -> bool:
        """`Trainer.run_epoch`, except that a divergence is stored in `problem`; False then."""
        try:
            return self.trainer.run_epoch(interrupted)
        except Diverged as problem:
            self.problem = problem
            return False

    def add_epochs(self) -> None:
        """Change `epochs` to as many more as the training began with."""
        experiment = self.trainer.experiment
        self.trainer.change(experiment.replace("training.epochs", experiment.training.epochs + self._epochs))

    def restart(self) -> None:
        """Start again from the initial weights."""
        self.trainer.restore(self._start)
        self.problem = None


class Comparison:
    """An experiment beside its variant; they share the data where their settings give the same.

    Each ends by its own stop rules, with the same bits as if trained alone. `data` are the experiment's, if already
    loaded. Raises InputError for a variant that is impossible, or equal to the experiment.
    """

    def __init__(
        self, experiment: Experiment, override: str, data: Data | None = None, option: str = "--against"
    ) -> None:
        changed, place = variant(experiment, override, option), f"{option} {override}".strip()
        first = Trainer(experiment, data)
        try:
            second = Trainer(changed, first.data if same_data(experiment, changed) else None)
        except InputError as problem:
            raise InputError(f"{place}: {problem}") from None
        if first.experiment == second.experiment:
            raise InputError(_("{}: found what the experiment has already, expected another value").format(place))
        self.sides = ComparisonSide(first, None), ComparisonSide(second, override)

    @property
    def over(self) -> bool:
        """Whether both trainings have ended."""
        return all(side.stopped_by for side in self.sides)

    @property
    def level(self) -> bool:
        """Whether the unfinished trainings are at the end of the same epoch."""
        going = [side.trainer for side in self.sides if not side.stopped_by]
        return not any(trainer.batch for trainer in going) and len({trainer.epoch for trainer in going}) <= 1

    @property
    def differences(self) -> dict[str, tuple[object, object]]:
        """Both values of each dotted key in which the two differ: the one that was set, and what follows from it."""
        first, second = (side.trainer.experiment for side in self.sides)
        pairs = {key: (first.get(key), second.get(key)) for key in FIELDS}
        return {key: pair for key, pair in pairs.items() if pair[0] != pair[1]}

    @property
    def one_scale(self) -> bool:
        """Whether their losses can be compared: the same formula, the same units, the same weights of the examples."""
        differ = {"network.loss", "network.output", "data.class_weight"}
        if self.sides[0].trainer.data.task == "regression":
            differ.add("data.standardize")
        return not self.differences.keys() & differ

    def run_epoch(self, interrupted: Interrupted | None = None) -> list[ComparisonSide]:
        """Train an epoch of each unfinished training that isn't ahead of the other; return those that completed it.

        Ends early when `interrupted`, called between mini-batches, returns True.
        """
        going = [side for side in self.sides if not side.stopped_by]
        behind, done = min((side.trainer.epoch for side in going), default=0), list[ComparisonSide]()
        for side in going:
            if side.trainer.epoch > behind:
                continue
            if side.run_epoch(interrupted):
                done.append(side)
            elif not side.problem:
                break
        return done

    def go_on(self) -> None:
        """Let trainings go on that have ended, but not by divergence; if one has done all its epochs, both get more."""
        going = [side.trainer for side in self.sides if not side.problem]
        if any(trainer.epoch >= trainer.experiment.training.epochs for trainer in going):
            for side in self.sides:
                side.add_epochs()
        for trainer in going:
            trainer.go_on()

    def restart(self) -> None:
        """Start both again from the initial weights."""
        for side in self.sides:
            side.restart()
