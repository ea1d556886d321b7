"""How large a network is: its weights, and the multiplications of one step."""

from collections.abc import Sequence
from itertools import pairwise


def weight_count(sizes: Sequence[int]) -> int:
    """How many weights a network has, biases included."""
    return sum((s + 1) * following for s, following in pairwise(sizes))


def product_count(sizes: Sequence[int], m: int) -> int:
    """Multiplications of one mini-batch of m examples: lines 7 and 10 take each weight once, (17) all but Θ(1)'s."""
    back = weight_count(sizes[1:]) - sum(sizes[2:])  # without the bias rows
    return m * (2 * weight_count(sizes) + back)
