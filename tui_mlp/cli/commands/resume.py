"""`mlp-tui resume`: a saved run goes on, on the same bits as if it had never stopped."""

from typing import TYPE_CHECKING

import click

from core.support.i18n import N_, _
from tui_mlp import __version__
from tui_mlp.cli.console import say
from tui_mlp.cli.options import HEADLESS, LAST_RUN, REFRESH, Options, shared_options
from tui_mlp.cli.output import print_json, tell
from tui_mlp.cli.screen_startup import prepare_screen
from tui_mlp.cli.translated_help import Command
from tui_mlp.system.standard_streams import go_on_unheard

if TYPE_CHECKING:
    from core.runs.run_folder import RunFolder
    from core.training.trainer import Trainer


@click.command(
    cls=Command,
    help=N_("Go on with a saved RUN, the newest if none is named, as if it had never stopped."),
    examples=("mlp-tui resume", "mlp-tui resume spiral-2026-11-24-101502 --headless --epochs 2000"),
)
@LAST_RUN
@HEADLESS
@REFRESH
@shared_options
def resume(run: str | None, headless: bool, options: Options) -> int:
    """Go on with the run, on the screen or without it; the exit status. Raises InputError."""
    if headless:
        return resume_headless(run, options)
    prepare_screen("mlp-tui resume --headless")
    from tui_mlp.cli.open_screen import open_run

    return open_run(run, options)


def resume_headless(run: str | None, options: Options) -> int:
    """Train the run to its end; the exit status. Raises InputError, Locked where another program writes the run."""
    from core.resuming.resume import lock_run, reopen
    from tui_mlp.cli.headless import EXIT_STATUS, report, to_the_end, watched
    from tui_mlp.cli.saved_run import apply, changes, chosen, moved_to, recorded

    folder, source, values = chosen(run, options), moved_to(options.overrides), changes(options.overrides, moved=True)
    with lock_run(folder) as held:
        resumed = reopen(folder, source, __version__)
        for note in resumed.notes:
            tell(note)
        trainer = resumed.trainer
        with watched(trainer, options) as stop:
            if not resumed.catch_up(stop):
                return EXIT_STATUS["interrupted"]  # nothing was written: the next time begins where this one did
            if trainer.stopped_by and not values:
                return finished(trainer, folder, options)
            say(_("{} goes on at epoch {}").format(folder.name, f"{trainer.epoch:,}"), err=True)
            go_on_unheard(tell, str(folder.path))
            recorder = recorded(resumed, held)
            apply(trainer, values, recorder)
            stopped_by = to_the_end(trainer, stop, recorder)
    return report(trainer, stopped_by, recorder, options)


def finished(trainer: "Trainer", folder: "RunFolder", options: Options) -> int:
    """Say that the run has nothing left to train, and print its final figures; the exit status."""
    from core.runs.outcome import outcome
    from tui_mlp.cli.headless import EXIT_STATUS, summary

    stopped_by = str(trainer.stopped_by)
    tell(
        _("{} has come to its end; to train on, say what is to change: --epochs N, --set KEY=VALUE").format(folder.name)
    )
    if options.json:
        print_json(outcome(trainer, stopped_by, str(folder.path)))
    else:
        say(summary(trainer, stopped_by), lines=True)
    return EXIT_STATUS.get(stopped_by, 0)
