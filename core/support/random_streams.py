"""One seed, four independent streams of random numbers: what one of them draws leaves the others as they are."""

from typing import NamedTuple

import numpy as np


class Streams(NamedTuple):
    """The generators of one experiment, by what they are for."""

    data: np.random.Generator
    weights: np.random.Generator
    order: np.random.Generator
    dropout: np.random.Generator


def change_stream(seed: int, *place: int) -> np.random.Generator:
    """A stream for a change made by a person: new for each place, given by numbers of 0 or above."""
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(len(Streams._fields), *place)))


def streams(seed: int) -> Streams:
    """The four streams of a seed, 0 or above."""
    return Streams(*np.random.default_rng(seed).spawn(4))
