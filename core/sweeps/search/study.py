"""The study of a sweep, which proposes trials and keeps what came of them."""

from collections.abc import Iterator
from typing import NamedTuple

import msgspec
import optuna
from optuna.storages import JournalStorage
from optuna.study import StudyDirection
from optuna.trial import FrozenTrial, TrialState

from core.support.errors import InputError
from core.support.i18n import _
from core.sweeps.saved.records import FAILED, FINISHED, Importance, TrialRecord
from core.sweeps.saved.sweep_folder import SweepFolder
from core.sweeps.space.space import Narrowing, Settings
from core.sweeps.sweep_experiment import SweepExperiment

from .best_trials import BestTrials, has_figures
from .distributions import suggested
from .importance import importance_of
from .journal_file import JournalFile
from .pruning import decision_epochs, make_pruner
from .quiet import quiet_optuna
from .samplers import GivenSampler, sampler_for

STUDY = "sweep"
"""The study's name in Optuna; brackets of hyperband depend on it."""
SETTINGS, RECORD, DECISION, NARROWING = "settings", "record", "decision:{}", "narrowing"
"""Names of what is saved with Optuna's trials, and last with its study."""


class Proposal(NamedTuple):
    """A trial that has begun: its number, from 1, and its settings."""

    number: int
    settings: Settings


