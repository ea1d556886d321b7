"""Says on the shell how far a run came, where it is saved, and how to continue."""

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from core.runs.run_folder import default_runs_dir
from core.support.i18n import _, ngettext
from core.training.trainer import Trainer
from tui_mlp.cli.console import exact, say, warn
from tui_mlp.session.session import TrainingSession
from tui_mlp.session.snapshot import Snapshot
from tui_mlp.text.metric_texts import beside_baseline, beside_mean
from tui_mlp.text.numbers import count, percent, plain_number, r2_text

if TYPE_CHECKING:  # most sessions have no sweep
    from tui_mlp.session.sweep.sweep_process import SweepProcess


def say_farewell(session: TrainingSession) -> None:
    """Say how far training came, where it is saved and by which command it goes on.

    Nothing if nothing was trained, unless a checkpoint was saved before. The session must be closed.
    """
    controller = session.task.controller
    if controller.at_start and (controller.recorder is None or controller.recorder.folder is None):
        return
    figures = "; ".join([figures_text(controller.trainer), *test_text(session.snapshot)])
    lines = [_("{}: {}").format(controller.trainer.next_experiment.name, figures)]
    recorder = controller.recorder
    if recorder is None:
        lines.append(_("not saved: a replay only shows a run that is already saved"))
    elif recorder.saved and recorder.folder is not None:  # else the session's last event, on stderr, says why not
        lines.append(_("saved in {}").format(exact(short_path(recorder.folder.path))))
        lines.append(_("continue with: {}").format(exact(command_to_go_on(recorder.folder.path))))
    for line in lines:
        say(line)


def figures_text(trainer: Trainer) -> str:
    """The epochs done with the last train loss, and the best validation loss with its epoch."""
    epochs = trainer.epoch
    done = ngettext("{} epoch", "{} epochs", epochs).format(count(epochs))
    if not len(trainer.history):
        return done
    last = trainer.history[-1]
    parts = [done, _("train loss {}").format(plain_number(last["train_loss"]))]
    if not trainer.best_epoch:
        return ", ".join([*parts, *quality_text(trainer, "train", epochs)])
    best = _("best validation loss {} in epoch {}").format(plain_number(trainer.best_loss), count(trainer.best_epoch))
    return "; ".join([", ".join(parts), ", ".join([best, *quality_text(trainer, "validation", trainer.best_epoch)])])


def quality_text(trainer: Trainer, split: str, epoch: int) -> list[str]:
    """The accuracy on a split after an epoch, for regression R²; empty if it wasn't computed then."""
    regression = trainer.data.task == "regression"
    rows = trainer.history.view()
    figures = next((trainer.history.record(row) for row in rows[rows[:, 0] == epoch].tolist()), {})
    value = figures.get(f"{split}_{'r2' if regression else 'accuracy'}")
    if value is None:
        return []
    return [f"R² {r2_text(value)}" if regression else _("accuracy {}").format(percent(value))]


def test_text(snapshot: Snapshot) -> list[str]:
    """How good a training that has ended is on its test rows, beside always giving the same answer; else empty."""
    if (metrics := snapshot.final) is None or metrics.split != "test":
        return []
    if (numbers := metrics.regression) is not None:
        parts = [_("test R² {}").format(r2_text(numbers.r2)), beside_mean(numbers.r2)]
        return [", ".join(filter(None, parts))]
    assert metrics.classification is not None
    accuracy = _("test accuracy {}").format(percent(metrics.classification.accuracy))
    return [f"{accuracy}, {beside_baseline(metrics.classification)}"]


def short_path(path: Path) -> str:
    """The path with ~ for the user's folder."""
    home = Path.home()
    return str(Path("~") / path.relative_to(home)) if path.is_relative_to(home) else str(path)


def command_to_go_on(folder: Path, command: str = "resume") -> str:
    """The command that continues the run, or the session of an exercise, to be copied to a shell."""
    return _in_runs_dir(f"mlp-tui {command} {shlex.quote(folder.name)}", folder.parent)


def _in_runs_dir(command: str, runs_dir: Path) -> str:
    """The command, with the folder of runs where it isn't the usual one."""
    if (runs_dir := runs_dir.absolute()) == default_runs_dir().absolute():
        return command
    return f"{command} --runs-dir {shlex.quote(str(runs_dir))}"


def end_sweep(process: "SweepProcess") -> None:
    """Stop the sweep that the screen has started, wait until it is saved, and say by which command it goes on."""
    from core.sweeps.saved.records import ENDED
    from core.sweeps.saved.status_file import read_status

    folder = process.folder
    if process.lives:
        say(_("{}: the sweep is being stopped and saved …").format(exact(folder.name)))
    if not process.close():
        text = _("the sweep did not stop in time; its process, {}, ends when its trainings are saved")
        warn(text.format(process.pid))
    status = read_status(folder)
    if status is not None and status.state == ENDED:
        say(_("{}: all its trials have ended").format(exact(folder.name)))
        return
    if status is not None:
        ended = sum(status.ended.values())
        text = ngettext("{}: {} trial has ended", "{}: {} trials have ended", ended)
        say(text.format(exact(folder.name), count(ended)))
    command = f"mlp-tui sweep resume {shlex.quote(folder.name)}"
    say(_("continue with: {}").format(exact(_in_runs_dir(command, folder.path.parent.parent))))
