"""How a text table is laid out, by its first lines: form, names, decimal mark."""

from collections import deque
from dataclasses import dataclass, replace

from core.data.source_settings import SourceSettings
from core.data.unusable_file import refuse
from core.support.i18n import _

from ..number_formats import DECIMAL_POINT, decimal_mark, is_unsure, parsed
from .header import Header, header_of
from .records import Form, records
from .separators import JUDGING, form_of, head_records, names_in_comment, usual_width
from .text_file import TextFile
from .wrong_rows import checked, refuse_undivided

HEAD_RECORDS = 1000
"""Records by which header, decimal mark and kinds of columns are judged."""


@dataclass(frozen=True)
class Layout:
    """How a text table is laid out: its form, header and decimal mark, and the lines of its header and first row."""

    form: Form
    header: Header
    decimal: str
    first_line: int
    header_line: int

    @property
    def skipped(self) -> int:
        """The number of lines of the text above the first row."""
        return self.first_line - 1 - self.form.above


def layout_of(text: TextFile, settings: SourceSettings) -> Layout:
    """The layout of a text. Its header has no rows where the text has none. Raises InputError."""
    path = text.named
    form = form_of(text, settings.separator)
    head = head_records(text, form, HEAD_RECORDS)
    if not head:
        refuse(path, _("is empty, expected a header and rows"))
    width = usual_width(head)
    if width == 1:
        refuse_undivided(path, head, form)
    form = replace(form, width=width, skipped=head[0][0] - 1)
    head = head_records(text, form, HEAD_RECORDS)
    cells = [cell for _line, row in head[1:] for cell in row[:JUDGING]]
    decimal = settings.decimal or decimal_mark(cells, form.separator)
    header = header_of(path, head, width, settings.header, decimal)
    if not header.in_file and settings.header is None:
        names = names_in_comment(text, form)
        if len(names) == width and not any(parsed(name, decimal) is not None for name in names):
            header = header_of(path, [(head[0][0] - 1, names), *head], width, True, decimal)
    first_line = header.rows[0][0] if header.rows else head[0][0] + 1
    return Layout(replace(form, width=len(header.names)), header, decimal, first_line, head[0][0])


def require_rows(text: TextFile, layout: Layout) -> None:
    """Raises InputError for a text without rows."""
    if not layout.header.rows:
        with text.open() as lines:
            form = replace(layout.form, skipped=layout.header_line - 1)
            deque(checked(text.named, records(lines, form)), 0)  # raises for a row that can't be read
        refuse(text.named, _("holds a header and no rows"))


def encoding_note(text: TextFile) -> str:
    """That the encoding of a text is a guess, with the setting that changes it."""
    return _("the text is read as {}; if letters look wrong, set data.encoding").format(text.encoding)


def layout_notes(text: TextFile, layout: Layout, settings: SourceSettings) -> list[str]:
    """What was guessed of the form, with the setting that changes it."""
    notes = []
    header, names = layout.header, layout.header.names
    if text.guessed:
        notes.append(encoding_note(text))
    if not header.in_file and settings.header is None:
        message = _("line {} looks like a row, so the columns are called {}; if it holds names, set data.header = true")
        called = names[0] if len(names) == 1 else f"{names[0]} … {names[-1]}"
        notes.append(message.format(layout.first_line, called))
    elif not header.sure:
        message = _("line {} is taken for the columns' names; if it is a row, set data.header = false")
        notes.append(message.format(layout.header_line))
    if header.row_names:
        notes.append(_("the rows have one cell more than the header: the first column is taken for row names"))
    if layout.decimal == "," and settings.decimal is None:
        notes.append(_('numbers are read with decimal commas; if that is wrong, set data.decimal = "."'))
    if layout.decimal == "." and settings.decimal is None and layout.form.separator in (";", "\t"):
        cells = [cell for _line, row in header.rows for cell in row[:JUDGING]]
        if is_unsure(cells):
            found = next(filter(DECIMAL_POINT.fullmatch, cells))
            text_ = _('{} is read with a decimal point; if points group thousands, set data.decimal = ","')
            notes.append(text_.format(found))
    return notes
