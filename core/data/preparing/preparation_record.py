"""A preparation as JSON, and read from it with the same bits, checked."""

from math import isfinite

import msgspec
import numpy as np

from core.support.errors import InputError
from core.support.i18n import _
from core.support.strict_json import decode, valid_text

from .column_coding import ColumnCoding
from .preparation import Preparation
from .preprocessing import FEATURES, Scaling

FORMAT = 1


class ScalingRecord(msgspec.Struct, frozen=True):
    """A Scaling; `dtype` is that of its numbers, in which it computes."""

    dtype: str
    exponent: list[int]
    mean: list[float]
    rest: list[float]
    deviation: list[float]

    @classmethod
    def of(cls, scaling: Scaling) -> "ScalingRecord":
        """The record of a scaling."""
        numbers = scaling.mean, scaling.rest, scaling.deviation
        return cls(scaling.mean.dtype.name, scaling.exponent.tolist(), *(array.tolist() for array in numbers))

    def restored(self, width: int | None = None) -> Scaling:
        """The scaling, of `width` columns unless that is None. Raises ValueError for one that can't be."""
        numbers = self.mean, self.rest, self.deviation
        lengths = {len(one) for one in (self.exponent, *numbers)}
        if len(lengths) != 1 or width not in (None, *lengths) or self.dtype not in ("float64", "float32"):
            raise ValueError(_("its scaling doesn't fit its columns"))
        if not all(map(isfinite, (*self.mean, *self.rest, *self.deviation))) or not all(self.deviation):
            raise ValueError(_("its scaling has numbers that can't be"))
        if any(abs(power) > 2000 for power in self.exponent):
            raise ValueError(_("its scaling has numbers that can't be"))
        return Scaling(np.array(self.exponent, int), *(np.array(one, self.dtype) for one in numbers))


class PreparationRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A Preparation, as it stands on disk; `inputs` are the names of the inputs, for readers."""

    format: int
    inputs: tuple[str, ...]
    columns: tuple[ColumnCoding, ...]
    features: tuple[str, ...] | None = None
    scaling: ScalingRecord | None = None
    constant: tuple[int, ...] = ()
    target_scaling: ScalingRecord | None = None


def to_json(preparation: Preparation) -> bytes:
    """The preparation as JSON, by which it is the same to the last bit."""
    return msgspec.json.encode(record_of(preparation)) + b"\n"


def record_of(preparation: Preparation) -> PreparationRecord:
    """The preparation as it stands on disk."""
    scaling, target_scaling = preparation.scaling, preparation.target_scaling
    return PreparationRecord(
        format=FORMAT,
        inputs=tuple(map(valid_text, preparation.input_names)),
        columns=tuple(
            msgspec.structs.replace(
                coding,
                name=valid_text(coding.name),
                source=valid_text(coding.source),
                levels=tuple(map(valid_text, coding.levels)),
            )
            for coding in preparation.codings
        ),
        features=preparation.features,
        scaling=ScalingRecord.of(scaling) if scaling else None,
        constant=preparation.constant,
        target_scaling=ScalingRecord.of(target_scaling) if target_scaling else None,
    )


def from_json(content: bytes) -> Preparation:
    """The preparation in JSON. Raises InputError for what isn't one."""
    try:
        record: PreparationRecord = decode(content, PreparationRecord)
        if record.format != FORMAT:
            raise ValueError(_("it has the format {}, expected {}").format(record.format, FORMAT))
        return restored(record)
    except (msgspec.DecodeError, ValueError) as problem:
        raise InputError(_("found no preparation of data that can be read: {}").format(problem)) from problem


def restored(record: PreparationRecord) -> Preparation:
    """The preparation of a record. Raises ValueError for one that can't be."""
    for coding in record.columns:
        if not all(0 <= level < len(coding.levels) for level in (*coding.own, *coding.pooled)):
            raise ValueError(_("it has a level beyond those of its column"))
        if coding.fill is not None and not isfinite(coding.fill):
            raise ValueError(_("it has a number that isn't finite"))
    if not all(name in FEATURES for name in record.features or ()):
        raise ValueError(_("it has features that this version doesn't know"))
    preparation = Preparation(record.columns, record.features)
    if preparation.width != len(record.inputs) or not all(0 <= one < preparation.width for one in record.constant):
        raise ValueError(_("its columns and inputs don't fit each other"))
    return Preparation(
        record.columns,
        record.features,
        record.scaling.restored(preparation.width) if record.scaling else None,
        record.constant,
        record.target_scaling.restored() if record.target_scaling else None,
    )
