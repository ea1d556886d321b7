"""What is understood of a table, as lines of text: its columns, classes, split and notes."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from rich.cells import cell_len

from core.data.columns import Dialect
from core.data.description import ColumnDescription, Description
from core.support.escaping import shortened
from core.support.i18n import N_, _, ngettext, translated
from tui_mlp.text.ascii_text import ascii_alone
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
MANY_COLUMNS, ALIKE = 30, 4
"""From so many columns on, neighbours that are alike, so many or more, share a line: pixels, for example."""
MOST_CLASSES = 20
"""The most classes that are listed."""
LONGEST_LIST = 400
"""The most characters of a preview's list of columns."""

KINDS = {
    "number": N_("number"), "category": N_("category"), "boolean": N_("boolean"), "date": N_("date"),
    "text": N_("text"), "constant": N_("constant"), "id": N_("id"), "empty": N_("empty"),
}  # fmt: skip
ROLES = {"input": N_("input"), "target": N_("target"), "ignored": N_("ignored")}
TASKS = {"classification": N_("classification"), "regression": N_("regression")}
SPLITS = {"training": N_("training"), "validation": N_("validation"), "test": N_("test")}
SEPARATORS = {",": N_("commas"), ";": N_("semicolons"), "\t": N_("tabs"), " ": N_("blanks"), "|": N_("bars")}

Row = tuple[str, str, str, str, str, str]
"""The cells of a line: name, kind, role, missing, distinct, reason."""
COUNTS = (3, 4)
"""The places of the counts in a line."""


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


def short_lines(description: Description) -> list[tuple[str, str]]:
    """The same for a preview: the notes, the classes and what the columns are, each with the name of its style."""
    lines = [(note, "warn") for note in description.notes]
    lines.append((aim(description), "fg"))
    if description.classes:
        classes = [f"{name} {count(rows)}" for name, rows in description.classes.items()]
        more = ["…"] * (len(classes) > MOST_CLASSES)
        lines.append((_("classes: {}").format(", ".join(classes[:MOST_CLASSES] + more)), "fg"))
    for role, style in (("input", "fg"), ("ignored", "faint")):
        columns = [column for column in description.columns if column.role == role]
        if columns:
            named = ", ".join(_kind_text(group) for group in groups(columns))
            texts = {"input": _("inputs: {}"), "ignored": _("ignored: {}")}
            lines.append((texts[role].format(shortened(named, LONGEST_LIST)), style))
    return lines


def head(description: Description) -> str:
    """Rows, columns, and how the file is written."""
    parts = [ngettext("{} row", "{} rows", description.rows).format(count(description.rows))]
    if left_out := len(description.left_out):
        parts[0] += " " + _("({} left out)").format(count(left_out))
    columns = len(description.columns)
    parts.append(ngettext("{} column", "{} columns", columns).format(count(columns)))
    if description.dialect is not None:
        parts += dialect_parts(description.dialect)
    return ", ".join(parts)


def dialect_parts(dialect: Dialect) -> Iterator[str]:
    """How the file is written, in words."""
    separator = translated(SEPARATORS[dialect.separator]) if dialect.separator in SEPARATORS else dialect.separator
    yield _("separated by {}").format(separator)
    if dialect.decimal != ".":
        yield _("decimal commas")
    yield dialect.encoding
    yield _("with a header") if dialect.header else _("without a header")


def aim(description: Description) -> str:
    """What is learnt: the task and the target columns."""
    task, target = translated(TASKS.get(description.task, description.task)), ", ".join(description.target)
    return _("{} of {}").format(task, target) if target else task


def split_text(splits: Mapping[str, int]) -> str:
    """The rows of each split."""
    return ", ".join(f"{translated(SPLITS.get(name, name))} {count(rows)}" for name, rows in splits.items())


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
    rows = [cells_of(group) for group in groups(columns)]
    if width < NARROW:
        return [line for row in rows for line in _narrow(row, width, ascii)]
    why = _("why") if any(row[5] for row in rows) else ""
    titles: Row = (_("column"), _("kind"), _("role"), _("missing"), _("distinct"), why)
    table: list[Row] = [titles, *rows]
    widths = [max(cell_len(displayed(row[place], ascii)) for row in table) for place in range(5)]
    space = width - sum(widths[1:]) - 2 * 4  # of the name, and of a reason beside it
    beside = bool(why) and space - 2 - REASON >= min(widths[0], SHORTEST_NAME)
    widths[0] = min(widths[0], space - 2 - REASON if beside else space)
    room = space - 2 - widths[0] if beside else 0
    if not beside:
        table[0] = (*titles[:5], "")
    return [line for row in table for line in _wide(row, widths, room, width, ascii)]


def groups(columns: Sequence[ColumnDescription]) -> Iterator[list[ColumnDescription]]:
    """The columns that share a line: of many columns, neighbours of one kind and role without missing cells."""
    for _key, group in groupby(columns, lambda column: (column.kind, column.role, column.why, column.missing)):
        found = list(group)
        if len(columns) <= MANY_COLUMNS or len(found) < ALIKE or found[0].missing:
            yield from ([column] for column in found)
        else:
            yield found


def cells_of(group: Sequence[ColumnDescription]) -> Row:
    """The cells of a column's line, or of one for several columns that are alike."""
    first, last = group[0], group[-1]
    least, most = (end(column.distinct for column in group) for end in (min, max))
    distinct = count(most) if least == most else f"{count(least)}–{count(most)}"
    name = first.name if len(group) == 1 else f"{first.name} … {last.name} ({count(len(group))})"
    return name, translated(KINDS[first.kind]), translated(ROLES[first.role]), count(first.missing), distinct, first.why


def paragraph(text: str, width: int, mark: str = "") -> list[str]:
    """A text on lines of at most `width` cells; a mark stands before the first."""
    lines = wrapped_lines(displayed(text, ascii_alone.get()), width - len(mark))
    return [(mark if place == 0 else " " * len(mark)) + line for place, line in enumerate(lines)]


def _kind_text(group: Sequence[ColumnDescription]) -> str:
    name, kind, _role, missing, _distinct, _why = cells_of(group)
    return f"{name} {kind}" if missing == "0" else f"{name} {kind} ({_('{} missing').format(missing)})"


def _wide(row: Row, widths: Sequence[int], room: int, width: int, ascii: bool) -> Iterator[str]:
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


def _narrow(row: Row, width: int, ascii: bool) -> Iterator[str]:
    name, kind, role, missing, distinct, why = row
    yield clipped(name, width, ascii)
    facts = [kind, role, _("{} distinct").format(distinct)]
    if missing != "0":
        facts.append(_("{} missing").format(missing))
    for line in wrapped_lines(displayed(", ".join(facts) + (f": {why}" if why else ""), ascii), width - 2):
        yield f"  {line}"
