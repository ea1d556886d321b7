"""The size of a network: its weights, and the multiplications of one step."""

from collections.abc import Sequence
from itertools import pairwise


def weight_count(sizes: Sequence[int]) -> int:
    """The number of weights of a network, biases included."""
    return sum((s + 1) * following for s, following in pairwise(sizes))


def product_count(sizes: Sequence[int], m: int) -> int:
    """The multiplications of one mini-batch of m examples.

    Lines 7 and 10 take each weight once for each example, (17) all weights but those of Θ(1) and the biases.
    """
    back = weight_count(sizes[1:]) - sum(sizes[2:])  # without the bias rows
    return m * (2 * weight_count(sizes) + back)
