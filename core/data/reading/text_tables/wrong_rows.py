"""Lines that are no rows, or wrong ones: where they stand, and what helps."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NoReturn

import numpy as np

from core.data.columns import Column
from core.data.unusable_file import refuse
from core.support.i18n import _, ngettext
from core.support.shown_values import value_text

from .header import Record
from .records import BrokenRecord, Form

OTHER_SEPARATORS = (",", ";", "\t", "|", "@", "/", "&")
"""What may separate cells where no separator was found, or another is set."""

TOTALS = frozenset(("total", "totals", "grand total", "sum", "mean", "average", "summe", "gesamt", "suma"))
"""What stands, in small letters, in the first cell of a line below the rows that spreadsheets add."""


def checked(path: Path, found: Iterable[Record]) -> Iterator[Record]:
    """The records. Raises InputError for one that can't be divided into cells."""
    try:
        yield from found
    except BrokenRecord as problem:
        message = _("line {}: can't be read ({}); a cell that begins with a quote must end with one")
        refuse(path, message.format(problem.line, problem))


def refuse_width(path: Path, form: Form, line: int, cells: Sequence[str]) -> NoReturn:
    """Raises InputError for a row of more or fewer cells than the form's width."""
    message = ngettext(
        "line {}: found {} cell, expected {} as in the header; {}",
        "line {}: found {} cells, expected {} as in the header; {}",
        len(cells),
    )
    width = form.width or 0
    if len(cells) == width + 1 and not cells[-1].strip():
        remedy = _("delete the separator at the end, or give the last column a name")
    elif len(cells) == 1 < width:
        remedy = _("delete the line, or begin it with #; if cells are separated otherwise, set data.separator")
    elif len(cells) < width:
        remedy = _("write a missing cell as an empty one; if cells are separated otherwise, set data.separator")
    else:
        remedy = _("a cell that holds {} must be in quotes; if cells are separated otherwise, set data.separator")
        remedy = remedy.format(value_text(form.separator))
    refuse(path, message.format(line, len(cells), width, remedy))


def refuse_undivided(path: Path, head: Sequence[Record], form: Form) -> None:
    """Raises InputError for records of one cell, all of which another separator would divide alike."""
    alike = [(line, cells[0]) for line, cells in head if len(cells) == 1]
    for other in (form.separator, *OTHER_SEPARATORS):
        counts = {cell.count(other) for _line, cell in alike}
        if len(alike) > 1 and len(counts) == 1 and counts != {0}:
            line, found = alike[0]
            if other == form.separator:
                text = _("line {}: found one cell, {}, in quotes; delete the quotes around whole lines")
                refuse(path, text.format(line, value_text(found)))
            text = _('line {}: found one cell, {}; if {} separates cells, set data.separator = "{}"')
            refuse(path, text.format(line, value_text(found), value_text(other), "\\t" if other == "\t" else other))


def total_in_last_row(columns: Sequence[Column]) -> str | None:
    """The text of the last row that says that it is a sum of the others, if no other row has it."""
    for column in columns:
        if column.texts and column.codes is not None and column.codes[-1] >= 0:
            text = column.texts[int(column.codes[-1])]
            if text.strip(":").casefold() in TOTALS and np.count_nonzero(column.codes == column.codes[-1]) == 1:
                return text
    return None
