"""`mlp-tui evaluate`: a saved run's figures on its test rows or another file."""

from pathlib import Path
from shutil import get_terminal_size

import click

from core.support.i18n import N_, _
from tui_mlp.cli import completion
from tui_mlp.cli.console import say, warn
from tui_mlp.cli.options import RUN, Options, shared_options
from tui_mlp.cli.output import print_json
from tui_mlp.cli.saved.which_weights import chosen_weights, weights_options
from tui_mlp.cli.standard_input import named_file
from tui_mlp.cli.translated_help import TranslatedCommand


@click.command(
    cls=TranslatedCommand,
    help=N_(
        "Print the figures of RUN on its test rows, or on FILE, a file of the same columns.\n\n"
        "They stand beside those of always giving the same answer, with 95 % intervals after Wilson. FILE must have "
        "the target; - reads a table from stdin. What is read wrong changes with --set data.KEY=VALUE; if the run's "
        "data were moved, --set data.source=FILE says where they are now."
    ),
    examples=(
        "mlp-tui evaluate spiral-2026-11-24-101502",
        "mlp-tui evaluate penguins-2026-11-24-101502 new.csv --best --json",
    ),
)
@RUN
@click.argument("file", required=False, shell_complete=completion.experiments)
@weights_options
@shared_options
def evaluate(run: str, file: str | None, which: str | None, epoch: int | None, options: Options) -> None:
    """Print the figures, as a table or as JSON. Raises InputError."""
    from core.prediction.evaluate import evaluate as evaluated_rows
    from core.prediction.evaluation_record import evaluation_record
    from tui_mlp.cli.saved.evaluation_lines import evaluation_lines
    from tui_mlp.cli.saved.saved_run import READING, reading_settings, used_model

    saved = used_model(run, options, chosen_weights(which, epoch), READING if file else ())
    with named_file(file or "") as name:
        found = evaluated_rows(saved, Path(name) if file else None, reading_settings(options.overrides))
    for note in dict.fromkeys((*saved.notes, *found.notes)):
        warn(_("note: {}").format(note))
    if options.json:
        print_json({**evaluation_record(found), **({"file": file} if file else {})})
        return
    for line in evaluation_lines(found, Path(saved.where).name, file, max(20, get_terminal_size().columns)):
        say(line)
