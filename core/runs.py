"""Run folders: what a training leaves on disk.

experiment.toml has the experiment, metrics.csv the history, thinned where it is long, last.safetensors Θ at the end,
best.safetensors Θ at the least validation loss, result.json the last line of `train --json`.
"""

import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import count, pairwise
from math import isfinite, isnan
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from .errors import InputError
from .experiment_file import FILE_NAME
from .texts import _

if TYPE_CHECKING:
    from .calls import Array
    from .experiment import Experiment
    from .history import History

FORMAT_VERSION = "1"
ROWS = 10_000
"""The most epochs that metrics.csv holds."""


def default_runs_dir() -> Path:
    """Where runs are kept unless `--runs-dir` says otherwise: the person's folder for application data."""
    from platformdirs import user_data_path

    return user_data_path("mlp-tui") / "runs"


@dataclass(frozen=True)
class RunFolder:
    """The folder of one run. Each file is written under another name and then renamed: none is ever half there."""

    path: Path

    @classmethod
    def create(cls, runs_dir: Path, experiment: "Experiment") -> "RunFolder":
        """A new folder, named after the experiment and the time. Raises InputError where none can be made."""
        slug = re.sub(r"\W+", "-", experiment.name.lower())[:40].strip("-_") or "run"
        name = f"{slug}-{datetime.now():%Y-%m-%d-%H%M%S}"
        with _writing(runs_dir):
            runs_dir.mkdir(parents=True, exist_ok=True)
            for number in count(1):
                path = runs_dir / (name if number == 1 else f"{name}-{number}")
                with suppress(FileExistsError):  # another run of the same second, perhaps another program's
                    path.mkdir()
                    break
        folder = cls(path)
        with _writing(path):
            folder._write(FILE_NAME, experiment.dumps().encode("utf-8", "replace"))
        return folder

    @classmethod
    def open(cls, path: Path) -> "RunFolder":
        """A run that was saved before. Raises InputError for a folder that is none."""
        if not os.path.isfile(path / FILE_NAME):
            message = _("{}: found no {} there, expected a run folder; `mlp-tui runs` lists them")
            raise InputError(message.format(path, FILE_NAME))
        return cls(path)

    @property
    def name(self) -> str:
        """The name of the run, such as spiral-2026-11-24-101502."""
        return self.path.name

    def save(
        self,
        history: "History",
        sizes: Sequence[int],
        last: Sequence["Array"],
        best: Sequence["Array"] | None,
        outcome: Mapping[str, object],
    ) -> None:
        """Write history, weights and outcome, over those saved before.

        `sizes` are s_1 … s_L; `last` and `best` the Θ(l), (s_l + 1) × s_{l+1}, with `best` None if none was evaluated;
        `outcome` is the last line of `train --json`. Raises InputError where the folder can't be written.
        """
        columns = history.columns
        finite = {key: None if _is_infinite(value) else value for key, value in outcome.items()}
        with _writing(self.path):
            self._write("metrics.csv", _metrics(columns).encode())
            self._write("last.safetensors", _tensors(sizes, last, int(columns["epoch"][-1]) if len(history) else 0))
            if best is None:
                (self.path / "best.safetensors").unlink(missing_ok=True)
            else:
                self._write("best.safetensors", _tensors(sizes, best, _best_epoch(columns)))
            self._write("result.json", json.dumps(finite, ensure_ascii=False).encode() + b"\n")

    def load_thetas(self, which: Literal["last", "best"]) -> list["Array"]:
        """Θ(1), Θ(2), … as they were saved, bit by bit. Raises InputError for a missing or broken file."""
        from safetensors import SafetensorError, safe_open

        path = self.path / f"{which}.safetensors"
        try:
            with safe_open(path, "numpy") as file:
                sizes = _sizes(file.metadata() or {})
                thetas = [file.get_tensor(f"theta_{l}") for l in range(1, len(sizes))]
        except FileNotFoundError as problem:
            raise InputError(_("{}: no such file, expected the weights of a saved run").format(path)) from problem
        except (OSError, SafetensorError, ValueError, TypeError) as problem:
            message = _("{}: cannot be read: {}; expected weights in the format {} of mlp-tui")
            raise InputError(message.format(path, problem, FORMAT_VERSION)) from problem
        for l, (theta, (inner, outer)) in enumerate(zip(thetas, pairwise(sizes), strict=True), 1):
            if theta.shape != (inner + 1, outer):
                found = " × ".join(map(str, theta.shape))
                message = _("{}: Θ({}) is {}, expected {} × {}")
                raise InputError(message.format(path, l, found, inner + 1, outer))
        return thetas

    def _write(self, name: str, content: bytes) -> None:
        unfinished = self.path / f".{name}.{os.getpid()}"
        try:
            unfinished.write_bytes(content)
            os.replace(unfinished, self.path / name)
        except OSError:
            with suppress(OSError):
                unfinished.unlink()
            raise


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        message = _("{}: cannot be written: {}; choose another folder with --runs-dir DIR")
        raise InputError(message.format(folder, problem.strerror)) from problem


def _is_infinite(value: object) -> bool:
    """Whether JSON has no word for it."""
    return isinstance(value, float) and not isfinite(value)


def _metrics(columns: "Mapping[str, Array]") -> str:
    """The history as CSV, each figure with all its digits, empty where there is none."""
    rows = thinned(columns["train_loss"], ROWS)
    epochs, *figures = (column[rows].tolist() for column in columns.values())
    lines = [",".join(columns)]
    for epoch, *row in zip(epochs, *figures, strict=True):
        lines.append(",".join([f"{epoch:.0f}", *("" if isnan(value) else repr(value) for value in row)]))
    return "\n".join(lines) + "\n"


def thinned(values: "Array", most: int) -> "Array":
    """Rows to keep, in order, `most` at most: first and last, and between them each stretch's least and greatest."""
    import numpy as np

    n = len(values)
    if n <= most:
        return np.arange(n)
    rows, edges = [0, n - 1], np.linspace(1, n - 1, (most - 2) // 2 + 1).astype(int).tolist()
    for start, stop in pairwise(edges):
        stretch = values[start:stop]
        rows += [start + int(stretch.argmin()), start + int(stretch.argmax())]
    return np.unique(rows)


def _best_epoch(columns: "Mapping[str, Array]") -> int:
    """The first epoch with the least validation loss; 0 if none was evaluated."""
    import numpy as np

    losses = columns["validation_loss"]
    return 0 if np.isnan(losses).all() else int(columns["epoch"][np.nanargmin(losses)])


def _tensors(sizes: Sequence[int], thetas: Sequence["Array"], epoch: int) -> bytes:
    import numpy as np
    from safetensors.numpy import save

    tensors = {f"theta_{l}": np.ascontiguousarray(theta) for l, theta in enumerate(thetas, 1)}
    content: bytes = save(
        tensors, {"format_version": FORMAT_VERSION, "sizes": json.dumps(list(sizes)), "epoch": str(epoch)}
    )
    return content


def _sizes(metadata: Mapping[str, str]) -> list[int]:
    """s_1 … s_L of a weights file. Raises ValueError or TypeError where it isn't one of ours."""
    version = metadata.get("format_version")
    if version != FORMAT_VERSION:
        raise ValueError(_("format {}").format(version))
    return [int(size) for size in json.loads(metadata.get("sizes", ""))]
