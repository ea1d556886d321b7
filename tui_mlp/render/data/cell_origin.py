"""How the cell in focus came about, in words, from the source to the network."""

from collections.abc import Sequence

from rich.cells import cell_len
from textual.strip import Strip

from core.data.source_rows.source_rows import SourceRows
from core.support.i18n import _
from core.support.retranslation import retranslated
from tui_mlp.models.data.column_inputs import inputs_of
from tui_mlp.render.cell_text import displayed
from tui_mlp.render.colours.palette import Palette, bold
from tui_mlp.render.strips import StyledText, cells_of
from tui_mlp.render.word_wrap import line, wrapped
from tui_mlp.text.data.prepared_text import number_brief, number_parts, target_parts
from tui_mlp.text.data.said import Said, said

from .row_columns import RawColumn, RowColumns
from .rows_table import raw_text

LONGEST_CELL = 60
"""Characters of a cell of text that are shown."""


def cell_origin(
    columns: RowColumns, row: int, raw: int, number: int, missing: str, width: int, lines: int, palette: Palette
) -> list[Strip]:
    """At most so many lines on the cell of a row and of the column at the place `raw`.

    `number` is that of the input, from 0, among those that the column becomes; `missing` is data.missing.
    """
    parts = _styled(_origin(columns, row, raw, number, missing), palette)
    if cells_of(parts, palette.ascii) <= width:
        return [line(parts, width, palette)]
    if lines > 1:
        return wrapped(parts, width, palette)[:lines]
    brief = _styled(_brief(columns, row, raw, number), palette)
    return [line(brief or parts, width, palette)]


def where_text(source: SourceRows, row: int) -> str:
    """The line on which a row begins, or its number where there are no lines."""
    if len(source.lines):
        return _("line {}").format(source.lines[row])
    return _("row {}").format(row + 1)


def _origin(columns: RowColumns, row: int, raw: int, number: int, missing: str) -> list[Said]:
    source, measured = columns.source, columns.raw(raw)
    column, name = measured.column, measured.column.name
    cell, where = column.text(row), where_text(source, row)
    if cell is not None and len(source.lines) and _is_cut(measured, row):  # a made number has no end
        where = f"{where} ({_shortened(cell)})"
    if column.description.role == "target":
        place = columns.prepared_place(name, number)
        target = None if place is None else source.prepared_target(row, place)
        if target is not None:
            return target_parts(target, name, source.data.class_names, where)
    inputs = inputs_of(columns.preparation, name)
    if inputs and (found := source.prepared_number(row, inputs[min(number, len(inputs) - 1)].number)) is not None:
        return number_parts(found, missing, where, cell)
    head = said(_("{name}, {where}: "), name=Said(name, "name"), where=where_text(source, row))
    value = Said(_("missing"), "missing") if cell is None else Said(_shortened(cell))
    why = retranslated(column.description.why) if source.split_name(row) else source.why_left_out(row)
    return [*head, value, Said("; "), *said(_("left out: {why}") if why else _("left out"), why=why)]


def _is_cut(measured: RawColumn, row: int) -> bool:
    """Whether the table shows the cell with fewer digits or letters than it has."""
    shown, numbers = raw_text(measured, row), measured.column.numbers
    if measured.format is None or numbers is None:
        return cell_len(shown or "") > measured.values
    return shown is not None and float(shown) != float(numbers[row])


def _brief(columns: RowColumns, row: int, raw: int, number: int) -> list[Said]:
    name = columns.raw(raw).column.name
    inputs = inputs_of(columns.preparation, name)
    if not inputs:
        return []
    found = columns.source.prepared_number(row, inputs[min(number, len(inputs) - 1)].number)
    return [] if found is None else [Said(name, "name"), Said(": "), *number_brief(found)]


def _shortened(cell: str) -> str:
    return cell if len(cell) <= LONGEST_CELL else f"{cell[:LONGEST_CELL]}…"


def _styled(parts: Sequence[Said], palette: Palette) -> list[StyledText]:
    styles = palette.bg
    found = {"name": styles.strong, "missing": bold(styles.warn), "result": styles.accent_bold, "plain": styles.fg}
    return [(displayed(part.text, palette.ascii), found[part.role]) for part in parts]
