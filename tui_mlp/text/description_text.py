"""What is understood of a table in words: its columns, target, classes, splits."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from core.data.columns import Dialect
from core.data.description import ColumnDescription, Description
from core.support.escaping import shortened
from core.support.i18n import N_, _, ngettext, translated
from core.support.retranslation import retranslated

from .numbers import count, row_count_text

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

ColumnTexts = tuple[str, str, str, str, str, str]
"""The texts of a column, or of several that share a line: name, kind, role, missing, distinct, reason."""


def short_lines(description: Description) -> list[tuple[str, str]]:
    """The same for a preview: the notes, the classes and what the columns are, each with the name of its style."""
    lines = [(str(retranslated(note)), "warn") for note in description.notes]
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
    parts = [row_count_text(description.rows)]
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


def groups(columns: Sequence[ColumnDescription]) -> Iterator[list[ColumnDescription]]:
    """The columns that share a line: of many columns, neighbours of one kind and role without missing cells."""
    for _key, group in groupby(columns, lambda column: (column.kind, column.role, column.why, column.missing)):
        found = list(group)
        if len(columns) <= MANY_COLUMNS or len(found) < ALIKE or found[0].missing:
            yield from ([column] for column in found)
        else:
            yield found


def column_texts(group: Sequence[ColumnDescription]) -> ColumnTexts:
    """The texts of a column, or of several that are alike."""
    first, last = group[0], group[-1]
    least, most = (end(column.distinct for column in group) for end in (min, max))
    distinct = count(most) if least == most else f"{count(least)}–{count(most)}"
    name = (first.name or _("(unnamed)")) if len(group) == 1 else f"{first.name} … {last.name} ({count(len(group))})"
    return (
        name,
        translated(KINDS[first.kind]),
        translated(ROLES[first.role]),
        count(first.missing),
        distinct,
        retranslated(first.why),
    )


def _kind_text(group: Sequence[ColumnDescription]) -> str:
    """A column's name, with its kind unless it is a number, and its missing cells."""
    name, kind, _role, missing, _distinct, _why = column_texts(group)
    said = [] if group[0].kind == "number" else [kind]
    if missing != "0":
        said.append(_("{} missing").format(missing))
    return f"{name} ({', '.join(said)})" if said else name
