"""run.json, the summary of a run for lists, and label.json, its name and note.

Both are small separate files, so that a thousand runs are read in a moment; training never writes the label.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import msgspec

from core.support import atomic_files as files
from core.support.errors import InputError, NewerFormat, is_newer
from core.support.i18n import _
from core.support.strict_json import decode

from .run_folder import LABEL, SUMMARY, RunFolder, explain_write_errors, is_locked

if TYPE_CHECKING:
    from core.calls import Array
    from core.training.trainer import Trainer

BULKY = {"data.inputs", "data.targets", "network.weights"}
TEST_FIGURES = ("test_accuracy", "test_baseline", "test_balanced_accuracy", "test_r2")
"""What a summary has of the last line of `train --json`."""
RUNNING, INTERRUPTED = "training", "interrupted"

FORMAT_VERSION = "1"

Count = Annotated[int, msgspec.Meta(ge=0, le=2**53)]
Plain = bool | Annotated[int, msgspec.Meta(ge=-(2**63), le=2**63 - 1)] | float | str | None
Setting = Plain | list[Plain] | dict[str, Plain | list[Plain]]


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """A run as lists show it, at its last checkpoint.

    `state` is "training", "interrupted", or what stopped it; `settings` are the present values of the experiment by
    dotted key. Figures that weren't computed are None.
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
    validation_r2: float | None = None
    """Instead of an accuracy, of a regression; None in runs of earlier versions too."""
    test_accuracy: float | None = None
    """This and what follows: as in result.json, once training has stopped; None in runs of earlier versions too."""
    test_baseline: float | None = None
    test_balanced_accuracy: float | None = None
    test_r2: float | None = None
    settings: dict[str, Setting] = {}
    note: str = ""
    format: str = FORMAT_VERSION


class Label(msgspec.Struct, frozen=True, omit_defaults=True):
    """A name that lists show in place of the experiment's, and a note; both may be empty."""

    name: str = ""
    note: str = ""


def summarize(
    trainer: "Trainer",
    run: str,
    started: str,
    saved: str,
    state: str,
    note: str = "",
    result: Mapping[str, object] | None = None,
) -> Summary:
    """The summary of a training as it is now; `state` as in Summary, `saved` and `started` are times.

    `result` is the last line of `train --json`, once training has stopped.
    """
    from core.experiment.experiment import FIELDS

    experiment = trainer.next_experiment
    last = trainer.history[-1] if len(trainer.history) else {}
    test: dict[str, Any] = {key: (result or {}).get(key) for key in TEST_FIGURES}
    return Summary(
        run=run,
        name=without_surrogates(experiment.name),
        data=without_surrogates(Path(experiment.data.source).name),
        architecture="-".join(map(str, trainer.network.parameters.sizes)),
        epochs=trainer.epoch,
        batch=trainer.batch,
        started=started,
        saved=saved,
        state=state,
        train_loss=last.get("train_loss"),
        best_validation_loss=None if trainer.best is None else trainer.best_loss,
        best_epoch=trainer.best_epoch or None,
        validation_accuracy=last_known(trainer.history.validation_accuracy),
        validation_r2=last_known(trainer.history.validation_r2),
        **test,
        settings={key: without_surrogates(experiment.get(key)) for key in FIELDS if key not in BULKY},
        note=note,
    )


def last_known(figures: "Array") -> float | None:
    """The last of a column's figures that was computed; None if none was."""
    taken = figures[figures == figures]
    return float(taken[-1]) if len(taken) else None


def without_surrogates(value: Any) -> Any:
    """Replace lone surrogates in a text, as in file names of another encoding; return other values unchanged."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def read_summary(folder: RunFolder) -> Summary:
    """The summary in a run's folder. Raises OSError, Refused, or msgspec.DecodeError for what isn't one."""
    summary: Summary = decode(folder.read(SUMMARY), Summary)
    summary = msgspec.structs.replace(summary, run=folder.name)
    if summary.state == RUNNING and not is_locked(folder):
        return msgspec.structs.replace(summary, state=INTERRUPTED)
    return summary


class SummaryVersion(msgspec.Struct, frozen=True):
    """The fields of a summary that every version can read."""

    format: Any = None


def check_summary_format(folder: RunFolder) -> None:
    """Raises NewerFormat where a later version wrote the summary, and Refused; nothing where it can't be read."""
    try:
        found = decode(folder.read(SUMMARY), SummaryVersion).format
    except (OSError, msgspec.DecodeError):
        return
    if is_newer(found, FORMAT_VERSION):
        raise NewerFormat(folder.path / SUMMARY, found, FORMAT_VERSION)


def state_text(state: str) -> str:
    """A run's state in words."""
    words = {
        RUNNING: _("in use"),  # the program that holds it may train it or be paused
        INTERRUPTED: _("interrupted"),
        "epochs": _("finished"),
        "tolerance": _("tolerance reached"),
        "early_stopping": _("stopped early"),
        "divergence": _("diverged"),
    }
    return words.get(state, state)


def read_label(folder: RunFolder) -> Label:
    """The run's label, an empty one where it has none that can be read."""
    try:
        return _read_label(folder)
    except (OSError, InputError, msgspec.DecodeError):
        return Label()


def write_label(folder: RunFolder, label: Label) -> None:
    """Save the label; the folder keeps its own name.

    Raises InputError where it can't be written, and where the existing file isn't a label that this version can read: a
    later version may have written it.
    """
    try:
        _read_label(folder)
    except OSError:
        pass  # there is none yet; or writing raises the error
    except msgspec.DecodeError as problem:
        message = _("{}: found no label that can be read: {}; it is not written over, remove it first")
        raise InputError(message.format(folder.path / LABEL, problem)) from problem
    with explain_write_errors(folder.path):
        files.write(folder.path / LABEL, msgspec.json.encode(label) + b"\n")


def _read_label(folder: RunFolder) -> Label:
    label: Label = decode(folder.read(LABEL), Label)
    return label
