"""The lines on which the rows of a source begin, those of a second file behind them."""

from collections.abc import Sequence

from core.data.row_places import RowLines


def lines_behind(first: Sequence[int], rows: int, second: Sequence[int], more: int) -> Sequence[int]:
    """The lines of `rows` rows and of `more` rows of another file, each counted from 1 in its own file.

    Where one of the files has no lines, its rows are numbered instead; empty where neither has lines.
    """
    if not len(first) and not len(second):
        return ()

    def line_of(row: int) -> int:
        lines, place = (first, row) if row < rows else (second, row - rows)
        return lines[place] if len(lines) else place + 1

    return RowLines(line_of, rows + more, None) if more else first
