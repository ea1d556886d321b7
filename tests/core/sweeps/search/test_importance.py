"""Importance: the key that decides gets the largest share."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from sweep_trials import Search, by_rate, number

from core.sweeps.saved.records import Value


def by_momentum(settings: Mapping[str, Value]) -> float:
    return abs(number(settings, "training.momentum") - 0.6) if "training.momentum" in settings else 5.0


@pytest.mark.parametrize(
    ("figure", "decides"), [(by_rate, ["training.learning_rate"]), (by_momentum, ["training.momentum"])]
)
def test_the_key_that_decides_gets_most(figure: object, decides: list[str], tmp_path: Path) -> None:
    assert callable(figure)
    search = Search(tmp_path, sweep='sampler = "random"\ntrials = 80')
    search.proposals(80, figure)
    importance = search.study.importance()
    assert list(importance.shares)[:1] == decides
    assert set(importance.shares) == set(search.sweep.space.by_name)
    assert sum(importance.shares.values()) == pytest.approx(1.0)
    assert importance.trials == 80


def test_with_too_few_trials_it_says_how_many_are_needed(tmp_path: Path) -> None:
    search = Search(tmp_path)
    search.proposals(9)
    importance = search.study.importance()
    assert importance.shares == {}
    assert (importance.needed, importance.trials) == (10, 9)


def test_a_key_that_one_trial_has_is_no_reason_to_warn(tmp_path: Path) -> None:
    search = Search(tmp_path)
    search.study.narrow({"training.optimizer": ["momentum"]})
    search.proposals(1)
    search.study.narrow({"training.optimizer": ["adam"]})
    search.proposals(11)
    assert search.study.importance().shares["training.momentum"] == 0
