"""A model apart from its weights as JSON, and read from it with the same bits."""

from collections.abc import Sequence

import msgspec

from core.calls import Array
from core.data.preparing import preparation_record
from core.data.preparing.preparation_record import PreparationRecord, restored
from core.data.table import ClassKind
from core.network import Network
from core.support.errors import InputError
from core.support.i18n import _
from core.support.strict_json import decode, valid_text

from .model import Model
from .output_meaning import OutputMeaning

FORMAT = 1


class ModelRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A Model without its weights. `threshold` and the rest are those of its OutputMeaning."""

    format: int
    name: str
    sizes: tuple[int, ...]
    dtype: str
    activations: tuple[str, ...]
    output: str
    loss: str
    epoch: int
    task: str
    names: tuple[str, ...]
    threshold: float
    several_labels: bool
    target: tuple[str, ...]
    named_columns: bool
    shape: tuple[int, int] | None
    channels: int
    preparation: PreparationRecord
    class_kind: ClassKind = ""


def to_json(model: Model) -> bytes:
    """The record of a model as JSON, by which it is the same to the last bit once its weights are there."""
    return msgspec.json.encode(record_of(model))


def record_of(model: Model) -> ModelRecord:
    """The model without its weights, as it stands on disk."""
    network, meaning = model.network, model.meaning
    return ModelRecord(
        format=FORMAT,
        name=valid_text(model.name),
        sizes=tuple(network.parameters.sizes),
        dtype=network.parameters.dtype.name,
        activations=tuple(network.parameters.activations),
        output=network.output,
        loss=network.loss_name,
        epoch=model.epoch,
        task=meaning.task,
        names=tuple(map(valid_text, meaning.names)),
        threshold=meaning.threshold,
        several_labels=meaning.several_labels,
        target=tuple(map(valid_text, model.target)),
        named_columns=model.named_columns,
        shape=model.shape,
        channels=model.channels,
        preparation=preparation_record.record_of(model.preparation),
        class_kind=meaning.class_kind,
    )


def from_json(content: bytes, thetas: Sequence[Array]) -> Model:
    """The model of a record and of its weights Θ(1), Θ(2), … Raises InputError for what doesn't fit together."""
    try:
        record: ModelRecord = decode(content, ModelRecord)
        if record.format != FORMAT:
            raise ValueError(_("it has the format {}, expected {}").format(record.format, FORMAT))
        return _restored(record, thetas)
    except (msgspec.DecodeError, ValueError) as problem:
        raise InputError(_("found no model that can be read: {}").format(problem)) from problem


def _restored(record: ModelRecord, thetas: Sequence[Array]) -> Model:
    network = Network(
        record.sizes, record.activations, record.output, record.loss, dtype=record.dtype, initializer="zeros"
    )
    shapes = [theta.shape for theta in network.thetas]
    if [theta.shape for theta in thetas] != shapes:
        raise ValueError(_("its weights don't fit its layers"))
    for own, given in zip(network.thetas, thetas, strict=True):
        own[...] = given
    preparation = restored(record.preparation)
    if preparation.width != record.sizes[0]:
        raise ValueError(_("its columns and inputs don't fit each other"))
    meaning = OutputMeaning(record.task, record.names, record.threshold, record.several_labels, record.class_kind)
    return Model(
        network, preparation, meaning, record.name, record.target, record.named_columns, record.shape, record.channels,
        record.epoch,
    )  # fmt: skip
