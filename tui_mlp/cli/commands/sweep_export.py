"""`mlp-tui sweep export`: the trials of a sweep as CSV, or for Optuna's dashboard."""

from pathlib import Path

import click

from core.support.i18n import N_
from tui_mlp.cli import completion
from tui_mlp.cli.options import PATH, Options, option, shared_options
from tui_mlp.cli.translated_help import TranslatedCommand


@click.command(
    cls=TranslatedCommand,
    help=N_(
        "Write the trials of the sweep in DIR for other programs.\n\n"
        "DIR is a folder, or the name of a saved sweep. csv has a line for each trial that has ended; without "
        "FILE it goes to stdout. optuna is an SQLite file for "
        "optuna-dashboard, by default with the name of the sweep in the current folder. A file that exists is not "
        "overwritten."
    ),
    examples=(
        "mlp-tui sweep export spiral-sweep-2026-12-01-101502 --to csv > trials.csv",
        "mlp-tui sweep export spiral-sweep-2026-12-01-101502 --to optuna",
    ),
)
@click.argument("folder", metavar="DIR", shell_complete=completion.sweeps)
@option("--to", "form", type=click.Choice(["csv", "optuna"]), default="csv", help=N_("The format to write."))
@option("--out", type=PATH, metavar="FILE", help=N_("The file to write."))
@shared_options
def export(folder: str, form: str, out: Path | None, options: Options) -> None:
    """Write the trials. Raises InputError."""
    from core.sweeps.saved.find_sweeps import find_sweep
    from tui_mlp.cli.sweeps.export_trials import export_csv, export_to_optuna

    {"csv": export_csv, "optuna": export_to_optuna}[form](find_sweep(folder, options.runs_dir), out)
