"""`mlp-tui describe`: says what is understood of a data file, without training."""

from shutil import get_terminal_size

import click

from core.support.i18n import N_
from tui_mlp.cli import completion
from tui_mlp.cli.console import say
from tui_mlp.cli.options import Options, shared_options
from tui_mlp.cli.output import print_json
from tui_mlp.cli.standard_input import named_file
from tui_mlp.cli.translated_help import TranslatedCommand


@click.command(
    cls=TranslatedCommand,
    help=N_(
        "Say what is understood of a data file, before anything is trained.\n\n"
        "FILE is a table, an array file, a folder of images, a built-in name or an experiment file; - reads a table "
        "from stdin. What is guessed wrong changes with --set data.KEY=VALUE, in `train` too."
    ),
    examples=(
        "mlp-tui describe penguins.csv",
        "mlp-tui describe penguins.csv --set data.target=island --json",
        "zcat table.csv.gz | mlp-tui describe -",
    ),
)
@click.argument("file", shell_complete=completion.experiments)
@shared_options
def describe(file: str, options: Options) -> None:
    """Print the description, as a table or as JSON. Raises InputError."""
    from core.experiment.preparation import load_data

    with named_file(file) as name:
        data = load_data(options.experiment(name))
    if options.json:
        print_json(data.description.record())
        return
    from tui_mlp.render.description import description_lines

    width = max(20, get_terminal_size().columns)
    for line in description_lines(data.description, data.split_sizes, width):
        say(line)
