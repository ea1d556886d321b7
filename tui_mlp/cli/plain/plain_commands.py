"""`step`, `train` and `resume --plain`: a session in lines, saved as on the screen."""

import sys
from pathlib import Path

from core.analysis.split_metrics import split_metrics
from core.data.preparing.split_settings import parse_split
from core.experiment.experiment import Experiment
from core.runs.outcome import metrics_of_test_rows
from core.support.errors import InputError
from core.support.i18n import _
from tui_mlp.cli.console import ask, exact, say, warn
from tui_mlp.cli.headless import EXIT_STATUS
from tui_mlp.cli.notes import tell_notes
from tui_mlp.cli.options import Options
from tui_mlp.cli.saved.saved_run import chosen_run, training_changes
from tui_mlp.cli.screen.farewell import command_to_go_on
from tui_mlp.cli.stop_signals import StopRequest, stop_on_signals
from tui_mlp.session.session import TrainingSession
from tui_mlp.session.snapshot import RunState
from tui_mlp.system.exit_status import DIVERGED, DONE, FAULT, INTERRUPTED, NOT_SAVED, not_saved_status
from tui_mlp.system.standard_streams import continue_without_output

from .input_lines import InputLines, goes_on_in_background
from .plain_session import PlainSession
from .spoken_progress import ending_lines


def step_plainly(source: str, weights: Path | None, options: Options) -> int:
    """Step through an experiment line by line; the exit status. Raises InputError."""
    refuse_json(options)
    session = TrainingSession(options.experiment(source, weights), options.runs_dir)
    return run_plainly(session, options.runs_dir, trains=False)


def resume_plainly(run: str | None, options: Options) -> int:
    """Go on with a saved run line by line, as on the screen; the exit status.

    Raises InputError, Locked if another program writes the run.
    """
    refuse_json(options)
    folder = chosen_run(run, options)
    changes = training_changes(options.overrides)
    session = TrainingSession.resumed(folder, folder.path.parent)
    for key, value in changes.items():
        session.change(key, value)
    return run_plainly(session, folder.path.parent, trains=False)


def train_plainly(experiment: Experiment, options: Options) -> int:
    """Train an experiment, saying how it goes; the exit status. Raises InputError."""
    refuse_json(options)
    split = parse_split(experiment.data.split)
    if split.kind == "folds" and experiment.data.fold is None:
        raise InputError(_("--plain: found folds, expected one of them: --set data.fold=1"))
    return run_plainly(TrainingSession(experiment, options.runs_dir), options.runs_dir, trains=True)


def refuse_json(options: Options) -> None:
    """Raise InputError for --json: one is for people, the other for programs."""
    if options.json:
        raise InputError(_("--plain and --json: found both, expected one; --plain is for people, --json for programs"))


def run_plainly(session: TrainingSession, runs_dir: Path, *, trains: bool) -> int:
    """A session in lines on stdin and stdout, saved in a run; the exit status."""
    if trains:
        continue_without_output(warn, str(runs_dir))
    stop = StopRequest()
    try:
        tell_notes(session.snapshot.data)
        with stop_on_signals(stop), goes_on_in_background():
            lines = InputLines()
            session.attach(lines.wake)
            plain = PlainSession(session, lines, say, ask if sys.stdout.isatty() else None, stop, trains=trains)
            plain.run()
    finally:
        ended = session.close()
    while not session.events.empty():
        if text := session.events.get().text:
            warn(text)
    if plain.failed:
        say(plain.failed, err=True, lines=True)
        return FAULT
    status = say_the_end(session, plain)
    if stop.requested:
        status = INTERRUPTED
    return status if ended and session.saved else not_saved_status(status)


def say_the_end(session: TrainingSession, plain: PlainSession) -> int:
    """Say how far training came, its figures and where it is saved; the exit status but for what isn't saved."""
    snapshot, controller = session.snapshot, session.task.controller
    status = DIVERGED if snapshot.state is RunState.DIVERGED else DONE
    if plain.trains:
        stopped_by = "divergence" if status == DIVERGED else snapshot.stopped_by or "interrupted"
        status = EXIT_STATUS.get(stopped_by, DONE)
        trainer = controller.trainer
        test = snapshot.final or metrics_of_test_rows(trainer)
        held_out = test or split_metrics(trainer.network, trainer.data, "validation")
        for line in ending_lines(snapshot, stopped_by, plain.said_epoch, held_out):
            say(line)
    recorder = controller.recorder
    if recorder is None or recorder.folder is None:
        say(_("Nothing was trained to the end of a mini-batch, so nothing is saved."))
        return status
    if recorder.saved:
        say(_("saved in {}").format(exact(str(recorder.folder.path))))
        if status == INTERRUPTED or not plain.trains:
            say(_("continue with: {}").format(exact(f"{command_to_go_on(recorder.folder.path)} --plain")))
        return status
    warn(recorder.not_saved)
    return NOT_SAVED if status == DONE else status
