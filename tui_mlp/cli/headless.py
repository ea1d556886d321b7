"""Training without a screen, for `train`, `resume --headless` and `replay --headless`."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager

from core.runs.outcome import metrics_of_test_rows, outcome
from core.runs.recorder import Recorder
from core.support.errors import InputError
from core.support.i18n import _
from core.support.memory import not_enough_memory
from core.training.divergence import Diverged
from core.training.trainer import Trainer
from tui_mlp.system.exit_status import DIVERGED, INTERRUPTED, NOT_SAVED

from .console import exact, say, warn
from .final_figures import final_figures
from .options import Options
from .output import print_json
from .progress_bars import progress
from .stop_signals import StopRequest, stop_on_signals

EXIT_STATUS = {"divergence": DIVERGED, "interrupted": INTERRUPTED}


@contextmanager
def progress_and_signals(
    trainer: Trainer, options: Options, beside: Mapping[str, object] | None = None
) -> Iterator[StopRequest]:  # fmt: skip
    """Inside this context, each epoch is printed as JSON if --json was given and moves the progress bar.

    `beside` stands before the figures in each line of JSON. Signals set the `StopRequest` that is yielded.
    """
    stop = StopRequest()
    with stop_on_signals(stop), progress({_("epoch"): trainer}) as show:

        def epoch_ended() -> None:
            if options.json:
                print_json({**(beside or {}), **trainer.history[-1]})
            show()

        trainer.after_epoch = epoch_ended
        yield stop


def train_to_end(trainer: Trainer, stop: StopRequest, recorder: Recorder) -> str:
    """Train until a stop rule applies, and record the run; returns what stopped it. The run is saved in any case.

    Raises InputError after saving if there is not enough memory.
    """
    report_epoch, stopped_by, lacking = trainer.after_epoch, "interrupted", ""

    def epoch_ended() -> None:
        recorder.epoch_ended()
        if report_epoch is not None:
            report_epoch()

    trainer.after_epoch = epoch_ended
    with closing(recorder):
        try:
            stopped_by = trainer.run(stop) or stopped_by
        except Diverged as problem:
            stopped_by = "divergence"
            warn(str(problem))
        except MemoryError as problem:
            lacking = not_enough_memory(problem)
        finally:
            recorder.stop(stopped_by, outcome(trainer, stopped_by, None))
    if lacking and recorder.saved:
        raise InputError(_("{}; the training so far is saved in {}").format(lacking, recorder.location))
    if lacking:
        warn(f"{lacking}; {recorder.not_saved}")
        sys.exit(NOT_SAVED)
    return stopped_by


def report_result(trainer: Trainer, stopped_by: str, recorder: Recorder, options: Options) -> int:
    """Print the final figures; the exit status."""
    test = metrics_of_test_rows(trainer)
    last = outcome(trainer, stopped_by, str(recorder.folder.path) if recorder.folder else None, test)
    if options.json:
        print_json(last)
    else:
        for line in final_figures(trainer, stopped_by, test):
            say(line)
        if recorder.saved:
            say(_("saved in {}").format(exact(str(last["run"]))))
    if not recorder.saved:
        warn(recorder.not_saved)
        return NOT_SAVED
    return EXIT_STATUS.get(stopped_by, 0)
