"""The columns of an array in the order in which a network learnt from them."""

from collections.abc import Sequence
from pathlib import Path

from core.data.table import InputColumn
from core.data.unusable_file import refuse
from core.support.i18n import _
from core.support.shown_values import value_text


def order_of_columns(
    path: Path, width: int, names: Sequence[str], wanted: Sequence[InputColumn]
) -> Sequence[int] | slice:  # fmt: skip
    """Which columns of an array are the wanted ones: by their names where all have some, else by their places.

    `names` are those that the file gives its columns, empty without any. Raises InputError for an array that doesn't
    fit.
    """
    texts = next((column.source for column in wanted if column.kind != "number"), None)
    if texts is not None:
        message = _("found an array of numbers, expected a table, as column {} holds none")
        refuse(path, message.format(value_text(texts)))
    own = [column.name for column in wanted]
    if len(names) == width and len({*names}) == width and {*own} <= {*names}:
        return [names.index(name) for name in own]
    if width != len(wanted):
        refuse(path, _("found {} inputs, expected {} as for training").format(width, len(wanted)))
    return slice(None)
