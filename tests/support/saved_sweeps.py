"""A sweep's folder made by hand: 38 trials that have ended and two that train, with the same figures every time."""

from math import exp, log10
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import tomli_w
from msgspec import structs
from some_runs import HEAD

from core.sweeps.saved.records import (
    DIVERGED,
    FAILED,
    FINISHED,
    PRUNED,
    RUNNING,
    TRAINING,
    Importance,
    RunRecord,
    SweepStatus,
    TrialRecord,
    Value,
    WorkerRecord,
)
from core.sweeps.saved.sweep_folder import SWEEPS, SweepFolder, run_name
from core.sweeps.sweep_experiment import SweepExperiment
from tui_mlp.models.sweep.selection_changes import updated_selection
from tui_mlp.models.sweep.sweep_selection import SweepSelection

NAME = "spiral-sweep-2026-12-01-101502"
EPOCHS = 300
SWEEP = """
name = "spiral-sweep"
[data]
source = "spiral"
[training]
epochs = 300
[sweep]
trials = 40
sampler = "random"
pruner = "median"
[sweep.space]
"training.learning_rate" = { low = 1e-3, high = 0.1, log = true }
"network.hidden" = [[8], [8, 8], [16], [16, 8]]
"network.activation" = ["tanh", "relu", "sigmoid"]
"training.optimizer" = ["adam", "momentum"]
"training.momentum" = { low = 0.5, high = 0.99, when = { "training.optimizer" = "momentum" } }
"""
HIDDEN, ACTIVATIONS = ([8], [8, 8], [16], [16, 8]), ("tanh", "relu", "sigmoid")


def fraction(trial: int, factor: float) -> float:
    """A number from 0 to 1 that looks drawn at random."""
    return trial * factor % 1


def loss(trial: int, epoch: int) -> float:
    """A trial's validation loss after an epoch."""
    rate = log10(a_setting(trial)["training.learning_rate"]) + 1.5  # type: ignore[arg-type]
    floor = 0.01 + 0.25 * rate * rate + 0.05 * fraction(trial, 0.7548)
    return floor + 0.6 * exp(-epoch / (20 + 40 * fraction(trial, 0.5698)))


def a_setting(trial: int) -> dict[str, object]:
    """The settings of a trial."""
    found: dict[str, object] = {
        "training.learning_rate": 10 ** (-3 + 2 * fraction(trial, 0.618)),
        "network.hidden": HIDDEN[trial * 7 % 4],
        "network.activation": ACTIVATIONS[trial * 5 % 3],
        "training.optimizer": ("adam", "momentum")[trial % 2],
    }
    if trial % 2:
        found["training.momentum"] = 0.5 + 0.49 * fraction(trial, 0.3247)
    return found


def a_trial(trial: int, state: str = "", epochs: int = 0) -> TrialRecord:
    """One trial; by default finished, a third of them pruned, 17 diverged, 29 failed."""
    state = state or {17: DIVERGED, 29: FAILED}.get(trial) or (PRUNED if fraction(trial, 0.4142) < 0.35 else FINISHED)
    epochs = epochs or (EPOCHS if state == FINISHED else 20 + trial)
    best = None if state in (DIVERGED, FAILED) else loss(trial, epochs)
    problem = {DIVERGED: "the loss became infinite in epoch 37", FAILED: "the worker was lost three times"}.get(state)
    run = RunRecord(
        run=run_name(trial), seed=1, epochs=epochs, objectives=[best], best_epoch=epochs if best else None,
        stopped_by="epochs" if state == FINISHED else "", seconds=0.8,
    )  # fmt: skip
    return TrialRecord(
        trial=trial, settings=a_setting(trial), state=state, objectives=[best], spread=[None],  # type: ignore[arg-type]
        epochs=epochs, best_epoch=run.best_epoch, runs=[run], seconds=0.8, problem=problem or "",
    )  # fmt: skip


