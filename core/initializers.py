"""Weight initializers by name.

Each takes a random generator and the shape (s_l, s_{l+1}) of a Θ without its bias row. Biases start at 0. The
experiment's `initial_scale` multiplies the weights.
"""

from collections.abc import Callable
from math import sqrt

import numpy as np

from .calls import Array

Initializer = Callable[[np.random.Generator, tuple[int, int]], Array]


def xavier(random: np.random.Generator, shape: tuple[int, int]) -> Array:
    """Uniform within ±√(6 / (s_l + s_{l+1})). Glorot, Bengio 2010."""
    limit = sqrt(6 / sum(shape))
    return random.uniform(-limit, limit, shape)


def he(random: np.random.Generator, shape: tuple[int, int]) -> Array:
    """Normal with standard deviation √(2 / s_l), for relu. He, Zhang, Ren, Sun 2015."""
    return random.normal(0, sqrt(2 / shape[0]), shape)


def uniform(random: np.random.Generator, shape: tuple[int, int]) -> Array:
    """Uniform within ±1."""
    return random.uniform(-1, 1, shape)


def normal(random: np.random.Generator, shape: tuple[int, int]) -> Array:
    """Normal with standard deviation 1."""
    return random.normal(0, 1, shape)


def zeros(random: np.random.Generator, shape: tuple[int, int]) -> Array:
    """All 0: the neurons of a hidden layer then all learn the same, which is what this is there to show."""
    return np.zeros(shape)


INITIALIZERS: dict[str, Initializer] = {
    "xavier": xavier,
    "he": he,
    "uniform": uniform,
    "normal": normal,
    "zeros": zeros,
}
