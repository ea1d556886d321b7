"""The study: proposals, restarts, narrowing, and what is told to Optuna."""

import logging
from collections.abc import Mapping
from pathlib import Path

import pytest
from optuna.storages import JournalStorage
from optuna.storages.journal import JournalFileBackend
from optuna.trial import FrozenTrial, TrialState
from sweep_trials import GRID, SPACE, Search, a_record, number

from core.support.errors import InputError
from core.sweeps.saved.records import DIVERGED, FAILED, FINISHED, PRUNED, Value

PART = {
    "network.hidden": [[8], [8, 8]],
    "training.learning_rate": {"low": 0.001, "high": 0.002},
    "training.batch_size": [5, 25],
}


def by_width(settings: Mapping[str, Value]) -> float:
    """A loss that is least for a choice that PART leaves out."""
    return 1.0 - (settings["network.hidden"] == [16, 16])


@pytest.mark.parametrize("sampler", ["random", "tpe", "grid"])
def test_proposals_are_the_same_however_often_it_is_interrupted(sampler: str, tmp_path: Path) -> None:
    space, sweep = (GRID if sampler == "grid" else SPACE), f'sampler = "{sampler}"\npruner = "hyperband"'
    whole, interrupted = (Search(tmp_path / name, space, sweep) for name in ("whole", "interrupted"))
    for one in whole.proposals(18):
        assert interrupted.proposals(1) == [one]
        interrupted.reopen()
        assert interrupted.study.ended() == whole.study.ended()[: one.number]
    assert interrupted.study.best() == whole.study.best()


def test_another_seed_and_another_trial_get_other_proposals(tmp_path: Path) -> None:
    rates = [
        number(one.settings, "training.learning_rate")
        for seed in (1, 2)
        for one in Search(tmp_path / str(seed), sweep=f'sampler = "random"\nseed = {seed}').proposals(5)
    ]
    assert len(set(rates)) == 10


@pytest.mark.parametrize("sampler", ["random", "tpe"])
def test_all_settings_are_in_the_space_and_as_many_as_asked_for(sampler: str, tmp_path: Path) -> None:
    search = Search(tmp_path, sweep=f'sampler = "{sampler}"\ntrials = 30')
    proposals = search.proposals(31)
    assert [one.number for one in proposals] == list(range(1, 31))
    assert all(search.sweep.space.contains(one.settings, search.sweep.experiment) for one in proposals)
    assert {type(one.settings["training.batch_size"]) for one in proposals} == {int}
    assert len({"training.momentum" in one.settings for one in proposals}) == 2
    assert search.study.total == 30
    assert search.reopen().ask() is None


def test_tpe_learns_where_losses_are_small(tmp_path: Path) -> None:
    proposals = Search(tmp_path).proposals(40)
    rates = [number(one.settings, "training.learning_rate") for one in proposals]
    near = [sum(0.05 < rate < 0.2 for rate in part) for part in (rates[:20], rates[20:])]
    assert near[1] > 8 > near[0]  # of 20; at random it is 4


def test_each_setting_of_a_grid_comes_once_and_the_narrowed_ones_later(tmp_path: Path) -> None:
    search = Search(tmp_path, GRID, 'sampler = "grid"')
    assert search.study.total == 9
    search.study.narrow({"training.optimizer": ["momentum"], "training.momentum": {"low": 0.8}})
    assert search.study.total == 3
    first = search.proposals(2)
    search.reopen()
    first += search.proposals(9)
    assert [one.settings["training.momentum"] for one in first] == [0.9] * 3
    search.study.narrow({})
    assert search.study.total == 9
    settings = [one.settings for one in [*first, *search.proposals(9)]]
    every = list(search.sweep.space.grid(search.sweep.experiment))
    assert sorted(map(str, settings)) == sorted(map(str, every))
    assert search.study.ask() is None


@pytest.mark.parametrize("sampler", ["random", "tpe"])
def test_a_narrowed_space_is_kept_to_and_outlives_the_process(sampler: str, tmp_path: Path) -> None:
    search = Search(tmp_path, sweep=f'sampler = "{sampler}"\ntrials = 100')
    search.proposals(15, by_width)
    search.study.narrow(PART)
    search.reopen()
    assert search.study.narrowing == PART
    part = search.sweep.space.narrowed(PART)
    narrowed = [one.settings for one in search.proposals(15, by_width)]
    assert all(part.contains(one, search.sweep.experiment) for one in narrowed)
    assert {one["training.batch_size"] for one in narrowed} == {5, 25}
    search.study.narrow({})
    assert not all(part.contains(one.settings, search.sweep.experiment) for one in search.proposals(15))


def test_what_isnt_part_of_the_space_is_refused_and_changes_nothing(tmp_path: Path) -> None:
    study = Search(tmp_path).study
    study.narrow(PART)
    for wrong in ({"training.learning_rat": [0.1]}, {"training.learning_rate": {"high": 1.0}}):
        with pytest.raises(InputError):
            study.narrow(wrong)
    assert study.narrowing == PART


def test_after_a_restart_running_trials_are_still_there(tmp_path: Path) -> None:
    search = Search(tmp_path)
    proposals = [search.study.ask() for _number in range(3)]
    assert proposals[0] is not None
    search.study.tell(a_record(proposals[0], 0.5))
    study = search.reopen()
    assert study.running() == proposals[1:]
    assert [record.trial for record in study.ended()] == [1]


@pytest.mark.parametrize(
    ("state", "objective", "told"),
    [
        (FINISHED, 0.5, TrialState.COMPLETE),
        (FINISHED, float("nan"), TrialState.PRUNED),
        (PRUNED, 0.1, TrialState.PRUNED),
        (DIVERGED, 0.1, TrialState.PRUNED),
        (FAILED, 0.1, TrialState.FAIL),
    ],
)
def test_only_finished_trials_with_a_figure_count_as_complete(
    state: str, objective: float, told: TrialState, tmp_path: Path
) -> None:
    search = Search(tmp_path)
    proposal = search.study.ask()
    assert proposal is not None
    search.study.tell(a_record(proposal, objective, state=state))
    trial = _optuna_trials(search)[0]
    assert trial.state == told
    assert trial.values == ([0.5] if told == TrialState.COMPLETE else None)
    assert len(search.study.best()) == (objective == objective and state in (FINISHED, PRUNED))


def test_several_objectives(tmp_path: Path) -> None:
    sweep = 'objective = ["validation_loss", "validation_accuracy"]\ntrials = 20'
    search = Search(tmp_path, sweep=sweep)
    for place in range(20):
        proposal = search.study.ask()
        assert proposal is not None
        search.study.tell(a_record(proposal, 1.0 - 0.01 * place, 0.9 if place < 5 else 0.8))
    for study in (search.study, search.reopen()):
        assert [record.trial for record in study.best()] == [5, 20]
    assert search.study.importance().shares


def test_optuna_logs_nothing(tmp_path: Path) -> None:
    said: list[logging.LogRecord] = []
    handler, logger = logging.Handler(), logging.getLogger("optuna")

    def take(record: logging.LogRecord) -> bool:
        said.append(record)
        return False

    handler.addFilter(take)
    logger.addHandler(handler)
    try:
        search = Search(tmp_path, sweep='pruner = "hyperband"')
        search.proposals(12)
        search.reopen()
    finally:
        logger.removeHandler(handler)
    assert said == []


def _optuna_trials(search: Search) -> list[FrozenTrial]:
    storage = JournalStorage(JournalFileBackend(str(search.folder.journal)))
    return storage.get_all_trials(storage.get_study_id_from_name("sweep"))
