"""run.json: what a list of runs says of a run, in one small file, so that a thousand are read in a moment."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import msgspec

from .errors import InputError, NewerFormat, is_newer
from .json_text import decode
from .runs import SUMMARY, RunFolder, is_locked
from .texts import _

if TYPE_CHECKING:
    from .trainer import Trainer

BULKY = {"data.inputs", "data.targets", "network.weights"}
RUNNING, INTERRUPTED = "training", "interrupted"

FORMAT_VERSION = "1"

Count = Annotated[int, msgspec.Meta(ge=0, le=2**53)]
Plain = bool | Annotated[int, msgspec.Meta(ge=-(2**63), le=2**63 - 1)] | float | str | None
Setting = Plain | list[Plain] | dict[str, Plain | list[Plain]]


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """A run as lists show it. `state` is training, interrupted, or what stopped it; `settings` are the experiment's by
    dotted keys, as they are now. Figures that weren't taken are None.
    """

    run: str
    name: str
    data: str
    architecture: str
    epochs: Count
    batch: Count = 0
    started: str
    saved: str
    state: str
    train_loss: float | None = None
    best_validation_loss: float | None = None
    best_epoch: Count | None = None
    validation_accuracy: float | None = None
    settings: dict[str, Setting] = {}
    note: str = ""
    format: str = FORMAT_VERSION


def summarized(trainer: "Trainer", run: str, started: str, saved: str, state: str, note: str = "") -> Summary:
    """The summary of a training."""
    from .experiment import FIELDS

    experiment = trainer.wanted
    last = trainer.history[-1] if len(trainer.history) else {}
    accuracies = trainer.history.validation_accuracy
    taken = accuracies[accuracies == accuracies]
    return Summary(
        run=run,
        name=legible(experiment.name),
        data=legible(Path(experiment.data.source).name),
        architecture="-".join(map(str, trainer.network.parameters.sizes)),
        epochs=trainer.epoch,
        batch=trainer.batch,
        started=started,
        saved=saved,
        state=state,
        train_loss=last.get("train_loss"),
        best_validation_loss=None if trainer.best is None else trainer.best_loss,
        best_epoch=trainer.best_epoch or None,
        validation_accuracy=float(taken[-1]) if len(taken) else None,
        settings={key: legible(experiment.get(key)) for key in FIELDS if key not in BULKY},
        note=note,
    )


def legible(value: Any) -> Any:
    """A text without what is no character, as Python has it in names of files of another encoding; all else as is."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def read(folder: RunFolder) -> Summary:
    """The summary in a run's folder. Raises OSError, Refused, or msgspec.DecodeError for what isn't one."""
    summary: Summary = decode(folder.read(SUMMARY), Summary)
    summary = msgspec.structs.replace(summary, run=folder.name)
    if summary.state == RUNNING and not is_locked(folder):
        return msgspec.structs.replace(summary, state=INTERRUPTED)
    return summary


class Version(msgspec.Struct, frozen=True):
    """What a summary of any version tells of the version that wrote it."""

    format: Any = None


def check_format(folder: RunFolder) -> None:
    """Raises NewerFormat where a later version wrote the summary; Refused. Not where it can't be read."""
    try:
        found = decode(folder.read(SUMMARY), Version).format
    except (OSError, msgspec.DecodeError):
        return
    if is_newer(found, FORMAT_VERSION):
        raise NewerFormat(folder.path / SUMMARY, found, FORMAT_VERSION)


def runs(runs_dir: Path) -> Iterator[tuple[RunFolder, Summary]]:
    """All runs in a folder that can be read, the one saved last first; in the same second, the one begun last.

    Raises InputError where the folder itself can't be read.
    """
    found = []
    for name in names(runs_dir):
        folder = RunFolder(runs_dir / name)
        try:
            found.append((folder, read(folder)))
        except (OSError, InputError, msgspec.DecodeError):
            continue
    return iter(sorted(found, key=lambda pair: (pair[1].saved, pair[0].name), reverse=True))


def names(runs_dir: Path) -> list[str]:
    """What is in the folder of all runs; nothing where there is none yet. Raises InputError where it can't be read."""
    try:
        return os.listdir(runs_dir)
    except FileNotFoundError:
        return []
    except OSError as problem:
        message = _("{}: cannot be read: {}; choose another folder with --runs-dir DIR")
        raise InputError(message.format(runs_dir, problem.strerror)) from problem


def described(state: str) -> str:
    """A run's state for people."""
    words = {
        RUNNING: _("training"),
        INTERRUPTED: _("interrupted"),
        "epochs": _("finished"),
        "tolerance": _("tolerance reached"),
        "early_stopping": _("stopped early"),
        "divergence": _("diverged"),
    }
    return words.get(state, state)
