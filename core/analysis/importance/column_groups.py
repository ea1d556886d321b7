"""The columns of a source, each with all that it becomes, to be permuted as one."""

from dataclasses import dataclass

import numpy as np

from core.calls import Array
from core.data.dataset import Data, Split


@dataclass(frozen=True)
class ColumnGroup:
    """What is permuted together: a column of the source, or a pixel with all its colours.

    `columns` are the names of the columns in the source. `places` are those of the matrix of `permuted_matrix`, from 0.
    """

    name: str
    columns: tuple[str, ...]
    places: tuple[int, ...]


def column_groups(data: Data) -> tuple[ColumnGroup, ...]:
    """The groups of all inputs, in the order of the source. The parts of one date are one group."""
    preparation = data.preparation
    if preparation is None:
        names = data.input_names or tuple(f"x{number}" for number in range(1, data.train.inputs.shape[1] + 1))
        sources, widths = list(names), [1] * len(names)
    else:
        sources = [coding.source or coding.name for coding in preparation.codings]
        raw = preparation.features is not None
        widths = [1 if raw else coding.width for coding in preparation.codings]
    places: dict[str, list[int]] = {}
    end = 0
    for source, width in zip(sources, widths, strict=True):
        places.setdefault(source, []).extend(range(end, end + width))
        end += width
    found = [ColumnGroup(name, (name,), tuple(at)) for name, at in places.items()]
    if data.channels == 1 or len(found) % data.channels:
        return tuple(found)
    return tuple(_pixel(found[first : first + data.channels]) for first in range(0, len(found), data.channels))


def _pixel(channels: list[ColumnGroup]) -> ColumnGroup:
    names = tuple(one.name for one in channels)
    places = tuple(place for one in channels for place in one.places)
    return ColumnGroup(names[0].rsplit(" ", 1)[0], names, places)


def permuted_matrix(examples: Split) -> Array:
    """The matrix whose columns are permuted, m × s, a view: raw ones where features are made of them, else inputs."""
    return examples.inputs if examples.raw is None else examples.raw


def network_inputs(matrix: Array, examples: Split, data: Data) -> Array:
    """The inputs of a network for rows of the matrix of `permuted_matrix(examples)`, m × n."""
    if examples.raw is None or data.preparation is None:
        return matrix
    return data.preparation.transform(matrix)


class Correlations:
    """Pearson's r between the columns of a matrix, m × s, with the missing cells of a column at its mean."""

    def __init__(self, matrix: Array, groups: tuple[ColumnGroup, ...]) -> None:
        self._groups = groups
        with np.errstate(all="ignore"):
            values = matrix.astype(float)
            known = np.isfinite(values)
            count = np.maximum(1, known.sum(0))
            values -= np.where(known, values, 0).sum(0) / count
            values[~known] = 0
            norm = np.sqrt(np.square(values).sum(0))
        self._values = np.divide(values, norm, out=np.zeros_like(values), where=norm > 0)

    def beyond(self, number: int, least: float) -> tuple[tuple[str, float], ...]:
        """The other groups with |r| > `least` to this one, with the r of their closest columns; the largest first."""
        own = list(self._groups[number].places)
        r = self._values.T @ self._values[:, own]
        strongest = r[np.arange(len(r)), np.abs(r).argmax(1)]
        found = []
        for other, group in enumerate(self._groups):
            if other != number and group.places:
                at = max(group.places, key=lambda place: abs(strongest[place]))
                if abs(strongest[at]) > least:
                    found.append((group.name, float(strongest[at])))
        return tuple(sorted(found, key=lambda pair: -abs(pair[1])))
