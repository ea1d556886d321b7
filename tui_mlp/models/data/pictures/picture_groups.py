"""Which pictures stand beside each other: those of a class, or all by their targets."""

from dataclasses import dataclass, field

import numpy as np

from core.calls import Array
from core.data.source_rows.source_rows import SourceRows
from tui_mlp.models.data.row_choice import ChosenRows
from tui_mlp.models.data.row_targets import kept_row_targets
from tui_mlp.models.data.shown_rows import shown_rows


@dataclass(frozen=True, eq=False)
class PictureGroup:
    """The pictures of one line: `rows` (n) of the source, by their numbers, or by the target of a regression."""

    name: str
    rows: Array = field(repr=False)


@dataclass(frozen=True)
class PicturePlace:
    """A place among groups: the number of the group, and that of the picture in it, both from 0."""

    group: int = 0
    index: int = 0


def picture_groups(source: SourceRows, chosen: ChosenRows | None = None, split: str = "") -> tuple[PictureGroup, ...]:
    """A group for each class or label, of the chosen rows of a split, or of all; for a regression one, by its target.

    Rows that are left out are in none, as they aren't read as pictures.
    """
    rows, targets = shown_rows(source, chosen, split), kept_row_targets(source)
    rows = rows[source.split[rows] >= 0]
    if targets.numbers is not None:
        numbers = targets.numbers[rows]
        return tuple(PictureGroup(name, rows[numbers == at]) for at, name in enumerate(targets.names))
    if targets.labels is not None:
        labels = targets.labels[rows]
        return tuple(PictureGroup(name, rows[labels[:, at]]) for at, name in enumerate(targets.names))
    order = np.argsort(targets.value(0)[rows], kind="stable")
    return (PictureGroup(targets.names[0], rows[order]),)


def place_of(groups: tuple[PictureGroup, ...], row: int, before: int = 0) -> PicturePlace:
    """Where a row stands: in the group `before` if it does, else in the first one; else beside the row next to it."""
    order = [before, *(at for at in range(len(groups)) if at != before)] if before < len(groups) else range(len(groups))
    for at in order:
        found = np.flatnonzero(groups[at].rows == row)
        if len(found):
            return PicturePlace(at, int(found[0]))
    filled = [at for at in order if len(groups[at].rows)]
    if not filled:
        return PicturePlace()
    away = np.abs(groups[filled[0]].rows - row)
    return PicturePlace(filled[0], int(away.argmin()))


def moved(groups: tuple[PictureGroup, ...], place: PicturePlace, right: int, down: int) -> PicturePlace:
    """The place moved by pictures and by groups that aren't empty; at the end it stays."""
    filled = [at for at, group in enumerate(groups) if len(group.rows)]
    if not filled:
        return place
    here = filled.index(place.group) if place.group in filled else 0
    group = filled[max(0, min(here + down, len(filled) - 1))]
    return PicturePlace(group, max(0, min(place.index + right, len(groups[group].rows) - 1)))
