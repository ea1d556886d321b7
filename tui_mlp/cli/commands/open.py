"""`mlp-tui [EXPERIMENT]`: opens an experiment on the screen."""

from pathlib import Path

import click

from core.support.i18n import N_
from core.sweeps.saved.sweep_folder import sweep_at
from tui_mlp.cli import completion
from tui_mlp.cli.options import BIG, REFRESH, WEIGHTS, Options, shared_options
from tui_mlp.cli.screen.screen_startup import prepare_screen
from tui_mlp.cli.translated_help import TranslatedCommand


@click.command(
    "open",
    cls=TranslatedCommand,
    hidden=True,
    help=N_("Open EXPERIMENT on the screen: a built-in data set, a .toml, a data file, a run's or a sweep's folder."),
)
@click.argument("experiment", required=False, shell_complete=completion.first_word)
@REFRESH
@BIG
@WEIGHTS
@shared_options
def open_screen(experiment: str | None, weights: Path | None, options: Options) -> int:
    """Open the experiment; the exit status. Raises InputError."""
    prepare_screen("mlp-tui train EXPERIMENT, mlp-tui step EXPERIMENT --plain")
    if weights is None and experiment is not None and (sweep := sweep_at(experiment, options.runs_dir)) is not None:
        from tui_mlp.cli.screen.open_sweep import open_sweep

        return open_sweep(sweep, options)
    from tui_mlp.cli.screen.open_screen import open_app

    return open_app(experiment, options, weights)
