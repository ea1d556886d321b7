"""What is saved of a sweep: a record for each trial, and one of what goes on now."""

from typing import Any

import msgspec

from core.sweeps.space.keys import Value as Value

WAITING, TRAINING = "waiting", "training"
FINISHED, PRUNED, FAILED, DIVERGED = "finished", "pruned", "failed", "diverged"
"""States of a trial; the last four are those in which one ends."""
READY, RUNNING, PAUSING, PAUSED = "ready", "running", "pausing", "paused"
ENDED, INTERRUPTED = "ended", "interrupted"
"""States of a sweep; READY: not begun, ENDED: all trials are done, INTERRUPTED: stopped before that."""


class RunRecord(msgspec.Struct, kw_only=True):
    """One run of a trial.

    `run` is the name of its folder in trials/. `objectives` are the best figures so far, in the order of the sweep's
    objectives, None where there is none; `best_epoch` is the epoch of the first. `stopped_by` as in `train --json`;
    "" while it trains or waits.
    """

    run: str
    seed: int
    fold: int | None = None
    epochs: int = 0
    objectives: list[float | None] = []
    best_epoch: int | None = None
    weights_sha256: str = ""
    stopped_by: str = ""
    seconds: float = 0.0


class TrialRecord(msgspec.Struct, kw_only=True):
    """One trial: a setting, and what came of it.

    `objectives` are means over its runs, `spread` their sample standard deviations (None of one run); `epochs` those
    of its longest run; `best_epoch` that of its first run. `problem` says why it failed or diverged. `by_hand`: a
    person stopped it. `seconds` are of training, over all runs.
    """

    trial: int
    settings: dict[str, Value]
    state: str = TRAINING
    objectives: list[float | None] = []
    spread: list[float | None] = []
    epochs: int = 0
    best_epoch: int | None = None
    runs: list[RunRecord] = []
    seconds: float = 0.0
    by_hand: bool = False
    problem: str = ""


class WorkerRecord(msgspec.Struct, kw_only=True):
    """A worker and what it does: `run` and `trial` are None while it has nothing to do.

    `epochs` is how many the run is to have in all; `objective` its best so far.
    """

    name: str
    address: str = ""
    host: str = ""
    trial: int | None = None
    run: str | None = None
    epoch: int = 0
    epochs: int = 0
    objective: float | None = None
    note: str = ""


class Importance(msgspec.Struct, frozen=True, kw_only=True):
    """How much each key matters to the objective, as shares that add up to 1 (PED-ANOVA), over `trials` trials.

    `shares` is empty where there are too few trials; `needed` is how many there must be, 0 before anything is known.
    """

    shares: dict[str, float] = {}
    trials: int = 0
    needed: int = 0


class SweepStatus(msgspec.Struct, kw_only=True):
    """What goes on in a sweep now.

    `trials` is how many there will be in all, 0 if unknown; `ended` counts trials by the state in which they ended;
    `lost` how often a worker was lost and its job done again; `training` are the trials that have begun and not ended,
    with what their runs have so far; `best` are trial numbers, one, or those of the Pareto front. `where` is the
    scheduler's address, empty for workers of this machine. Times are seconds. Notes and problems are in the language of
    the process that wrote them, nothing else is: a screen in another one words the rest itself.
    """

    state: str
    pid: int = 0
    time: str = ""
    trials: int = 0
    ended: dict[str, int] = {}
    best: list[int] = []
    training: list[TrialRecord] = []
    workers: list[WorkerRecord] = []
    where: str = ""
    cores: int = 0
    lost: int = 0
    importance: Importance = msgspec.field(default_factory=Importance)
    narrowed: dict[str, Any] = {}
    seconds_a_trial: float | None = None
    seconds_left: float | None = None
    notes: list[str] = []
    problem: str = ""


class RunProgress(msgspec.Struct, kw_only=True):
    """How far a run is, as a worker tells it while it trains."""

    run: str
    epoch: int
    epochs: int
    objective: float | None = None
