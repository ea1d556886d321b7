"""`mlp-tui datasets`: lists the built-in data sets and exercises."""

import click

from core.support.i18n import N_, _
from tui_mlp.cli.console import aligned, say
from tui_mlp.cli.options import Options, shared_options
from tui_mlp.cli.output import print_json
from tui_mlp.cli.translated_help import TranslatedCommand


@click.command(
    cls=TranslatedCommand,
    help=N_("List the built-in data: name, task, rows, inputs, outputs, source."),
    examples=("mlp-tui datasets", "mlp-tui datasets --json"),
)
@shared_options
def datasets(options: Options) -> None:
    """Print a line for each data set and exercise."""
    from core.data.catalog import CATALOG

    keys = ("name", "task", "rows", "inputs", "outputs", "source")
    records = [{key: getattr(entry, key) for key in keys} for entry in CATALOG.values()]
    if options.json:
        for record in records:
            print_json(record)
        return
    titles = (_("name"), _("task"), _("rows"), _("inputs"), _("outputs"), _("source"))
    table = [
        titles,
        *(tuple(f"{value:,}" if isinstance(value, int) else value for value in r.values()) for r in records),
    ]
    for line in aligned(table, right=(2, 3, 4)):
        say(line)
