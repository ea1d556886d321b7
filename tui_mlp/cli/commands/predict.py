"""`mlp-tui predict`: predictions of a saved run for new rows, as CSV or JSON."""

import click

from core.support.i18n import N_, _
from tui_mlp.cli import completion
from tui_mlp.cli.console import warn
from tui_mlp.cli.options import RUN, Options, option, shared_options
from tui_mlp.cli.saved.which_weights import chosen_weights, weights_options
from tui_mlp.cli.translated_help import TranslatedCommand


@click.command(
    cls=TranslatedCommand,
    help=N_(
        "Print what a saved RUN predicts for the rows of FILE, as CSV: a header, then a line for each row.\n\n"
        "FILE is a table whose columns have the names that the run was trained with, in any order, an .npz file with "
        "X, or images; - reads a table from stdin. A target in it is not looked at. What is read wrong changes with "
        "--set data.KEY=VALUE."
    ),
    examples=(
        "mlp-tui predict penguins-2026-11-24-101502 new.csv > predictions.csv",
        "mlp-tui predict penguins-2026-11-24-101502 new.csv --proba --best",
        "zcat new.csv.gz | mlp-tui predict penguins-2026-11-24-101502 - --json",
    ),
)
@RUN
@click.argument("file", shell_complete=completion.experiments)
@option("--proba", is_flag=True, help=N_("Add the probability of each class."))
@weights_options
@shared_options
def predict(run: str, file: str, proba: bool, which: str | None, epoch: int | None, options: Options) -> None:
    """Print the predictions block by block; what there is to say of the rows goes to stderr. Raises InputError."""
    from core.prediction.predictions import Predictions
    from tui_mlp.cli.saved.predicted_rows import print_predictions, rows_of
    from tui_mlp.cli.saved.saved_run import READING, used_model

    found = used_model(run, options, chosen_weights(which, epoch), READING)
    for note in found.notes:
        warn(_("note: {}").format(note))
    print_predictions(rows_of(file, found, options.overrides), Predictions(found.model, proba), options.json)