class Study:
    """The search of one sweep, by Optuna, in its journal. For one thread of the process that holds the sweep's lock.

    Each method saves what it changes, at once and all or nothing. After an OSError the study must be opened again.
    """

    def __init__(self, storage: JournalStorage, journal: JournalFile, sweep: SweepExperiment) -> None:
        self._storage, self._journal, self._sweep = storage, journal, sweep
        directions = [StudyDirection.MINIMIZE if one.minimize else StudyDirection.MAXIMIZE for one in sweep.objectives]
        with quiet_optuna():
            self._study = optuna.create_study(
                storage=storage, pruner=make_pruner(sweep), study_name=STUDY, directions=directions, load_if_exists=True
            )
        self._id = storage.get_study_id_from_name(STUDY)
        if self._study.directions != directions:
            raise ValueError(_("its objectives are others than {}").format(", ".join(sweep.settings.objective)))
        self.decision_epochs = decision_epochs(sweep)
        self._best = BestTrials(sweep.objectives)
        self._ended: dict[int, TrialRecord] = {}
        self._begun = 0
        self._proposed: set[str] = set()
        """The settings of all trials; of a grid only."""
        for trial in self._trials():
            self._begin(trial.user_attrs[SETTINGS])
            if trial.state.is_finished():
                self._end(msgspec.convert(trial.user_attrs[RECORD], TrialRecord))
        self._set_narrowing(self._study.user_attrs.get(NARROWING, {}))

    @classmethod
    def open(cls, folder: SweepFolder, sweep: SweepExperiment) -> "Study":
        """The study in a sweep's folder, new if there is none yet.

        What a process that was killed left unfinished in the journal is cut off. Raises InputError for a journal that
        is damaged or of another sweep, and OSError.
        """
        with quiet_optuna():
            journal = JournalFile(folder.journal)
            try:
                return cls(JournalStorage(journal), journal, sweep)
            except InputError:
                raise
            except (KeyError, ValueError, TypeError, AssertionError, msgspec.MsgspecError) as problem:
                message = _("{}: isn't the journal of this sweep, or is damaged: {}; restore it from a backup")
                raise InputError(message.format(folder.journal, problem)) from problem

    @property
    def total(self) -> int:
        """How many trials there will be in all, if the space stays as it is."""
        if self._sweep.settings.sampler != "grid":
            return self._sweep.settings.trials
        if not self._narrowing:
            return self._sweep.space.grid_size(self._sweep.experiment)
        return self._begun + sum(1 for _settings in self._grid_settings())

    def ask(self) -> Proposal | None:
        """Begin the next trial; None if none is left: all trials have begun, or all of the grid. Raises OSError."""
        number, settings, sampler = self._begun + 1, self._sweep.settings, self._sweep.settings.sampler
        if sampler == "grid":
            given = next(self._grid, None)
            if given is None:
                return None
            self._study.sampler = GivenSampler(given)
        elif self._begun >= settings.trials:
            return None
        else:
            self._study.sampler = sampler_for(
                sampler, settings.seed, number, self._sweep.space, self._narrowed, len(settings.objective)
            )
        with quiet_optuna(), self._journal.one_step():
            trial = self._study.ask()
            found: Settings = {}
            for key in self._sweep.space:
                if self._sweep.space.applies(key, found, self._sweep.experiment):
                    found[key.key] = suggested(trial, key)
            trial.set_user_attr(SETTINGS, found)
        self._begin(found)
        return Proposal(number, found)

    def running(self) -> list[Proposal]:
        """The trials that have begun and not ended, as after a restart."""
        running = self._trials(TrialState.RUNNING)
        return [Proposal(trial.number + 1, trial.user_attrs[SETTINGS]) for trial in running]

    def report_and_prune(self, number: int, epoch: int, value: float) -> bool:
        """Whether to end a trial, whose best so far at one of the `decision_epochs` is `value`; once decided, it stays.

        Raises OSError.
        """
        trial_id, name = self._trial_id(number), DECISION.format(epoch)
        decided = self._storage.get_trial(trial_id).user_attrs
        if name in decided:
            return bool(decided[name])
        with quiet_optuna(), self._journal.one_step():
            self._storage.set_trial_intermediate_value(trial_id, epoch, value)
            prune = bool(self._study.pruner.prune(self._study, self._storage.get_trial(trial_id)))
            self._storage.set_trial_user_attr(trial_id, name, prune)
        return prune

    def tell(self, record: TrialRecord) -> None:
        """End a trial. One that diverged or was stopped by hand counts as a bad one. Raises OSError.

        So does one that has finished without a figure; one that failed says nothing about its settings.
        """
        state = TrialState.FAIL if record.state == FAILED else TrialState.PRUNED
        values = None
        if record.state == FINISHED and has_figures(record):
            state, values = TrialState.COMPLETE, [value for value in record.objectives if value is not None]
        with quiet_optuna(), self._journal.one_step():
            self._storage.set_trial_user_attr(self._trial_id(record.trial), RECORD, msgspec.to_builtins(record))
            self._study.tell(record.trial - 1, values, state)
        self._end(record)

    def ended(self) -> list[TrialRecord]:
        """The trials that have ended, by number."""
        return [self._ended[number] for number in sorted(self._ended)]

    def best(self) -> list[TrialRecord]:
        """The best of the finished trials: none yet, one, or the Pareto front of several objectives."""
        return list(self._best.trials)

    @property
    def narrowing(self) -> Narrowing:
        """To which part of the space proposals are restricted now; empty: to none."""
        return self._narrowing

    def narrow(self, narrowing: Narrowing) -> None:
        """Propose from now on only settings of a part of the space, in place of an earlier part; empty: of all of it.

        Raises InputError for what isn't part of the space, and OSError.
        """
        narrowed = {**narrowing}
        self._sweep.space.narrowed(narrowed)
        self._storage.set_study_user_attr(self._id, NARROWING, narrowed)
        self._set_narrowing(narrowed)

    def importance(self) -> Importance:
        """How much each key matters to the objectives, as far as finished trials show it."""
        with quiet_optuna():
            return importance_of(self._study)

    def _trials(self, *states: TrialState) -> list[FrozenTrial]:
        return self._storage.get_all_trials(self._id, deepcopy=False, states=states or None)

    def _trial_id(self, number: int) -> int:
        return self._storage.get_trial_id_from_study_id_trial_number(self._id, number - 1)

    def _begin(self, settings: Settings) -> None:
        self._begun += 1
        if self._sweep.settings.sampler == "grid":
            self._proposed.add(_identity(settings))

    def _end(self, record: TrialRecord) -> None:
        self._ended[record.trial] = record
        self._best.add(record)

    def _set_narrowing(self, narrowing: Narrowing) -> None:
        self._narrowing, self._narrowed = narrowing, self._sweep.space.narrowed(narrowing)
        self._grid = self._grid_settings()

    def _grid_settings(self) -> Iterator[Settings]:
        """The settings of the grid that are still to come."""
        for settings in self._sweep.space.grid(self._sweep.experiment):
            if _identity(settings) not in self._proposed and self._narrowed.contains(settings, self._sweep.experiment):
                yield settings


def _identity(settings: Settings) -> str:
    """Text that is equal for equal settings only."""
    return repr(sorted(settings.items()))
