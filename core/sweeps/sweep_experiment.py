"""A sweep as it stands in a file: an experiment, [sweep] and [sweep.space]."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from core.data.preparing.split_settings import parse_split
from core.experiment.experiment import Experiment, check_entry
from core.experiment.overrides import read_overrides
from core.experiment.parsing import read_source
from core.experiment.sweep_settings import SPACE, SWEEP, SweepSettings, is_sweep_key, space_key
from core.support.errors import InputError
from core.support.i18n import _
from core.support.shown_values import value_text

from .objectives import OBJECTIVES, Objective
from .space.checks import check_combinations, check_grid
from .space.conditions import never_used, ordered_space
from .space.keys import SpaceError, Value
from .space.parsing import read_key
from .space.space import Settings, Space, listed_values
from .space.toml_text import sweep_as_toml

if TYPE_CHECKING:
    from core.data.dataset import Data

LARGEST_SEED = 2**63 - 1


class TrialRun(NamedTuple):
    """One training of a trial.

    `suffix` is what the name of its folder ends in, such as -seed-1-fold-2: seeds and folds are in it where a trial has
    several. `fold` is the experiment's data.fold.
    """

    seed: int
    fold: int | None
    suffix: str
    experiment: Experiment


@dataclass(frozen=True)
class SweepExperiment:
    """An experiment, the settings of [sweep], and the space of [sweep.space]."""

    experiment: Experiment
    settings: SweepSettings
    space: Space

    @classmethod
    def load(cls, source: str | Path, overrides: Sequence[str] = (), resolve: bool = True) -> "SweepExperiment":
        """The sweep of an experiment file, all checked that can be checked without reading the data.

        Overrides are `--set` texts; "sweep.trials=20" and "sweep.space.training.l2=[0, 1e-4]" are understood too.
        Without `resolve`, files of data need not be there: to show what is saved. Raises InputError: the place and the
        key, what was found, what was expected.
        """
        given = read_source(source) | read_overrides(overrides)
        entries = {key: entry for key, entry in given.items() if is_sweep_key(key)}
        experiment = Experiment.load(source, overrides, suited=resolve, resolve=resolve)
        values = {key: check_entry(key, entry) for key, entry in entries.items()}
        settings = SweepSettings(**{key[len(SWEEP) + 1 :]: values[key] for key in values if not space_key(key)})
        keys = {space_key(key): entry for key, entry in entries.items() if space_key(key)}
        if not keys:
            message = _("{}: found no [{}], expected the keys that are searched, with their values, such as {}")
            example = '"training.learning_rate" = { low = 1e-4, high = 0.3, log = true }'
            raise InputError(message.format(source, SPACE, example))
        read = []
        for name, entry in keys.items():
            try:
                read.append(read_key(name, entry.value))
            except InputError as problem:
                raise InputError(_placed(entry.place, str(problem))) from None
        try:
            space = ordered_space(read, experiment)
            check_combinations(space, experiment)
            if settings.sampler == "grid":
                check_grid(space, experiment)
        except SpaceError as problem:
            raise InputError(_placed(keys[problem.key].place, str(problem))) from None
        sweep = cls(experiment, settings, space)
        if not sweep.first_settings:
            raise InputError(_placed(str(source), "; ".join(sweep.notes)))
        for key, found in _problems(sweep):
            raise InputError(_placed(entries[key].place if key in entries else str(source), f"{key}: {found}"))
        return sweep

    @property
    def notes(self) -> list[str]:
        """What a person should read before the sweep begins: keys of the space that are never used."""
        message = _("{}: never used, as {} is never one of {}, which `when` asks for")
        return [
            message.format(key.key, name, value_text(list(key.when[name])))
            for key, name in never_used(self.space, self.experiment)
        ]

    @property
    def objectives(self) -> tuple[Objective, ...]:
        """The figures by which trials are compared, in their order."""
        return tuple(OBJECTIVES[name] for name in self.settings.objective)

    @property
    def first_settings(self) -> Settings:
        """The first value of each key that applies; of a range, its low end."""
        return next(self.space.grid(self.experiment))

    def values_of(self, key: str) -> Sequence[Value | None]:
        """The values that a key may have in a trial; of a range without steps its ends."""
        searched = self.space.by_name.get(key)
        if searched is None:
            return [self.experiment.get(key)]
        return [*listed_values(searched), *([self.experiment.get(key)] if searched.when else [])]

    def dumps(self) -> str:
        """The sweep as TOML; it loads back to an equal one."""
        return f"{self.experiment.dumps()}\n{sweep_as_toml(self.settings, self.space)}"

    def trial_runs(self, number: int, settings: Mapping[str, Value]) -> list[TrialRun]:
        """The trainings of a trial: one for each seed, the experiment's and those after it, and each fold.

        The trial's number is in the name of their experiments. Raises InputError for settings that don't fit each
        other: such a trial fails.
        """
        experiment = self.experiment.replace_all({"name": f"{self.experiment.name}-trial-{number}", **settings})
        split = parse_split(experiment.data.split)
        folds: Sequence[int | None] = (experiment.data.fold,)
        in_each = split.kind == "folds" and experiment.data.fold is None
        if in_each:
            folds = range(1, split.folds + 1)
        runs = []
        for repeat in range(self.settings.repeats):
            seed = (experiment.seed + repeat) % (LARGEST_SEED + 1)
            for fold in folds:
                suffix = f"-seed-{seed}" if self.settings.repeats > 1 else ""
                suffix += f"-fold-{fold}" if in_each else ""
                changed = experiment.replace_all({"seed": seed, "data.fold": fold})
                runs.append(TrialRun(seed, fold, suffix, changed))
        return runs


def check_with_data(sweep: SweepExperiment) -> "Data":
    """Read the data of the first setting: do they have validation rows, and figures such as the objectives?

    Returns them, for their notes. To be called before the first trial. Raises InputError for
    objectives that no trial can have, and as `load_data`.
    """
    from core.experiment.preparation import load_data  # here: it needs NumPy and readers of files

    first = sweep.trial_runs(1, sweep.first_settings)[0].experiment
    data = load_data(first, keep=True)
    for objective in sweep.objectives:
        if data.task not in objective.tasks:
            fitting = [name for name, one in OBJECTIVES.items() if data.task in one.tasks]
            message = _("sweep.objective: found {}, but the task of the data is {}; expected one of {}")
            shown = value_text(objective.name), value_text(data.task), ", ".join(fitting)
            raise InputError(message.format(*shown))
    if data.validation is None:
        message = _("sweep.objective: found {}, but there are no validation rows: data.validation_fraction is {:g}")
        raise InputError(message.format(value_text(sweep.settings.objective[0]), first.data.validation_fraction))
    return data


def _placed(place: str, message: str) -> str:
    return f"{place}: {message}" if place else message


def _problems(sweep: SweepExperiment) -> Iterator[tuple[str, str]]:
    """Keys of [sweep] whose values don't fit the others, each with what was found and what was expected."""
    settings = sweep.settings
    if len(settings.objective) > 1 and settings.pruner != "none":
        message = _(
            'found {} with {} objectives, expected "none", as no trial is worse in all of them; or one objective'
        )
        yield "sweep.pruner", message.format(value_text(settings.pruner), len(settings.objective))
    if settings.pruner != "none" and 0 in sweep.values_of("training.evaluate_every"):
        message = _(
            "found {} with training.evaluate_every = 0, expected 1, or {}, as pruners look at figures in between"
        )
        yield "sweep.pruner", message.format(value_text(settings.pruner), 'pruner = "none"')
    if 0.0 in sweep.values_of("data.validation_fraction"):
        message = _("found {} with data.validation_fraction = 0, expected a part of the rows, such as {}")
        yield "sweep.objective", message.format(value_text(settings.objective[0]), 0.2)
