"""Which column of a table is drawn at a cell, as for a click on its head."""

from collections.abc import Iterable


def column_at(x: int, shown: Iterable[tuple[str, int]], start: int, gap: int) -> str | None:
    """The key of the column at cell `x`, of columns by key and width from cell `start` on; None beside them."""
    for key, width in shown:
        if start <= x < start + width + gap:
            return key
        start += width + gap
    return None
