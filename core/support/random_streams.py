"""One seed, four independent streams of random numbers.

What is drawn from one of them doesn't change the others.
"""

from typing import NamedTuple

import numpy as np


class Streams(NamedTuple):
    """The generators of one experiment, by their purpose."""

    data: np.random.Generator
    weights: np.random.Generator
    order: np.random.Generator
    dropout: np.random.Generator


def change_stream(seed: int, *place: int) -> np.random.Generator:
    """A stream for one edit of the user, independent for each `place`, which is given by numbers of 0 or above."""
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(len(Streams._fields), *place)))


def importance_stream(seed: int, column: int) -> np.random.Generator:
    """A stream that permutes one column, from 0, to see how much it matters."""
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(len(Streams._fields) + 1, column)))


def exercise_stream(seed: int, *place: int) -> np.random.Generator:
    """A stream for what an exercise draws: weights, cells, slips, each by a `place` of its own, numbers from 0."""
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(len(Streams._fields) + 2, *place)))


def sampler_seed(seed: int, trial: int) -> int:
    """The seed of what a sweep draws for one trial, a number of 0 or above: 32 bits, as Optuna takes them."""
    sequence = np.random.SeedSequence(seed, spawn_key=(len(Streams._fields) + 3, trial))
    return int(sequence.generate_state(1)[0])


def streams(seed: int) -> Streams:
    """The four streams of a seed, 0 or above."""
    return Streams(*np.random.default_rng(seed).spawn(4))
