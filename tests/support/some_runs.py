"""A folder of runs made by hand: the files that the Runs view reads, with the same figures every time."""

from math import exp
from pathlib import Path
from typing import Any

import msgspec
from stepped import INLINE, make_app, shown

from core.runs.run_folder import SUMMARY, RunFolder
from core.runs.run_list import ListedRun, RunList
from core.runs.summary import Summary
from tui_mlp.app.app import MlpApp

HEAD = "epoch,train_loss,validation_loss,train_accuracy,validation_accuracy,gradient_norm,learning_rate,seconds\n"
RUNS: dict[str, dict[str, Any]] = {
    "plain": {"training.optimizer": "gradient_descent", "training.learning_rate": 0.1},
    "adam": {"training.optimizer": "adam", "training.learning_rate": 0.003},
    "wide": {"training.optimizer": "adam", "training.learning_rate": 0.003, "network.hidden": [16, 16]},
}
BASE: dict[str, Any] = {"training.batch_size": 10, "network.hidden": [8, 8], "network.activation": "tanh", "seed": 1}


def figure(place: int, epoch: int) -> float:
    """The validation loss of a run at an epoch."""
    return 0.1 * (place + 1) + 0.5 * exp(-epoch / 20)


def a_run(runs_dir: Path, name: str, place: int, epochs: int, /, **about: object) -> RunFolder:
    """One run, the later the larger its place."""
    folder = RunFolder(runs_dir / f"{name}-2026-11-25-1000{place:02}")
    folder.checkpoints.mkdir(parents=True)
    folder.path.joinpath("experiment.toml").write_text(INLINE)
    settings = BASE | RUNS.get(name, {})
    fields: dict[str, object] = {
        "run": folder.name, "name": name, "data": "spiral",
        "architecture": "-".join(map(str, (2, *settings["network.hidden"], 1))),
        "started": f"2026-11-25T10:00:{place:02}+00:00", "saved": f"2026-11-25T11:{place:02}:00+00:00",
        "epochs": epochs, "state": "epochs", "train_loss": figure(place, epochs) / 2,
        "best_validation_loss": figure(place, epochs), "best_epoch": epochs, "validation_accuracy": 0.9,
        "settings": settings,
    }  # fmt: skip
    summary = msgspec.convert(fields | about, Summary)
    folder.path.joinpath(SUMMARY).write_bytes(msgspec.json.encode(summary))
    folder.path.joinpath("metrics.csv").write_text(HEAD + "".join(line(place, epoch) for epoch in range(1, epochs + 1)))
    return folder


def line(place: int, epoch: int) -> str:
    """A line of metrics.csv."""
    loss = figure(place, epoch)
    return f"{epoch},{loss / 2!r},{loss!r},0.9,{1 - loss!r},0.1,0.003,0.001\n"


def some_runs(runs_dir: Path) -> list[RunFolder]:
    """Three runs, adam the newest but one."""
    return [a_run(runs_dir, name, place, 40 + 20 * place) for place, name in enumerate(RUNS)]


def listed(runs_dir: Path) -> tuple[ListedRun, ...]:
    """All runs there."""
    listing = RunList(runs_dir)
    listing.refresh()
    return listing.runs


def runs_app(folder: Path, **options: Any) -> MlpApp:
    """An app that keeps its runs in the folder's `runs`, but trains only what a test has it train."""
    return make_app(folder, runs_dir=folder / "runs", **options)


def row_of(app: MlpApp, name: str) -> str:
    """The line of the table that a run has."""
    return next(line for line in shown(app).splitlines()[1:] if f" {name} " in line)
