"""`mlp-tui record`: draws a run again from its journal, as a recording or a picture."""

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from core.support.errors import InputError
from core.support.i18n import N_, _
from core.support.shown_values import value_text
from tui_mlp import __version__
from tui_mlp.cli.console import exact, say, warn
from tui_mlp.cli.options import PATH, RUN, Options, option, shared_options
from tui_mlp.cli.output import print_json
from tui_mlp.cli.translated_help import TranslatedCommand
from tui_mlp.system.terminal_size import MOST_COLUMNS, MOST_LINES

if TYPE_CHECKING:
    from core.resuming.replay import Replay
    from tui_mlp.app.recording.recording import Recording
    from tui_mlp.cli.stop_signals import StopRequest

SIZE = re.compile(r"([1-9][0-9]{0,5})[xX×]([1-9][0-9]{0,5})")


@click.command(
    cls=TranslatedCommand,
    help=N_("Draw a saved RUN again from its journal: OUT.cast for asciinema, or OUT.svg, one moment of it."),
    examples=(
        "mlp-tui record spiral-2026-11-24-101502 spiral.cast --speed 10",
        "mlp-tui record spiral-2026-11-24-101502 loss.svg --epoch 20 --pane loss",
    ),
)
@RUN
@click.argument("out", type=PATH)
@option("--size", default="80x24", metavar="COLUMNSxLINES", help=N_("The size of the screen; 80x24 by default."))
@option("--view", default="train", metavar="VIEW", help=N_("The view: train, step, runs … By default train."))
@option("--pane", metavar="PANE", help=N_("The pane that fills the screen, such as loss, weights, equation."))
@option("--theme", metavar="THEME", help=N_("The theme: mlp-dark, mlp-light, mlp-contrast, or one of Textual's."))
@option(
    "--speed",
    type=click.FloatRange(0, min_open=True),
    metavar="N",
    help=N_("Epochs a second in a .cast; by default a run takes about 25 seconds."),
)
@option("--epoch", type=click.IntRange(0), metavar="N", help=N_("The moment after epoch N; a .cast ends there."))
@shared_options
def record(
    run: str, out: Path, size: str, view: str, pane: str | None, theme: str | None, speed: float | None,
    epoch: int | None, options: Options,
) -> int:  # fmt: skip
    """Train the run again and draw it; the exit status. Raises InputError."""
    from tui_mlp.app.recording.recorded_session import PartialReplay
    from tui_mlp.app.recording.recording import Look, Recording, file_kind
    from tui_mlp.app.themes import DARK
    from tui_mlp.cli.progress_bars import progress
    from tui_mlp.cli.saved.saved_run import data_source, named_run, training_changes
    from tui_mlp.cli.stop_signals import StopRequest, stop_on_signals

    kind = file_kind(out)
    if kind == ".svg" and speed is not None:
        raise click.UsageError(_("--speed is for a .cast; a picture doesn't move"))
    if training_changes(options.overrides, with_source=True):
        text = _("a recording takes no changes: found --set, --seed or --epochs; only --set data.source=… may be given")
        raise InputError(text)
    look = Look(screen_size(size), view, pane, theme or DARK, options.ascii)
    look.check()
    folder = named_run(run, options.runs_dir)
    replay = PartialReplay(folder, data_source(options.overrides), __version__)
    for note in replay.notes:
        warn(note)
    stop = StopRequest()
    with stop_on_signals(stop), progress({_("epoch"): replay.trainer}) as show:
        recording = Recording(replay, look, stop, show)
        recording.end(epoch)
        written = write(recording, out, kind, speed, epoch)
        if written and (differs := difference(replay, stop)):
            warn(differs)
    if stop.requested:
        raise KeyboardInterrupt
    report(recording, out, options)
    return 0


def write(recording: "Recording", out: Path, kind: str, speed: float | None, epoch: int | None) -> bool:
    """Write the file as a whole or not at all; False if stopped. Raises InputError."""
    from core.support.atomic_files import replacing, write_all

    try:
        with replacing(out) as file:
            if kind == ".svg":
                picture = recording.svg(epoch)
                if picture is None:
                    raise Stopped
                write_all(file, picture.encode())
            elif not recording.write_cast(file, started(recording), speed, epoch):
                raise Stopped
    except Stopped:
        return False
    except OSError as problem:
        raise InputError(_("{}: cannot be written: {}").format(exact(str(out)), problem.strerror)) from problem
    return True


class Stopped(Exception):
    """A signal has stopped the recording: there is nothing to be kept."""


def started(recording: "Recording") -> str:
    """When the run was started, as its summary says; empty where it has none that can be read."""
    import msgspec

    from core.runs.summary import read_summary

    try:
        return read_summary(recording.replay.folder).started
    except (OSError, InputError, msgspec.DecodeError):
        return ""


def difference(replay: "Replay", stop: "StopRequest") -> str:
    """How the training that was drawn differs from the run, in words; empty where it doesn't, or isn't at its end."""
    if not replay.at_end:
        return ""
    verdict = replay.verdict(stop)
    return "" if verdict.same else _("drawn from other weights than the run's: {}").format(verdict.text)


def screen_size(text: str) -> tuple[int, int]:
    """Columns and lines, written as 80x24. Raises InputError."""
    match = SIZE.fullmatch(text.strip())
    size = (int(match[1]), int(match[2])) if match else (0, 0)
    if not (0 < size[0] <= MOST_COLUMNS and 0 < size[1] <= MOST_LINES):
        message = _("--size: found {}, expected columns and lines such as 80x24, at most {}x{}")
        raise InputError(message.format(value_text(text), MOST_COLUMNS, MOST_LINES))
    return size


def report(recording: "Recording", out: Path, options: Options) -> None:
    """Say what was written."""
    epoch, cast = recording.replay.trainer.epoch, recording.seconds > 0
    if options.json:
        seconds = recording.seconds if cast else None
        print_json({"file": str(out), "epoch": epoch, "frames": recording.frames, "seconds": seconds})
        return
    text = _("written to {}: epoch {}, {} frames, {:.0f} seconds") if cast else _("written to {}: epoch {}")
    say(text.format(exact(str(out)), f"{epoch:,}", f"{recording.frames:,}", recording.seconds))
    if cast:
        say(_("play it with: {}").format(exact(f"asciinema play {shlex.quote(str(out))}")))
