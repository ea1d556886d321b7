"""`mlp-tui sweep`: trains an experiment with many settings, on many machines."""

from pathlib import Path

import click

from core.support.i18n import N_
from core.sweeps.libraries import need_libraries
from tui_mlp.cli import completion
from tui_mlp.cli.default_command import DefaultCommandGroup
from tui_mlp.cli.lazy_commands import LazyCommands
from tui_mlp.cli.options import Options, shared_options
from tui_mlp.cli.sweeps.where_options import Where, where_options
from tui_mlp.cli.translated_help import TranslatedCommand

HELP = N_(
    "Train an experiment with many settings, and list the best.\n\n"
    "FILE.toml is an experiment with [sweep.space], the keys that vary with their values or ranges, and [sweep]: "
    "how many trials, how they are chosen and compared. Trials are trained by several processes of this machine, "
    "or by the Dask cluster of a scheduler. Each is a saved run. Without FILE.toml, the saved sweeps are listed. "
    "A file whose name is that of a command is ./NAME."
)
EXAMPLES = (
    "mlp-tui sweep spiral-sweep.toml",
    "mlp-tui sweep spiral-sweep.toml --workers 4 --set sweep.trials=100 --json",
    "mlp-tui sweep spiral-sweep.toml --scheduler tcp://127.0.0.1:8786",
    "mlp-tui sweep resume spiral-sweep-2026-12-01-101502",
    "mlp-tui sweep export spiral-sweep-2026-12-01-101502 --out trials.csv",
    "mlp-tui sweep",
)


class SweepGroup(DefaultCommandGroup):
    """The group `sweep`, whose help has the options of its default command."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options of `sweep FILE.toml`, then the commands."""
        self.commands[self.default].format_options(ctx, formatter)
        self.format_commands(ctx, formatter)


@click.command(
    "start",
    cls=TranslatedCommand,
    hidden=True,
    help=HELP,
    examples=EXAMPLES,
)
@click.argument("file", required=False, metavar="[FILE.toml]", shell_complete=completion.sweep_words)
@where_options
@shared_options
def start(file: str | None, where: Where, options: Options) -> int:
    """Begin a sweep, or list the saved ones; the exit status. Raises InputError."""
    if file is None:
        from tui_mlp.cli.sweeps.sweep_list import list_sweeps

        list_sweeps(options)
        return 0
    need_libraries()
    from tui_mlp.cli.sweeps.run_sweep import start_sweep

    return start_sweep(Path(file), where, options)


sweep = SweepGroup(
    "sweep",
    default="start",
    commands=LazyCommands({"start": "sweep:start", "resume": "sweep_resume:resume", "export": "sweep_export:export"}),
    options_metavar="[FILE.toml] [OPTIONS]",
    subcommand_metavar="| COMMAND [ARGS]...",
    help=HELP,
    examples=EXAMPLES,
)
