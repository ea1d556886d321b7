"""Which columns of the table of classes fit a width."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from core.support.i18n import _

LONGEST_NAME, LEAST_NAME = 16, 5
"""The most cells of the name of a class, and those that it has in any case."""
SHARE, INTERVAL = 7, 10
"""The cells of a share such as 0.973, and of its interval such as 0.90–1.00, with the blanks before them."""
SHORTEST_BAR, USUAL_BAR, LONGEST_BAR = 5, 9, 24
"""The cells of the bars: at least, before there is room for further columns, and at most."""

_STARTS = (0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99)
"""Where bars of shares may begin."""
_LEAST = 0.25
"""The least length of the shortest bar, as a part of the longest."""


@dataclass(frozen=True)
class ClassColumns:
    """The cells of the columns of a table, from left to right, blanks before them included; 0 for those left out.

    The name has a blank behind it instead, in which a mark may stand, and the bar one on either side.
    """

    name: int
    rows: int
    recall: int
    bar: int
    interval: int
    precision: int
    precision_interval: int
    f1: int
    guess: int

    @classmethod
    def of(cls, names: int, rows: int, width: int) -> "ClassColumns":
        """Those that fit `width`, for the widest name and count of rows.

        Name and recall always stand; as far as there is room come precision, rows, F1, the interval of recall, guess,
        the bar, and the interval of precision.
        """
        name = max(1, min(max(LEAST_NAME, names), LONGEST_NAME, width - 1 - SHARE))
        precision = max(SHARE, len(_("precision")) + 2)
        wanted = [("precision", precision), ("rows", rows + 1), ("f1", SHARE), ("interval", INTERVAL)]
        wanted += [("guess", SHARE), ("bar", SHORTEST_BAR + 2), ("precision_interval", INTERVAL)]
        room, found = width - name - 1 - SHARE, dict.fromkeys((key for key, _cells in wanted), 0)
        for key, cells in wanted:
            if key == "precision_interval":
                cells += USUAL_BAR - SHORTEST_BAR  # first the bar gets its usual length
            if cells > room:
                break
            found[key] = INTERVAL if key == "precision_interval" else cells
            room -= found[key]
        if found["bar"]:
            found["bar"] = min(LONGEST_BAR + 2, found["bar"] + room)
        return cls(name=name, recall=SHARE, **found)


def bars_from(shares: ArrayLike) -> float:
    """The round share at which bars of these shares begin, so that they differ visibly; 0 without any."""
    known = np.asarray(shares, float)
    known = known[np.isfinite(known)]
    least = float(known.min()) if len(known) else 0.0
    return max(start for start in _STARTS if start == 0 or least >= start + _LEAST * (1 - start))
