"""All-pairs testing: each two values of two parameters are together in a case; other combinations are slow."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product
from typing import Any

import pytest


def all_pairs(names: str, *axes: Mapping[str, Any] | Sequence[Any]) -> pytest.MarkDecorator:
    """Parametrized by `names`, with the values of each axis, or its values by id.

    A fault that needs three particular values at once is found by `pytest -m slow` only.
    """
    labelled = [axis if isinstance(axis, Mapping) else {str(value): value for value in axis} for axis in axes]
    chosen = set(covering_cases([len(axis) for axis in labelled]))
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


def covering_cases(sizes: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Cases, as indices on axes of these sizes, that cover all pairs; each covers the most of those left (greedy)."""
    left = {case: {*combinations(enumerate(case), 2)} for case in product(*map(range, sizes))}
    while True:
        case = max(left, key=lambda case: len(left[case]))
        met = left[case]
        if not met:
            return
        yield case
        left = {other: pairs - met for other, pairs in left.items()}
