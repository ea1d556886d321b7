"""A trainer's state on disk: one safetensors file, its arrays layer by layer, all else as JSON in its header.

PyTorch users can read it; nothing in it is code. `theta_2` is Θ(2), (s_l + 1) × s_{l+1}, and so are gradient, step,
best and the optimiser's mu and nu; `order` and `Z` are those of an epoch that is under way.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from .calls import Array
from .epoch import Position
from .errors import InputError
from .experiment import Experiment
from .state import State
from .texts import _

FORMAT_VERSION = "2"
SCALARS = ("epoch", "count", "squared_norm", "best_loss", "best_epoch", "patience_from", "stopped_by")


def dump(state: State, entries: int = 0) -> bytes:
    """The file's content; `entries` is how many the journal had then."""
    from safetensors.numpy import save

    vectors = {"theta": state.theta, "gradient": state.gradient, "step": state.step, "best": state.best}
    vectors |= state.vectors
    tensors = {
        f"{name}_{l}": part
        for name, vector in vectors.items()
        if vector is not None
        for l, part in enumerate(split(vector, state.sizes), 1)
    }
    position = state.position
    tensors |= {name: np.ascontiguousarray(array) for name in ("order", "Z")
                if (array := getattr(position, name)) is not None}  # fmt: skip
    record = {
        "entries": entries,
        "sizes": list(state.sizes),
        "experiment": msgspec.to_builtins(state.experiment),
        "vectors": list(state.vectors),
        "position": {"row": position.row, "settled": position.settled, "loss": position.loss, "done": position.done},
        "order": position.random,
        "dropout": state.dropout,
        **{name: getattr(state, name) for name in SCALARS},
    }
    content: bytes = save(
        tensors,
        header(tensors, json.dumps(record)),
    )
    return content


def dump_weights(sizes: tuple[int, ...], theta: Array, epoch: int) -> bytes:
    """A file with Θ(1), Θ(2), … alone, as theta_1, theta_2, …"""
    from safetensors.numpy import save

    tensors = {f"theta_{l}": part for l, part in enumerate(split(theta, sizes), 1)}
    content: bytes = save(tensors, header(tensors, json.dumps({"sizes": list(sizes), "epoch": epoch})))
    return content


def load_weights(path: Path) -> list[Array]:
    """Θ(1), Θ(2), … of any checkpoint, the best one's too. Raises InputError as `load` does."""
    metadata, tensors = _read(path)
    with _explained(path):
        _check(metadata, tensors)
        return [tensors[f"theta_{l}"] for l in range(1, sum(name.startswith("theta_") for name in tensors) + 1)]


def load(path: Path) -> State:
    """The state in a file, bit by bit. Raises InputError for one that is missing, torn, damaged or another format."""
    metadata, tensors = _read(path)
    with _explained(path):
        _check(metadata, tensors)
        return _state(metadata, tensors)


def entries_of(path: Path) -> int:
    """How many entries the journal had when a checkpoint was written. Raises InputError as `load` does."""
    from safetensors import SafetensorError, safe_open

    with _explained(path):
        try:
            with safe_open(path, "numpy") as file:
                return int(json.loads((file.metadata() or {})["state"])["entries"])
        except SafetensorError as problem:
            raise ValueError(_("it is torn or no safetensors file ({})").format(problem)) from problem


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError, TypeError, KeyError, msgspec.ValidationError) as problem:
        message = _("{}: cannot be read: {}; expected a checkpoint in format {} of mlp-tui")
        raise InputError(message.format(path, problem, FORMAT_VERSION)) from problem


def _read(path: Path) -> tuple[dict[str, str], dict[str, Array]]:
    from safetensors import SafetensorError, safe_open

    if not path.exists():
        raise InputError(_("{}: no such file, expected a checkpoint").format(path))
    with _explained(path):
        try:
            with safe_open(path, "numpy") as file:
                tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118, it is no mapping
                return file.metadata() or {}, tensors
        except SafetensorError as problem:
            raise ValueError(_("it is torn or no safetensors file ({})").format(problem)) from problem


def _check(metadata: dict[str, str], tensors: dict[str, Array]) -> None:
    """Raises ValueError or KeyError for another format, or content that isn't what was written."""
    version = metadata.get("format_version")
    if version != FORMAT_VERSION:
        raise ValueError(_("its format is {}").format(version or _("unknown")))
    if metadata["sha256"] != digest(tensors, metadata["state"]):
        raise ValueError(_("its content is damaged"))


def _state(metadata: dict[str, str], tensors: dict[str, Array]) -> State:
    """Raises ValueError, TypeError or KeyError for what isn't a checkpoint of ours."""
    record: dict[str, Any] = json.loads(metadata["state"])
    sizes = tuple(record["sizes"])

    def vector(name: str) -> Array:
        parts = [tensors[f"{name}_{l}"] for l in range(1, len(sizes))]
        return np.concatenate([part.reshape(-1) for part in parts])

    position = Position(**record["position"], Z=tensors.get("Z"), order=tensors.get("order"), random=record["order"])
    return State(
        experiment=msgspec.convert(record["experiment"], Experiment),
        sizes=sizes,
        position=position,
        theta=vector("theta"),
        gradient=vector("gradient"),
        step=vector("step"),
        vectors={name: vector(name) for name in record["vectors"]},
        dropout=record["dropout"],
        best=vector("best") if "best_1" in tensors else None,
        **{name: record[name] for name in SCALARS},
    )


def split(vector: Array, sizes: tuple[int, ...]) -> list[Array]:
    """A vector as long as Θ, layer by layer, (s_l + 1) × s_{l+1}."""
    shapes = [(inner + 1, outer) for inner, outer in pairwise(sizes)]
    ends = np.cumsum([rows * columns for rows, columns in shapes])
    return [part.reshape(shape) for part, shape in zip(np.split(vector, ends[:-1]), shapes, strict=True)]


def header(tensors: dict[str, Array], record: str) -> dict[str, str]:
    """What tells that the file is ours, and whole."""
    return {"format_version": FORMAT_VERSION, "state": record, "sha256": digest(tensors, record)}


def digest(tensors: dict[str, Array], record: str) -> str:
    """Of the record and of all values by name."""
    total = sha256(record.encode())
    for name in sorted(tensors):
        total.update(name.encode())
        total.update(np.ascontiguousarray(tensors[name]).data)
    return total.hexdigest()
