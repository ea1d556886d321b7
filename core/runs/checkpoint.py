"""A training state as one safetensors file: arrays, and a record as JSON in its header.

PyTorch users can read it; nothing in it is code. `theta_2` is Θ(2), (s_l + 1) × s_{l+1}, and so are gradient, step,
best, frozen and the optimiser's mu, nu and t; `order` and `Z` are those of an unfinished epoch.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from math import isfinite
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import msgspec
import numpy as np

from core.calls import Array
from core.model.files.run_seal import FORMAT_VERSION, RECORD, VERSION, check_seal, check_version, sealed
from core.model.files.tensor_files import TensorFile, TornFile, open_tensors, tensor_file
from core.parameters import join, split
from core.support.errors import InputError, NewerFormat
from core.support.i18n import _
from core.support.regular_files import Refused
from core.training.epoch import EpochPosition
from core.training.training_state import TrainingState

from .checkpoint_record import OPTIONAL, Record, check_arrays, check_state, parse_record

SCALARS = ("epoch", "count", "best_epoch", "patience_from", "stopped_by", "tolerated")
NO_METADATA: Mapping[str, str] = MappingProxyType({})

Tensors = dict[str, Array]


def dump(state: TrainingState, entries: int = 0) -> bytes:
    """The content of a state's file; `entries` is the number of journal entries before this state."""
    position = state.position
    vectors = {"theta": state.theta, "gradient": state.gradient, "step": state.step, **state.vectors}
    vectors |= {name: vector for name in OPTIONAL if (vector := getattr(state, name)) is not None}
    tensors = by_layer(state.sizes, vectors)
    for name, array in (("order", position.order), ("Z", position.Z)):
        if array is not None:
            tensors[name] = np.ascontiguousarray(array)
    record = {
        "entries": entries,
        "sizes": state.sizes,
        "experiment": msgspec.to_builtins(state.experiment),
        "vectors": list(state.vectors),
        "position": {"row": position.row, "settled": position.settled, "done": position.done},
        "loss": json_number(position.loss),
        "order": position.random,
        "dropout": state.dropout,
        "squared_norm": json_number(state.squared_norm),
        "best_loss": json_number(state.best_loss),
        "figures": list(map(json_number, state.figures)),
        **{name: getattr(state, name) for name in SCALARS},
    }
    return _dump(tensors, record)


def dump_weights(sizes: tuple[int, ...], theta: Array, epoch: int, metadata: Mapping[str, str] = NO_METADATA) -> bytes:
    """The content of a file with only Θ(1), Θ(2), …, as theta_1, theta_2, …

    `metadata` stands in its header too, as `core.model.files.metadata.plain_metadata` gives it.
    """
    return _dump(by_layer(sizes, {"theta": theta}), {"sizes": sizes, "epoch": epoch}, metadata)


def load(path: Path) -> TrainingState:
    """The state in a file, with the same bits, checked so that training can continue from it, whoever wrote it.

    Raises InputError for a file that is missing, truncated, damaged or of another format: NewerFormat where that is a
    later one, Refused for a link or anything but a regular file.
    """
    with _explain_errors(path), open_tensors(path) as file:
        tensors = TensorFile(file)
        record, plain = parse_record(_text(path, tensors))
        check_arrays(tensors.arrays, record)
        state = _state(record, plain, _arrays(tensors))
        check_state(state)
        return state


class SavedWeights(NamedTuple):
    """Θ(1), Θ(2), …, and the epoch that they are of."""

    thetas: list[Array]
    epoch: int


def load_saved_weights(path: Path) -> SavedWeights:
    """The weights in any file that has them. Raises InputError as `load` does."""
    with _explain_errors(path), open_tensors(path) as file:
        tensors = TensorFile(file)
        record = json.loads(_text(path, tensors))
        arrays = _arrays(tensors)
        return SavedWeights([arrays[f"theta_{l}"] for l in range(1, len(record["sizes"]))], int(record["epoch"]))


