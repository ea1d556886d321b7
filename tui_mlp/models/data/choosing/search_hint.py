"""What may be typed to find rows, with examples from the data."""

from core.data.source_rows.source_column import SourceColumn
from core.data.source_rows.source_rows import SourceRows
from core.support.i18n import _

LONGEST = 16
"""Characters of a name or a cell; in an example a longer one would be cut, so it isn't taken."""


def search_hint(source: SourceRows, row: int) -> str:
    """That any text or number may be typed, or a condition on a column, such as those of cells of this row."""
    examples = []
    for number in (True, False):
        fitting = (one for one in source.columns if (one.numbers is not None) == number and _fits(one, row))
        column = next(fitting, None)
        if column is not None:
            examples.append(f"{column.name} {'>' if number else '='} {column.text(row)}")
    if not examples:
        return _("a text or a number in any column")
    return _("a text or a number in any column, or a condition: {}").format("   ".join(examples))


def _fits(column: SourceColumn, row: int) -> bool:
    text = column.text(row)
    return column.description.role != "ignored" and text is not None and len(text) <= LONGEST >= len(column.name) > 0
