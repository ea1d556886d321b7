"""Run folders as nobody's training leaves them: one value changed at a time, and the checkpoint signed again.

The digest in a checkpoint shows what a disk has spoiled. Whoever changes a checkpoint on purpose can sign it as we do.
"""

import json
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import load, save

from core.model.files.run_seal import sealed

NUMBERS = [-1, 0, 1, 2, 3, 7, 2**31, 2**53 + 1, 2**63, 2**64, 2**128, 10**30, 10**400, -(10**30)]
REALS = [-0.0, 0.5, -1.5, 1e-320, 1e15, 1e308, -1e308, float("nan"), float("inf")]
TEXTS = ["", "x", "nan", "inf", "-inf", "1e5", "adam", "PCG64", "softmax", "\x00", "é" * 40]
OTHERS: list[object] = [None, True, False, [], {}, [0], [[]], {"x": 1}, [1e308] * 3, "x" * 5000]
VALUES: list[Any] = [*NUMBERS, *REALS, *TEXTS, *OTHERS]

Mutation = Callable[[Any], None]


@contextmanager
def limit(seconds: float) -> Iterator[None]:
    """What takes longer hangs: raises TimeoutError."""

    def late(*_arguments: object) -> None:
        raise TimeoutError(f"it took more than {seconds} s")

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def places(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The ways to all values inside a JSON value."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield (*way, key)
        yield from places(inner, (*way, key))


def mutated(value: Any, rng: np.random.Generator) -> tuple[Any, str]:
    """A JSON value with one thing in it changed, and what that was."""
    ways = list(places(value))
    way = ways[rng.integers(len(ways))]
    result = deepcopy(value)
    *outer, last = way
    holder = result
    for key in outer:
        holder = holder[key]
    what = rng.random()
    if what < 0.1:
        del holder[last]
        return result, f"{way} deleted"
    if what < 0.15 and isinstance(holder, list):
        holder.insert(last, holder[last])
        return result, f"{way} twice"
    if what < 0.3 and type(holder[last]) in (int, float):
        holder[last] += [-1, 1, 1000][rng.integers(3)]
    elif what < 0.4:
        other = result
        for key in ways[rng.integers(len(ways))]:
            other = other[key]
        holder[last] = deepcopy(other)
    else:
        holder[last] = deepcopy(VALUES[rng.integers(len(VALUES))])
    return result, f"{way} = {str(holder[last])[:60]}"


def mutated_arrays(arrays: dict[str, np.ndarray], rng: np.random.Generator) -> tuple[dict[str, np.ndarray], str]:
    """The arrays with one of them changed, and what that was."""
    result = {name: array.copy() for name, array in arrays.items()}
    name = sorted(result)[rng.integers(len(result))]
    array = result[name]
    flat, place = array.reshape(-1), int(rng.integers(max(1, array.size)))
    real = array.dtype.kind == "f"
    what = int(rng.integers(10))
    if what == 0:
        del result[name]
    elif what == 1:
        result[["best_1", "frozen_1", "t_1", "Z", "order", "theta_9", "x"][rng.integers(7)]] = array
    elif what == 2:
        result[name] = array.astype([np.float32, np.float64, np.int64, np.int32, bool][rng.integers(5)])
    elif what == 3:
        result[name] = array.T.copy() if array.ndim == 2 and rng.random() < 0.5 else flat.copy()
    elif what == 4:
        result[name] = array[:-1].copy()
    elif what == 5:
        result[name] = np.concatenate([array, array[:1]])
    elif what == 6:
        flat[:] = 0
    else:
        values = [np.nan, np.inf, -np.inf, 1e38, -1.0, -1e-30] if real else [-1, 2**62, 0, len(flat), 10**16]
        if array.dtype.kind == "b":
            array.view(np.uint8)[...] = 7
        else:
            flat[place] = values[rng.integers(len(values))]
    with np.errstate(all="ignore"):
        return result, f"{name}: change {what}"


def signed(record: Any, arrays: dict[str, np.ndarray]) -> bytes:
    """A checkpoint with the right digest."""
    content: bytes = save(arrays, sealed(arrays, json.dumps(record)))
    return content


def parts(content: bytes) -> tuple[Any, dict[str, np.ndarray]]:
    """The record of a checkpoint, and its arrays."""
    header = json.loads(content[8 : 8 + int.from_bytes(content[:8], "little")])
    return json.loads(header["__metadata__"]["state"]), load(content)


def forged(content: bytes, rng: np.random.Generator) -> tuple[bytes, str]:
    """A checkpoint with one thing changed and signed again, and what that was."""
    record, arrays = parts(content)
    if rng.random() < 0.6:
        record, told = mutated(record, rng)
    else:
        arrays, told = mutated_arrays(arrays, rng)
    return signed(record, arrays), told


def put(folder: Path, content: bytes) -> Path:
    """The only checkpoint of a run's folder, with the name that its place asks for, where that can be told."""
    record, _arrays = parts(content)
    try:
        epoch, position = record["epoch"], record["position"]
        name = f"000001-epoch-{epoch:d}-batch-{position['settled'] + position['done']:d}.safetensors"
    except (KeyError, TypeError, ValueError, AttributeError):
        name = "000001-epoch-1-batch-0.safetensors"
    if len(name) > 200 or "--" in name:
        name = "000001-epoch-1-batch-0.safetensors"
    for path in (folder / "checkpoints").iterdir():
        path.unlink()
    path = folder / "checkpoints" / name
    path.write_bytes(content)
    return path
