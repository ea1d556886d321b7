"""Synthetic data sets, made from a number of rows, a noise and a random generator.

Points lie within about ±1. `noise`, from 0 to 1, is how far they are scattered: 0.1 is gentle, at 1 little can be
learnt. Classes have equal sizes, up to a remainder.
"""

from collections.abc import Callable

import numpy as np

from core.calls import Array

Examples = tuple[Array, Array]
"""Inputs m × s, and m class numbers (int) or m × 1 target values (float)."""

GATES = {"and": (0, 0, 0, 1), "or": (0, 1, 1, 1), "xor": (0, 1, 1, 0), "nand": (1, 1, 1, 0)}
SPIRAL_TURNS = 1.2
"""Turns of each arm of the spiral."""

GAP = 0.05
"""From the quadrants' points to the axes."""

PEAKS = ((-0.65, 0.4, 1), (0, 0.4, -1), (0.65, 0.4, 1), (-0.65, -0.4, -1), (0, -0.4, 1), (0.65, -0.4, -1))
"""The place of each peak in the plane, and its height."""
PEAK_WIDTH = 0.2
"""The standard deviation of each Gaussian."""


def gate(name: str) -> Examples:
    """A truth table: 4 × 2 inputs in the order 00, 01, 10, 11, and its 4 classes."""
    return np.array([[0, 0], [0, 1], [1, 0], [1, 1]], float), np.array(GATES[name])


def circle(samples: int, noise: float, random: np.random.Generator) -> Examples:
    """A disc of radius 0.5, class 1, in a ring from 0.7 to 1, class 0; scattered by noise / 2."""
    labels = _labels(samples, 2)
    inside = labels == 1
    radius = np.sqrt(np.where(inside, random.uniform(0, 0.25, samples), random.uniform(0.49, 1, samples)))
    return _scattered(_polar(radius, random.uniform(0, 2 * np.pi, samples)), noise / 2, random), labels


def gaussians(samples: int, noise: float, random: np.random.Generator) -> Examples:
    """Two clouds around (−0.5, −0.5) and (0.5, 0.5), of deviation 0.1 + noise."""
    labels = _labels(samples, 2)
    return _scattered(np.repeat(labels[:, None] - 0.5, 2, 1), 0.1 + noise, random), labels


def spiral(samples: int, noise: float, random: np.random.Generator) -> Examples:
    """Two arms of 1.2 turns around each other, after Lang and Witbrock 1988; scattered by noise / 4."""
    labels = _labels(samples, 2)
    share = np.sqrt(random.uniform(0.002, 1, samples))  # evenly along the arm, not crowded at its inner end
    points = _polar(share, 2 * np.pi * SPIRAL_TURNS * share + np.pi * labels)
    return _scattered(points, noise / 4, random), labels


def moons(samples: int, noise: float, random: np.random.Generator) -> Examples:
    """Two half circles that reach into each other; scattered by noise / 1.5."""
    labels = _labels(samples, 2)
    angle = random.uniform(0, np.pi, samples)
    upper = np.column_stack([np.cos(angle) - 0.5, np.sin(angle) - 0.25])
    points = np.where(labels[:, None] == 0, upper, -upper) / 1.5
    return _scattered(points, noise / 1.5, random), labels


def blobs(samples: int, noise: float, random: np.random.Generator) -> Examples:
    """Three clouds at the corners of a triangle, of deviation 0.1 + noise."""
    labels = _labels(samples, 3)
    return _scattered(_polar(np.full(samples, 0.8), 2 * np.pi * labels / 3), 0.1 + noise, random), labels


def quadrants(samples: int, noise: float, random: np.random.Generator) -> Examples:
    """The exclusive or of two signs, as in TensorFlow Playground: class 1 where one of two inputs is negative.

    Without noise no point is nearer than 0.05 to an axis; with noise they are scattered by noise / 3.
    """
    labels = _labels(samples, 2)
    sign = random.choice([-1.0, 1.0], samples)
    signs = np.column_stack([sign, np.where(labels == 1, -sign, sign)])
    return _scattered(signs * random.uniform(GAP, 1, (samples, 2)), noise / 3, random), labels


def plane(samples: int, noise: float, random: np.random.Generator) -> Examples:
    """y = (x1 + x2) / 2 over a square, with noise / 2 of scatter in y."""
    points = random.uniform(-1, 1, (samples, 2))
    return points, points.mean(1, keepdims=True) + random.normal(0, 1, (samples, 1)) * noise / 2


def sine(samples: int, noise: float, random: np.random.Generator) -> Examples:
    """y = sin(π x) for one input x from −1 to 1, with `noise` of scatter in y."""
    points = random.uniform(-1, 1, (samples, 1))
    return points, np.sin(np.pi * points) + random.normal(0, 1, (samples, 1)) * noise


def peaks(samples: int, noise: float, random: np.random.Generator) -> Examples:
    """Three Gaussian hills, y = 1 on top, and three hollows, y = −1, in turn; noise / 2 of scatter in y."""
    points = random.uniform(-1, 1, (samples, 2))
    heights = np.zeros((samples, 1))
    for x1, x2, height in PEAKS:
        distance = np.hypot(points[:, :1] - x1, points[:, 1:] - x2)
        heights += height * np.exp(-((distance / PEAK_WIDTH) ** 2) / 2)
    return points, heights + random.normal(0, 1, (samples, 1)) * noise / 2


GENERATORS: dict[str, Callable[[int, float, np.random.Generator], Examples]] = {
    "circle": circle,
    "gaussians": gaussians,
    "spiral": spiral,
    "moons": moons,
    "blobs": blobs,
    "quadrants": quadrants,
    "plane": plane,
    "sine": sine,
    "peaks": peaks,
}


def _labels(samples: int, classes: int) -> Array:
    return np.arange(samples) % classes


def _polar(radius: Array, angle: Array) -> Array:
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])


def _scattered(points: Array, deviation: float, random: np.random.Generator) -> Array:
    return points + random.normal(0, 1, points.shape) * deviation
