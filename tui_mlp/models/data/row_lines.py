"""Lines of a file and the rows that begin on them."""

from bisect import bisect_right

from core.data.source_rows.source_rows import SourceRows


def row_at_line(source: SourceRows, line: int) -> int:
    """The row, from 0, that stands on a line of the source's own file; the nearest one where none does.

    Where there are no lines it is the row of this number, from 1.
    """
    end = max(1, source.test_from)
    if not len(source.lines):
        return max(0, min(line, source.rows) - 1)
    return max(0, min(bisect_right(source.lines, line, 0, end) - 1, end - 1))
