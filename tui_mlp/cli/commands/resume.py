"""`mlp-tui resume`: continues a saved run, bit for bit as if it had not been stopped."""

from typing import TYPE_CHECKING

import click

from core.support.errors import InputError
from core.support.i18n import N_, _
from tui_mlp import __version__
from tui_mlp.cli.console import say, warn
from tui_mlp.cli.options import BIG, HEADLESS, LAST_RUN, PLAIN, REFRESH, Options, shared_options
from tui_mlp.cli.output import print_json
from tui_mlp.cli.screen.screen_startup import prepare_screen
from tui_mlp.cli.translated_help import TranslatedCommand
from tui_mlp.system.standard_streams import continue_without_output

if TYPE_CHECKING:
    from core.runs.run_folder import RunFolder
    from core.training.trainer import Trainer


@click.command(
    cls=TranslatedCommand,
    help=N_("Continue a saved RUN (the newest if none is named) as if it had never stopped."),
    examples=(
        "mlp-tui resume",
        "mlp-tui resume spiral-2026-11-24-101502 --headless --epochs 2000",
        "mlp-tui resume --plain",
    ),
)
@LAST_RUN
@HEADLESS
@PLAIN
@REFRESH
@BIG
@shared_options
def resume(run: str | None, headless: bool, plain: bool, options: Options) -> int:
    """Continue the run, on the screen or without it; the exit status. Raises InputError."""
    if headless and plain:
        message = _("--headless and --plain: found both, expected one; --headless trains to the end at once")
        raise InputError(message)
    if headless:
        return resume_headless(run, options)
    if plain:
        from tui_mlp.cli.plain.plain_commands import resume_plainly

        return resume_plainly(run, options)
    prepare_screen("mlp-tui resume --headless (--plain)")
    from tui_mlp.cli.screen.open_screen import open_run

    return open_run(run, options)


def resume_headless(run: str | None, options: Options) -> int:
    """Train the run to its end; the exit status. Raises InputError, Locked if another program writes the run."""
    from core.resuming.resume import lock_run, reopen
    from tui_mlp.cli.headless import EXIT_STATUS, progress_and_signals, report_result, train_to_end
    from tui_mlp.cli.saved.saved_run import apply_changes, chosen_run, data_source, resumed_recorder, training_changes

    folder, source, values = (
        chosen_run(run, options),
        data_source(options.overrides),
        training_changes(options.overrides, with_source=True),
    )
    with lock_run(folder) as held:
        resumed = reopen(folder, source, __version__)
        for note in resumed.notes:
            warn(note)
        trainer = resumed.trainer
        with progress_and_signals(trainer, options) as stop:
            if not resumed.catch_up(stop):
                return EXIT_STATUS["interrupted"]  # nothing was written: the next resume begins at the same checkpoint
            if trainer.stopped_by and not values:
                return report_finished(trainer, folder, options)
            say(_("{} continues at epoch {}").format(folder.name, f"{trainer.epoch:,}"), err=True)
            continue_without_output(warn, str(folder.path))
            recorder = resumed_recorder(resumed, held)
            apply_changes(trainer, values, recorder)
            stopped_by = train_to_end(trainer, stop, recorder)
    return report_result(trainer, stopped_by, recorder, options)


def report_finished(trainer: "Trainer", folder: "RunFolder", options: Options) -> int:
    """Report that the run has ended, and print its final figures; the exit status."""
    from core.runs.outcome import metrics_of_test_rows, outcome
    from tui_mlp.cli.final_figures import final_figures
    from tui_mlp.cli.headless import EXIT_STATUS

    stopped_by = str(trainer.stopped_by)
    warn(_("{} is finished; to train it further, give --epochs N or --set KEY=VALUE").format(folder.name))
    test = metrics_of_test_rows(trainer)
    if options.json:
        print_json(outcome(trainer, stopped_by, str(folder.path), test))
    else:
        for line in final_figures(trainer, stopped_by, test):
            say(line)
    return EXIT_STATUS.get(stopped_by, 0)
