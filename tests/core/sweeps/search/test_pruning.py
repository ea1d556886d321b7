"""Pruners: the epochs at which they decide, and what they decide."""

from pathlib import Path

import pytest
from sweep_files import a_sweep
from sweep_trials import SPACE, Search

from core.sweeps.saved.records import PRUNED
from core.sweeps.search.pruning import decision_epochs

EPOCHS = '"training.epochs" = [30, 100]\n'


@pytest.mark.parametrize(
    ("pruner", "epochs", "expected"),
    [
        ("none", 1000, []),
        ("halving", 1000, [37, 111, 333, 999]),
        ("hyperband", 999, [37, 111, 333]),
        ("halving", 10, [1, 3, 9]),
        ("halving", 1, []),
        ("median", 1000, [*range(50, 1000, 50)]),
        ("median", 5, [1, 2, 3, 4]),
    ],
)
def test_decision_epochs(pruner: str, epochs: int, expected: list[int], tmp_path: Path) -> None:
    sweep = a_sweep(tmp_path, SPACE, f'pruner = "{pruner}"', f"training.epochs={epochs}")
    assert list(decision_epochs(sweep)) == expected


def test_decision_epochs_are_those_of_the_longest_training(tmp_path: Path) -> None:
    sweep = a_sweep(tmp_path, SPACE + EPOCHS, 'pruner = "halving"')
    assert decision_epochs(sweep) == (3, 9, 27, 81)


def test_halving_lets_the_best_third_of_those_that_came_so_far_go_on(tmp_path: Path) -> None:
    search = Search(tmp_path, SPACE, 'pruner = "halving"\nsampler = "random"\ntrials = 9')
    first, second, *_rest = search.study.decision_epochs
    numbers = [one.number for _trial in range(9) if (one := search.study.ask())]
    losses = [0.5, 0.6, 0.4, 0.9, 0.45, 0.42, 0.3, 0.35, 0.1]
    pruned = [search.study.report_and_prune(*one) for one in zip(numbers, [first] * 9, losses, strict=True)]
    # Of 6 the second best still goes on, of 9 the third best: 0.42 behind 0.4, 0.35 behind 0.3.
    assert pruned == [False, True, False, True, True, False, False, False, False]
    assert not search.study.report_and_prune(numbers[0], second, 0.45)
    assert search.study.report_and_prune(numbers[2], second, 0.46)


@pytest.mark.parametrize("pruner", ["median", "halving", "hyperband"])
def test_the_worst_are_pruned(pruner: str, tmp_path: Path) -> None:
    search = Search(tmp_path, SPACE, f'pruner = "{pruner}"\nsampler = "random"\ntrials = 30')
    search.proposals(30)
    pruned = [record for record in search.study.ended() if record.state == PRUNED]
    assert 5 <= len(pruned) <= 27
    worst = max(search.study.ended()[6:], key=lambda record: record.objectives[0] or 0.0)
    assert worst in pruned
    assert not set(search.study.best()[0].settings) - set(search.sweep.space.by_name)
    assert search.study.best()[0] not in pruned
