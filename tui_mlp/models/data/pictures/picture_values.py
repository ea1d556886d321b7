"""The numbers of a picture: as in the source from 0 to 1, or as the network gets them."""

from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np

from core.calls import Array
from core.data.source_rows.source_rows import SourceRows

LOOKED_AT = 500
"""The training pictures, at most, by which the range of pixels is found."""
DEVIATIONS = 2.5
"""The standardised number that has the strongest colour."""

_kept: WeakKeyDictionary[SourceRows, "PictureRange"] = WeakKeyDictionary()


@dataclass(frozen=True)
class PictureRange:
    """The least and the greatest number of a pixel in the source, and the strongest one that the network gets.

    `signed` says whether the network gets numbers below 0.
    """

    low: float
    high: float
    strongest: float
    signed: bool


def picture_range(source: SourceRows) -> PictureRange:
    """The range of the pixels of some training pictures. Kept with the source."""
    if source not in _kept:
        train = source.data.train
        rows = [source.row_of("train", place) for place in range(0, train.m, -(-train.m // LOOKED_AT) or 1)]
        raw = [found for row in rows if row is not None and (found := source.raw(row)) is not None]
        values = np.concatenate([one[np.isfinite(one)] for one in raw]) if raw else np.zeros(1)
        made = train.inputs[:: -(-train.m // LOOKED_AT) or 1]
        signed = bool((made < 0).any())
        strongest = DEVIATIONS if signed else float(made.max(initial=0.0)) or 1.0
        low, high = (float(values.min()), float(values.max())) if len(values) else (0.0, 1.0)
        _kept[source] = PictureRange(min(low, 0.0), high, strongest, signed)
    return _kept[source]


def raw_picture(source: SourceRows, row: int) -> Array | None:
    """A picture as in the source, from 0 to 1: h × w, or h × w × 3 in colours; None where the row is left out."""
    found = source.raw(row)
    if found is None:
        return None
    limits = picture_range(source)
    with np.errstate(all="ignore"):
        return as_picture(source, (found.astype(float) - limits.low) / ((limits.high - limits.low) or 1.0))


def prepared_picture(source: SourceRows, row: int) -> Array | None:
    """A picture as the network gets it: h × w numbers, of colours their means; None where the row is left out."""
    found = source.prepared(row)
    return None if found is None else source.data.grey_picture(found.astype(float))


def as_picture(source: SourceRows, values: Array) -> Array:
    """The raw inputs of a row, s numbers, as h × w, or h × w × 3 in colours."""
    data = source.data
    assert data.shape is not None, "the inputs are pictures"
    shape = (*data.shape, data.channels) if data.channels > 1 else data.shape
    return values.reshape(shape)
