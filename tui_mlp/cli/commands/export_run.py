"""`mlp-tui runs export`: a run's history as CSV or for TensorBoard."""

from pathlib import Path

import click

from core.support.i18n import N_
from tui_mlp.cli.options import PATH, RUN, RUNS_DIR, Options, option
from tui_mlp.cli.translated_help import TranslatedCommand


@click.command(
    cls=TranslatedCommand,
    help=N_("Write a RUN's figures to TARGET: a CSV file (stdout without TARGET) or a folder for TensorBoard."),
    examples=("mlp-tui runs export spiral-2026-11-24-101502 --to csv curves.csv",),
)
@RUN
@option("--to", "form", type=click.Choice(["csv", "tensorboard"]), default="csv", help=N_("The format to write."))
@click.argument("target", required=False, type=PATH)
@RUNS_DIR
@click.pass_obj
def export(options: Options, run: str, form: str, target: Path | None, runs_dir: Path | None) -> None:
    """Write the run's history. `options` are those given before `export`. Raises InputError."""
    from tui_mlp.cli.saved.figures_export import export_csv, export_tensorboard
    from tui_mlp.cli.saved.saved_run import named_run

    write = {"csv": export_csv, "tensorboard": export_tensorboard}[form]
    write(named_run(run, runs_dir or options.runs_dir), target)