def load_weights(path: Path) -> list[Array]:
    """Θ(1), Θ(2), … of any file with weights. Raises InputError as `load` does."""
    return load_saved_weights(path).thetas


class CheckpointHead(NamedTuple):
    """The number of journal entries before a checkpoint, and its position in the training."""

    entries: int
    place: tuple[int, int]


def read_head(path: Path) -> CheckpointHead:
    """Read only a checkpoint's header. Raises InputError as `load` does."""
    with _explain_errors(path), open_tensors(path) as file:
        record, _plain = parse_record(_text(path, TensorFile(file)))
        return CheckpointHead(record.entries, record.place)


def check_checkpoint_format(path: Path) -> None:
    """Raises NewerFormat for a file of a later version; nothing for a damaged or missing one."""
    with suppress(OSError, TornFile, Refused), open_tensors(path) as file:
        check_version(path, TensorFile(file).metadata)


# Writing


def _dump(tensors: Tensors, record: Mapping[str, Any], metadata: Mapping[str, str] = NO_METADATA) -> bytes:
    return tensor_file(tensors, {**metadata, **sealed(tensors, json.dumps(record, allow_nan=False))})


def by_layer(sizes: tuple[int, ...], vectors: Mapping[str, Array]) -> Tensors:
    """Vectors as long as Θ, layer by layer, (s_l + 1) × s_{l+1}: theta_1, theta_2, …"""
    return {f"{name}_{l}": part for name, vector in vectors.items() for l, part in enumerate(split(vector, sizes), 1)}


def json_number(value: float) -> float | str:
    """A number for JSON; nan and inf as strings that `float` accepts."""
    return float(value) if isfinite(value) else str(float(value))


# Reading


@contextmanager
def _explain_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except (NewerFormat, Refused):
        raise
    except FileNotFoundError as problem:
        raise InputError(_("{}: no such file, expected a checkpoint").format(path)) from problem
    except (OSError, ValueError, TypeError, KeyError, RecursionError, MemoryError) as problem:
        why = _("not enough memory for it") if isinstance(problem, MemoryError) else problem
        message = _("{}: cannot be read: {}; expected a checkpoint in format {} of mlp-tui")
        raise InputError(message.format(path, why, FORMAT_VERSION)) from problem


def _text(path: Path, tensors: TensorFile) -> str:
    """The record in a header, as JSON text. Raises ValueError for another format, KeyError where there is none."""
    version = tensors.metadata.get(VERSION)
    check_version(path, tensors.metadata)
    if version != FORMAT_VERSION:
        raise ValueError(_("its format is {}").format(version or _("unknown")))
    return tensors.metadata[RECORD]


def _arrays(tensors: TensorFile) -> Tensors:
    arrays = tensors.read_all()
    check_seal(tensors.metadata, arrays)
    return arrays


def _state(record: Record, plain: Mapping[str, Any], tensors: Tensors) -> TrainingState:
    sizes, position = tuple(record.sizes), record.position

    def vector(name: str) -> Array:
        return join([tensors[f"{name}_{l}"] for l in range(1, len(sizes))])

    rest: dict[str, Any] = {name: vector(name) if f"{name}_1" in tensors else None for name in OPTIONAL}
    rest |= {name: getattr(record, name) for name in SCALARS}
    at = EpochPosition(
        row=position.row,
        settled=position.settled,
        done=position.done,
        loss=float(record.loss),
        Z=tensors.get("Z"),
        order=tensors.get("order"),
        random=plain["order"],
    )
    return TrainingState(
        experiment=record.experiment,
        sizes=sizes,
        position=at,
        theta=vector("theta"),
        gradient=vector("gradient"),
        step=vector("step"),
        vectors={name: vector(name) for name in record.vectors},
        dropout=plain["dropout"],
        squared_norm=float(record.squared_norm),
        best_loss=float(record.best_loss),
        figures=tuple(map(float, record.figures)),
        **rest,
    )
