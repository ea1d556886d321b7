"""`mlp-tui datasets`: the built-in data, and the exercises."""

from typing import TYPE_CHECKING

from core.data.catalog import CATALOG
from core.texts import _

from ..console import aligned, say
from .output import print_json

if TYPE_CHECKING:
    from ..cli import Options


def datasets(options: "Options") -> None:
    """A line a data set: name, task, rows, inputs, outputs, source."""
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
