"""`mlp-tui [EXPERIMENT]`: the screen."""

import click

from core.texts import N_

from .. import completion
from ..options import REFRESH, Options, shared_options
from ..screen_startup import prepare_screen
from ..translated_help import Command


@click.command(
    "open",
    cls=Command,
    hidden=True,
    help=N_("Open EXPERIMENT on the screen: a built-in data set, a .toml, a data file, or a run's folder."),
)
@click.argument("experiment", required=False, shell_complete=completion.first)
@REFRESH
@shared_options
def open_screen(experiment: str | None, options: Options) -> int:
    """Open the experiment; the exit status. Raises InputError."""
    prepare_screen("mlp-tui train EXPERIMENT")
    from ..opening import open_app

    return open_app(experiment, options)
