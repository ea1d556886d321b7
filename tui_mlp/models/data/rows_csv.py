"""Rows of a source as CSV: as they stand there, and as the network gets them."""

from collections.abc import Iterable, Iterator, Sequence

from core.data.source_rows.source_rows import SourceRows
from core.model.model import preparation_of
from core.support.i18n import _
from tui_mlp.text.csv_text import csv_text

from .data_focus import Form


def rows_csv(source: SourceRows, rows: Iterable[int], form: Form) -> str:
    """A line of names, and one for each of the rows, which are numbers from 0; what there isn't is an empty cell.

    Columns of the source have their names, targets as the network gets them y(1), y(2) …, and inputs theirs with "in".
    """
    names = [_("line") if len(source.lines) else _("row")]
    if form != "prepared":
        names += [column.name for column in source.columns]
    names.append(_("split"))
    if form != "raw":
        names += _prepared_names(source)
    lines = (list(_cells(source, row, form)) for row in rows)
    return csv_text(names, ([*cells, *[None] * (len(names) - len(cells))] for cells in lines))


def _prepared_names(source: SourceRows) -> Sequence[str]:
    targets = source.data.train.Y.shape[1]
    names = ["y"] if targets == 1 else [f"y({number})" for number in range(1, targets + 1)]
    return [*names, *(_("{} as input").format(name) for name in preparation_of(source.data).input_names)]


def _cells(source: SourceRows, row: int, form: Form) -> Iterator[object]:
    yield source.lines[row] if len(source.lines) else row + 1
    if form != "prepared":
        yield from (column.text(row) for column in source.columns)
    yield source.split_name(row)
    prepared, wanted = source.prepared(row), source.wanted(row)
    if form != "raw" and prepared is not None and wanted is not None:
        yield from wanted
        yield from prepared