def a_status(ended: list[TrialRecord], training: list[TrialRecord], state: str = RUNNING) -> SweepStatus:
    """What goes on: two workers, each with one of the trials that train."""
    known = [one for one in ended if one.objectives[0] is not None and one.state == FINISHED]
    states = [one.state for one in ended]
    return SweepStatus(
        state=state, pid=1, time="2026-12-01T10:20:00+00:00", trials=40,
        ended={name: states.count(name) for name in dict.fromkeys(states)},
        best=[min(known, key=lambda one: one.objectives[0] or 0.0).trial] if known else [], training=training,
        workers=[
            WorkerRecord(
                name=str(place), address=f"tcp://127.0.0.1:400{place}", host="here", trial=one.trial,
                run=one.runs[0].run, epoch=one.epochs, epochs=EPOCHS, objective=one.objectives[0],
            )
            for place, one in enumerate(training, 1)
        ],
        where="local", cores=2, seconds_a_trial=0.8, seconds_left=7.0,
        importance=Importance(
            trials=len(ended),
            shares={
                "training.learning_rate": 0.41, "network.hidden": 0.26, "network.activation": 0.2,
                "training.optimizer": 0.1, "training.momentum": 0.03,
            },
        ),
    )  # fmt: skip


def write_metrics(folder: SweepFolder, record: TrialRecord) -> None:
    """The run's metrics.csv, a line an epoch."""
    run = folder.run(record.runs[0].run)
    run.mkdir(parents=True, exist_ok=True)
    lines = []
    for epoch in range(1, record.epochs + 1):
        value = loss(record.trial, epoch)
        lines.append(f"{epoch},{value / 2!r},{value!r},0.9,{1 - value / 2!r},0.1,0.003,0.001\n")
    run.joinpath("metrics.csv").write_text(HEAD + "".join(lines))


def a_sweep(runs_dir: Path, trials: int = 40, training: int = 2, metrics: bool = True, name: str = NAME) -> SweepFolder:
    """A sweep's folder with this many trials, the last of which train."""
    folder = SweepFolder(runs_dir / SWEEPS / name)
    folder.trials.mkdir(parents=True)
    folder.sweep_file.write_text(SWEEP)
    ended, under_way = trials_of(trials, training)
    write_ended(folder, ended)
    write_status(folder, a_status(ended, under_way))
    if metrics:
        for record in [*ended, *under_way]:
            write_metrics(folder, record)
    return folder


def trials_of(trials: int, training: int) -> tuple[list[TrialRecord], list[TrialRecord]]:
    """The trials that have ended, and those that train."""
    first = trials - training + 1
    return (
        [a_trial(trial) for trial in range(1, first)],
        [a_trial(trial, TRAINING, 50 + 2 * trial) for trial in range(first, trials + 1)],
    )


def write_ended(folder: SweepFolder, ended: list[TrialRecord]) -> None:
    """trials.jsonl, a line a trial."""
    folder.trials_file.write_bytes(b"".join(msgspec.json.encode(one) + b"\n" for one in ended))


def write_status(folder: SweepFolder, status: SweepStatus) -> None:
    """status.json."""
    folder.status_file.write_bytes(msgspec.json.encode(status))


def a_selection(trials: int = 40, training: int = 2, lives: bool = True) -> SweepSelection:
    """What the Sweep view selects at first in a sweep like this, none of whose metrics have been read."""
    ended, under_way = trials_of(trials, training)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "sweep.toml"
        file.write_text(SWEEP)
        sweep = SweepExperiment.load(file)
    return updated_selection(
        SweepSelection(), sweep=sweep, read=True, name=NAME, ended=tuple(ended), status=a_status(ended, under_way),
        lives=lives, further_figure="validation_accuracy",
    )  # fmt: skip


def a_sweep_written_by(text: str, runs_dir: Path) -> SweepFolder:
    """A sweep whose files have this text wherever they have text: five trials, one of which trains."""
    folder = a_sweep(runs_dir, 5, 1, name="by-others")
    folder.sweep_file.write_text(SWEEP.replace('name = "spiral-sweep"', tomli_w.dumps({"name": text})))
    settings: dict[str, Value] = {"network.activation": text, "training.learning_rate": text, "network.hidden": [text]}
    trials, training = trials_of(5, 1)
    trials = [structs.replace(one, settings=settings, problem=text) for one in trials]
    status = a_status(trials, [structs.replace(one, settings=settings) for one in training])
    workers = [structs.replace(one, name=text, note=text) for one in status.workers]
    write_ended(folder, trials)
    write_status(
        folder,
        structs.replace(status, workers=workers, where=text, notes=[text], problem=text, importance=Importance()),
    )
    return folder
