"""Training without a screen, as `train`, `resume` and `replay` do it."""

import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager

from core.runs.outcome import outcome
from core.runs.recorder import Recorder
from core.support.errors import InputError
from core.support.i18n import N_, _, ngettext, translated
from core.support.memory import not_enough_memory
from core.training.divergence import Diverged
from core.training.trainer import Trainer
from tui_mlp.system.exit_status import DIVERGED, INTERRUPTED, NOT_KEPT
from tui_mlp.text.numbers import loss, percent

from .console import say
from .options import Options
from .output import print_json, tell
from .progress_bars import progress
from .stop_signals import Stop, signals_ask

EXIT_STATUS = {"divergence": DIVERGED, "interrupted": INTERRUPTED}
SPLITS = {"train": N_("train"), "validation": N_("validation"), "test": N_("test")}
REASONS = {
    "epochs": N_("all epochs done"),
    "tolerance": N_("the train loss reached the tolerance"),
    "early_stopping": N_("the validation loss no longer fell; the best weights are restored"),
    "divergence": N_("diverged; the last finite weights are kept"),
    "interrupted": N_("interrupted"),
}


@contextmanager
def watched(trainer: Trainer, options: Options) -> Iterator[Stop]:
    """Inside this context, --json prints each epoch, a bar moves, and signals set the `Stop` that is yielded."""
    stop = Stop()
    with signals_ask(stop), progress({_("epoch"): trainer}) as show:

        def epoch_ended() -> None:
            if options.json:
                print_json(trainer.history[-1])
            show()

        trainer.after_epoch = epoch_ended
        yield stop


def to_the_end(trainer: Trainer, stop: Stop, recorder: Recorder) -> str:
    """Train on and record it; returns what stopped it. Saves the run whatever that was.

    Raises InputError where the memory doesn't suffice, after saving.
    """
    told, stopped_by, lacking = trainer.after_epoch, "interrupted", ""

    def epoch_ended() -> None:
        recorder.epoch_ended()
        if told is not None:
            told()

    trainer.after_epoch = epoch_ended
    with closing(recorder):
        try:
            stopped_by = trainer.run(stop) or stopped_by
        except Diverged as problem:
            stopped_by = "divergence"
            tell(str(problem))
        except MemoryError as problem:
            lacking = not_enough_memory(problem)
        finally:
            recorder.stop(stopped_by, outcome(trainer, stopped_by, None))
    if lacking and recorder.saved:
        raise InputError(_("{}; what was trained is saved in {}").format(lacking, recorder.location))
    if lacking:
        tell(f"{lacking}; {recorder.not_saved}")
        sys.exit(NOT_KEPT)
    return stopped_by


def report(trainer: Trainer, stopped_by: str, recorder: Recorder, options: Options) -> int:
    """Print the final figures; the exit status."""
    last = outcome(trainer, stopped_by, str(recorder.folder.path) if recorder.folder else None)
    if options.json:
        print_json(last)
    else:
        say(summary(trainer, stopped_by), lines=True)
        if recorder.saved:
            say(_("saved in {}").format(last["run"]))
    if not recorder.saved:
        tell(recorder.not_saved)
        return NOT_KEPT
    return EXIT_STATUS.get(stopped_by, 0)


def summary(trainer: Trainer, stopped_by: str) -> str:
    """The final figures in a line for each split, below why training stopped."""
    epochs = ngettext("{} epoch: {}", "{} epochs: {}", trainer.epoch)
    lines = [epochs.format(f"{trainer.epoch:,}", translated(REASONS[stopped_by]))]
    for split, name in SPLITS.items():
        figures = trainer.figures(split)
        if figures.loss == figures.loss:
            quality = f"R² {figures.r2:.4f}" if trainer.data.task == "regression" else percent(figures.accuracy)
            error = _("loss {}").format(loss(figures.loss))
            lines.append(f"{translated(name):<12}{error}   {quality}")
    return "\n".join(lines)
