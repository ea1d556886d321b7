"""Pruners, and the epochs after which they decide."""

from optuna import pruners

from core.sweeps.sweep_experiment import SweepExperiment

FACTOR = 3
"""Of how many trials halving leaves one; also how many times longer those that are left train until the next time."""
RUNGS_OF_HALVING, DECISIONS_OF_MEDIAN = 27, 20


def longest_training(sweep: SweepExperiment) -> int:
    """The most epochs that a trial may train for."""
    epochs = sweep.values_of("training.epochs")
    return max(number for number in epochs if isinstance(number, int))


def first_epoch(sweep: SweepExperiment) -> int:
    """The epoch of the first decision; of `median`, also the epochs from one decision to the next."""
    parts = DECISIONS_OF_MEDIAN if sweep.settings.pruner == "median" else RUNGS_OF_HALVING
    return max(1, longest_training(sweep) // parts)


def decision_epochs(sweep: SweepExperiment) -> tuple[int, ...]:
    """The epochs after which a pruner decides about a trial, ascending; none is the last one."""
    first, longest = first_epoch(sweep), longest_training(sweep)
    if sweep.settings.pruner == "none":
        return ()
    if sweep.settings.pruner == "median":
        return tuple(range(first, longest, first))
    epochs = []
    while first < longest:
        epochs.append(first)
        first *= FACTOR
    return tuple(epochs)


def make_pruner(sweep: SweepExperiment) -> pruners.BasePruner:
    """The pruner of a sweep."""
    if sweep.settings.pruner == "median":
        return pruners.MedianPruner(n_startup_trials=5, n_min_trials=3)
    first = first_epoch(sweep)
    if sweep.settings.pruner == "halving":
        return pruners.SuccessiveHalvingPruner(min_resource=first, reduction_factor=FACTOR)
    if sweep.settings.pruner == "hyperband":
        return pruners.HyperbandPruner(
            min_resource=first, max_resource=longest_training(sweep), reduction_factor=FACTOR
        )
    return pruners.NopPruner()
