"""`mlp-tui train` with folds: trains K times, each fold in turn the test split."""

from collections.abc import Iterator, Mapping, Sequence

from core.experiment.experiment import Experiment
from core.runs.folds_outcome import folds_outcome
from core.runs.outcome import outcome
from core.runs.recorder import Recorder
from core.support.i18n import N_, _, translated
from core.training.trainer import Trainer
from tui_mlp import __version__
from tui_mlp.system.exit_status import INTERRUPTED, NOT_SAVED
from tui_mlp.system.standard_streams import continue_without_output
from tui_mlp.text.numbers import NOTHING, count, percent, plain_number, r2_text

from .console import aligned, exact, say, warn
from .headless import EXIT_STATUS, progress_and_signals, train_to_end
from .notes import tell_notes
from .options import Options
from .output import print_json

FIGURES = {
    "test_loss": (N_("test loss"), plain_number),
    "test_accuracy": (N_("test accuracy"), percent),
    "test_balanced_accuracy": (N_("balanced accuracy"), percent),
    "test_r2": (N_("test R²"), r2_text),
}
"""The figures in the table, those that there are."""


def train_folds(experiment: Experiment, folds: int, options: Options) -> int:
    """Train on each fold and print the figures of all; the largest of their exit statuses. Raises InputError."""
    outcomes: list[dict[str, object]] = []
    status, told = 0, set[str]()
    for fold in range(1, folds + 1):
        trainer = Trainer(experiment.replace("data.fold", fold))
        told = tell_notes(trainer.data, told)
        recorder = Recorder(trainer, options.runs_dir, warn, program=__version__)
        folder = recorder.open()
        continue_without_output(warn, str(folder.path))
        with progress_and_signals(trainer, options, {"fold": fold}) as stop:
            stopped_by = train_to_end(trainer, stop, recorder)
        outcomes.append(outcome(trainer, stopped_by, str(folder.path)))
        if options.json:
            print_json({"fold": fold, **outcomes[-1]})
        if not recorder.saved:
            warn(recorder.not_saved)
        status = max(status, EXIT_STATUS.get(stopped_by, 0) if recorder.saved else NOT_SAVED)
        if status == INTERRUPTED:
            break
    if options.json:
        print_json(folds_outcome(folds, outcomes))
    else:
        for line in result_lines(outcomes, folds):
            say(line)
    return status


def result_lines(outcomes: Sequence[Mapping[str, object]], folds: int) -> Iterator[str]:
    """A table with a line for each fold, then mean and deviation; and where the runs are saved."""
    summary = folds_outcome(folds, outcomes)
    names = [name for name in FIGURES if summary.get(name) is not None]
    rows = [(_("fold"), _("epochs"), *(translated(FIGURES[name][0]) for name in names))]
    for number, one in enumerate(outcomes, 1):
        epochs = one["epochs"]
        rows.append(
            (
                str(number),
                count(epochs if isinstance(epochs, int) else None),
                *(_text(name, one[name]) for name in names),
            )
        )
    for label, key in ((_("mean"), "mean"), (_("deviation"), "deviation")):
        found = [summary[name] for name in names]
        rows.append(
            (
                label,
                "",
                *(_text(name, one[key]) for name, one in zip(names, found, strict=True) if isinstance(one, dict)),
            )
        )
    yield from aligned(rows, right=range(1, len(names) + 2))
    for number, one in enumerate(outcomes, 1):
        yield _("fold {} saved in {}").format(number, exact(str(one["run"])))


def _text(name: str, value: object) -> str:
    return FIGURES[name][1](value) if isinstance(value, float) else NOTHING
