"""Which inputs of the network each column becomes, with a short name for each."""

import re
from dataclasses import dataclass
from functools import lru_cache

from core.data.preparing.column_coding import SCALED, ColumnCoding
from core.data.preparing.preparation import Preparation
from core.support.i18n import _
from tui_mlp.text.numbers import NOTHING

LONGEST_PREFIX = 6
"""Letters of the longest short name of a category."""
SHARED = 3
"""Letters that all categories have in common from which on these are left out of their short names."""


@dataclass(frozen=True)
class ColumnInput:
    """One input of the network: its `number`, from 0, the column of the source that it comes from, and its `place`,
    from 0, among the inputs that this column becomes.

    `short` is its name beside those of other inputs: of a category only what tells it from others of its column.
    `binary` is whether it is 0 or 1 in each row.
    """

    number: int
    column: str
    place: int
    short: str
    binary: bool


@lru_cache(maxsize=8)
def column_inputs(preparation: Preparation) -> tuple[ColumnInput, ...]:
    """The inputs in their order. A feature of two columns counts as one of the first that it is made of."""
    codings = preparation.codings
    found: list[tuple[str, str, bool]] = []
    if preparation.features is not None:
        for name in preparation.features:
            coding = codings[int(re.search("x([12])", name)[1]) - 1]  # type: ignore[index]
            found.append((coding.source or coding.name, name, False))
    else:
        for coding in codings:
            binary = coding.kind not in SCALED
            for place, short in enumerate(_short_names(coding)):
                found.append((coding.source or coding.name, short, binary or place > 0))
    places: dict[str, int] = {}
    made = []
    for number, (column, short, binary) in enumerate(found):
        place = places[column] = places.get(column, -1) + 1
        made.append(ColumnInput(number, column, place, short, binary))
    return tuple(made)


def inputs_of(preparation: Preparation, column: str) -> tuple[ColumnInput, ...]:
    """The inputs that one column of the source becomes; none where the network doesn't see it."""
    return _by_column(preparation).get(column, ())


@lru_cache(maxsize=8)
def _by_column(preparation: Preparation) -> dict[str, tuple[ColumnInput, ...]]:
    found: dict[str, tuple[ColumnInput, ...]] = {}
    for one in column_inputs(preparation):
        found[one.column] = (*found.get(one.column, ()), one)
    return found


def _short_names(coding: ColumnCoding) -> list[str]:
    """The short names of the inputs of a column: a dash for cells that are missing, "other" for pooled categories."""
    if coding.one_number:
        return [coding.part or coding.name, NOTHING][: coding.width]
    names = [coding.levels[level] for level in coding.own] + [_("other")] * bool(coding.pooled)
    return shortened_names(names) + [NOTHING] * coding.missing_level


def shortened_names(names: list[str]) -> list[str]:
    """The fewest first letters that tell the names from each other, without those that all of them begin with."""
    shared = 0
    if len(names) > 1:
        shared = next((at for at, letters in enumerate(zip(*names, strict=False)) if len({*letters}) > 1), 0)
    if shared >= SHARED and all(len(name) > shared for name in names):
        names = [name[shared:] for name in names]
    for length in range(1, LONGEST_PREFIX + 1):
        found = [name[:length] for name in names]
        if len({*found}) == len(names):
            return found
    return names
