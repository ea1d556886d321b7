"""Cases of several parameters: any two values of two parameters meet in one, all other combinations are slow."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product
from typing import Any

import pytest


def every_two(names: str, *axes: Mapping[str, Any] | Sequence[Any]) -> pytest.MarkDecorator:
    """Parametrized by `names`, with the values of each axis, or its values by id.

    What goes wrong for a combination of three alone is found by `pytest -m slow`.
    """
    labelled = [axis if isinstance(axis, Mapping) else {str(value): value for value in axis} for axis in axes]
    chosen = set(few([len(axis) for axis in labelled]))
    cases = product(*(enumerate(axis.items()) for axis in labelled))
    return pytest.mark.parametrize(
        names.split(", "),
        [
            pytest.param(
                *(value for _place, (_label, value) in case),
                id="-".join(label for _place, (label, _value) in case),
                marks=[] if tuple(place for place, _item in case) in chosen else pytest.mark.slow,
            )
            for case in cases
        ],
    )


def few(sizes: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Places on axes of these sizes, till each two have met: always those with the most pairs that haven't."""
    left = {case: {*combinations(enumerate(case), 2)} for case in product(*map(range, sizes))}
    while True:
        case = max(left, key=lambda case: len(left[case]))
        met = left[case]
        if not met:
            return
        yield case
        left = {other: pairs - met for other, pairs in left.items()}
