"""What is understood of a table, as lines: its columns, classes, split, notes."""

from collections.abc import Iterator, Mapping, Sequence

from rich.cells import cell_len

from core.data.description import ColumnDescription, Description
from core.support.i18n import _, ngettext
from tui_mlp.text.ascii_text import ascii_alone
from tui_mlp.text.description_text import MOST_CLASSES, ColumnTexts, aim, column_texts, groups, head, split_text
from tui_mlp.text.numbers import count

from .cell_text import clipped, cut, displayed, wrapped_lines

LONGEST_CLASS = 28
"""Cells of a class's name; longer ones are cut."""
SHORTEST_NAME = 20
"""The least width of the names of columns beside which reasons stand."""
NARROW = 58
"""Below this width each column of the file takes a line for its name and one for the rest."""
REASON = 24
"""The least width in which a reason stands beside its column; else it stands below."""

COUNTS = (3, 4)
"""The places of the counts of missing and distinct cells in a line."""


def description_lines(description: Description, splits: Mapping[str, int], width: int) -> list[str]:
    """All that is understood, in lines of at most `width` cells. `splits` has the rows of each split by its name."""
    ascii = ascii_alone.get()
    lines = [*paragraph(head(description), width), ""]
    lines += columns_table(description.columns, width, ascii)
    lines += ["", *paragraph(aim(description), width)]
    lines += class_lines(description.classes, width, ascii)
    lines += ["", *paragraph(_("inputs of the network: {}").format(count(description.inputs)), width)]
    if splits:
        lines += paragraph(_("split: {}").format(split_text(splits)), width)
    if description.notes:
        lines += ["", _("notes")]
        for note in description.notes:
            lines += paragraph(note, width, "- ")
    return lines


def class_lines(classes: Mapping[str, int], width: int, ascii: bool) -> list[str]:
    """A line for each class with its rows and their share; of many classes the first."""
    shown, total = list(classes.items())[:MOST_CLASSES], sum(classes.values()) or 1
    room = min(LONGEST_CLASS, max((cell_len(displayed(name, ascii)) for name, _rows in shown), default=0))
    digits = max((len(count(rows)) for _name, rows in shown), default=0)
    lines = [f"  {cut(name, room, ascii)}  {count(rows):>{digits}}  {rows / total:6.1%}" for name, rows in shown]
    if more := len(classes) - len(shown):
        lines.append("  " + ngettext("… and {} class more", "… and {} classes more", more).format(count(more)))
    return [clipped(line, width, ascii) for line in lines]


def columns_table(columns: Sequence[ColumnDescription], width: int, ascii: bool) -> list[str]:
    """A line for each column, or two where there is little room; a reason that is long goes on below itself."""
    rows = [column_texts(group) for group in groups(columns)]
    if width < NARROW:
        return [line for row in rows for line in _narrow(row, width, ascii)]
    why = _("why") if any(row[5] for row in rows) else ""
    titles: ColumnTexts = (_("column"), _("kind"), _("role"), _("missing"), _("distinct"), why)
    table: list[ColumnTexts] = [titles, *rows]
    widths = [max(cell_len(displayed(row[place], ascii)) for row in table) for place in range(5)]
    space = width - sum(widths[1:]) - 2 * 4  # of the name, and of a reason beside it
    beside = bool(why) and space - 2 - REASON >= min(widths[0], SHORTEST_NAME)
    widths[0] = min(widths[0], space - 2 - REASON if beside else space)
    room = space - 2 - widths[0] if beside else 0
    if not beside:
        table[0] = (*titles[:5], "")
    return [line for row in table for line in _wide(row, widths, room, width, ascii)]


def paragraph(text: str, width: int, mark: str = "") -> list[str]:
    """A text on lines of at most `width` cells; a mark stands before the first."""
    lines = wrapped_lines(displayed(text, ascii_alone.get()), width - len(mark))
    return [(mark if place == 0 else " " * len(mark)) + line for place, line in enumerate(lines)]


def _wide(row: ColumnTexts, widths: Sequence[int], room: int, width: int, ascii: bool) -> Iterator[str]:
    *texts, why = row
    cells = [cut(text, widths[place], ascii, right=place in COUNTS) for place, text in enumerate(texts)]
    line = "  ".join(cells)
    reasons = wrapped_lines(displayed(why, ascii), room or width - 4)
    if room and reasons:
        line += f"  {reasons.pop(0)}"
    yield line.rstrip()
    indent = " " * (width - room if room else 4)
    for reason in reasons:
        yield indent + reason


def _narrow(row: ColumnTexts, width: int, ascii: bool) -> Iterator[str]:
    name, kind, role, missing, distinct, why = row
    yield clipped(name, width, ascii)
    facts = [kind, role, _("{} distinct").format(distinct)]
    if missing != "0":
        facts.append(_("{} missing").format(missing))
    for line in wrapped_lines(displayed(", ".join(facts) + (f": {why}" if why else ""), ascii), width - 2):
        yield f"  {line}"
