"""Trials in training: which run comes next, when the pruner decides, how trials end."""

from pathlib import Path

import pytest
from some_sweeps import made_sweep

from core.support.errors import InputError
from core.sweeps.active_trials import MOST_LOSSES, ActiveTrials
from core.sweeps.saved.records import DIVERGED, FAILED, FINISHED, TRAINING, RunProgress, RunRecord, TrialRecord
from core.sweeps.search.study import Study
from core.sweeps.sweep_experiment import SweepExperiment
from core.sweeps.trial_training import RunTraining
from core.sweeps.worker.job import JobResult

TWO_SEEDS = """
[data]
source = "spiral"
[training]
epochs = 27
[sweep]
trials = 3
sampler = "random"
pruner = "halving"
repeats = 2
[sweep.space]
"training.learning_rate" = {{ low = 0.001, high = 0.1 }}
"""


class Trials:
    """Active trials of a new sweep, and the records of those that have ended."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.sweep = made_sweep(folder, TWO_SEEDS)
        self.ended: list[TrialRecord] = []
        self.open()

    def open(self) -> None:
        """As a process does that goes on with the sweep."""
        self.active = ActiveTrials(Study.open(self.folder, self.sweep), self.sweep, self.folder, self.ended.append)

    def give(self) -> RunTraining:
        run = self.active.next_run(True, at_once=9)
        assert run is not None
        self.active.assign(run)
        return run

    def home(self, run: RunTraining, epochs: int, objective: float, state: str = TRAINING) -> None:
        record = RunRecord(
            run=run.name, seed=run.record.seed, epochs=epochs, objectives=[objective], best_epoch=epochs, seconds=1.0
        )
        self.active.result_written(run, JobResult(record, state, problem="it grew" if state == DIVERGED else ""))


@pytest.fixture
def trials(tmp_path: Path) -> Trials:
    return Trials(tmp_path)


def test_the_pruner_decides_when_all_runs_of_a_trial_are_there(trials: Trials) -> None:
    good = [trials.give(), trials.give()]
    assert [run.name for run in good] == ["trial-0001-seed-1", "trial-0001-seed-2"]
    assert [trials.active.next_decision(run) for run in good] == [1, 1]
    trials.home(good[0], 1, 0.1)
    assert trials.give().name == "trial-0002-seed-1"  # the first waits for its other run
    trials.home(good[1], 1, 0.3)
    assert [trials.active.next_decision(run) for run in good] == [3, 3]
    assert trials.active.trials[1].objectives == [pytest.approx(0.2)]
    assert trials.give() is trials.active.trials[2].runs[1]
    for run in trials.active.trials[2].runs:
        trials.home(run, 1, 0.5)
    [record] = trials.ended
    assert (record.trial, record.state, record.epochs, record.seconds) == (2, "pruned", 1, 2.0)
    assert (record.objectives, record.spread) == ([0.5], [0.0])


def test_no_trial_begins_while_those_that_have_begun_keep_all_workers_busy(trials: Trials) -> None:
    first, second = trials.give(), trials.give()
    assert trials.active.next_run(True, at_once=2) is None
    first.completed = True  # it has ended, and is being written
    run = trials.active.next_run(True, at_once=2)
    assert run is not None
    assert run.trial == 2
    assert second.assigned


def test_a_trial_finishes_with_its_last_run(trials: Trials) -> None:
    first, second = trials.give(), trials.give()
    trials.home(first, 5, 0.2, FINISHED)
    assert not trials.ended
    trials.home(second, 7, 0.4, FINISHED)
    [record] = trials.ended
    assert (record.state, record.epochs, record.best_epoch) == (FINISHED, 7, 5)
    assert record.objectives == [pytest.approx(0.3)]
    assert record.spread == [pytest.approx(0.1414, abs=1e-4)]


def test_a_run_that_diverges_ends_its_trial_when_the_others_are_home(trials: Trials) -> None:
    first, second = trials.give(), trials.give()
    trials.home(first, 1, 0.2, DIVERGED)
    assert trials.active.to_stop == [second.name]
    assert not trials.ended
    trials.home(second, 1, 0.4)
    [record] = trials.ended
    assert (record.state, record.problem, record.objectives) == (DIVERGED, "it grew", [None])


def test_a_run_that_loses_one_worker_after_the_other_fails(trials: Trials) -> None:
    first, second = trials.give(), trials.give()
    for _loss in range(MOST_LOSSES):
        trials.active.worker_lost(first)
        assert trials.give() is first
    trials.home(first, 1, 0.2)  # what comes home counts anew
    for _loss in range(MOST_LOSSES):
        trials.active.worker_lost(second)
        assert trials.give() is second
    trials.active.worker_lost(second)
    [record] = trials.ended
    assert record.state == FAILED
    assert "4 workers were lost" in record.problem


def test_what_had_begun_goes_on_and_what_was_decided_stays(trials: Trials) -> None:
    first = trials.give()
    stopped = trials.give()
    trials.active.stop(stopped.trial)
    for run in (first, stopped):
        trials.home(run, 1, 0.2)
    [record] = trials.ended
    assert record.by_hand
    begun = trials.give()
    trials.open()
    again = [trials.give(), trials.give()]
    assert [run.trial for run in again] == [2, 2]
    assert again[0].name == begun.name


def test_settings_that_do_not_fit_each_other_fail_their_trial(trials: Trials, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(sweep: SweepExperiment, number: int, settings: object) -> list[object]:
        raise InputError(f"trial {number} can't be")

    monkeypatch.setattr(SweepExperiment, "trial_runs", refused)
    assert trials.active.next_run(True) is None
    assert [(record.trial, record.state, record.problem) for record in trials.ended] == [
        (number, FAILED, f"trial {number} can't be") for number in (1, 2, 3)
    ]


def test_a_run_that_a_worker_could_not_do_goes_on_without_a_loss(trials: Trials) -> None:
    run, _second = trials.give(), trials.give()
    for _worker in range(MOST_LOSSES + 2):
        trials.active.worker_refused(run)
        assert trials.give() is run
    assert (run.losses, trials.ended) == (0, [])


def test_what_a_worker_says_counts_before_its_files_are_home(trials: Trials) -> None:
    run = trials.give()
    run.progress = RunProgress(run=run.name, epoch=7, epochs=27, objective=0.4)
    shown = trials.active.trials[1].trial_record()
    assert (shown.epochs, shown.runs[0].objectives, shown.objectives) == (7, [0.4], [None])
    second = trials.give()
    second.progress = RunProgress(run=second.name, epoch=3, epochs=27, objective=0.6)
    assert trials.active.trials[1].trial_record().objectives == [0.5]
