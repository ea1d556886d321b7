"""`mlp-tui step`: the Step view on the screen, or line by line."""

from pathlib import Path

import click

from core.support.i18n import N_
from tui_mlp.cli.options import BIG, EXPERIMENT, PLAIN, REFRESH, WEIGHTS, Options, shared_options
from tui_mlp.cli.translated_help import TranslatedCommand


@click.command(
    cls=TranslatedCommand,
    help=N_(
        "Step through the equations of EXPERIMENT, one mini-batch after the other, on the screen.\n\n"
        "With --plain, without a screen: each equation is said in words, one fact a line, for screen readers and logs. "
        "A command is a line on stdin: `s` the next equation, `row 2`, `cell 2 1`, `help`, `quit`. It ends with stdin. "
        "From a pipe, each command ends before the next one begins."
    ),
    examples=("mlp-tui step by-hand", "mlp-tui step by-hand --plain", "printf 's\\ns\\n' | mlp-tui step xor --plain"),
)
@EXPERIMENT
@PLAIN
@REFRESH
@BIG
@WEIGHTS
@shared_options
def step(experiment: str, plain: bool, weights: Path | None, options: Options) -> int:
    """Step through the experiment; the exit status. Raises InputError."""
    if plain:
        from tui_mlp.cli.plain.plain_commands import step_plainly

        return step_plainly(experiment, weights, options)
    from tui_mlp.cli.screen.screen_startup import prepare_screen

    prepare_screen("mlp-tui step EXPERIMENT --plain")
    from tui_mlp.cli.screen.open_screen import open_app

    return open_app(experiment, options, weights, view="step")
