"""How the Train view shares its lines among its panes."""

from collections.abc import Sequence
from typing import NamedTuple

LOSS_LEAST = 8
LOSS_SHARE = 0.6
"""The largest share of the lines for the loss where a matrix has something to show in more."""
ALONE_LEAST = 13
"""The least lines of Θ where ∇ has no place: a Θ of nine rows fits, and for a smaller one the panes keep theirs."""
BOTH_LEAST = 8
"""The least lines of Θ and of ∇ where both are shown."""
ARCHITECTURE_LEAST = 9
HYPERPARAMETERS_LEAST = 6
FINAL_LEAST = 5
"""The least lines of the final figures, for three of them; in fewer they aren't shown."""
LOW = 15
"""Lines below which two panes above each other get the same."""


class LinesWanted(NamedTuple):
    """The lines of a matrix pane: for all its rows, for these and its notes, and the range in which it shows more."""

    least: int
    whole: int
    more: int
    most: int

    def use(self, lines: int) -> int:
        """How many of these lines it has a use for, beyond those of its rows and notes."""
        return min(lines, self.most) if lines >= self.more else 0


def matrix_lines(body: int, wanted: Sequence[LinesWanted], below: bool) -> tuple[int, ...]:
    """The lines of each matrix pane, of `body` lines that they share with the loss, which gets the rest.

    `below` says whether the matrices stand below each other, else beside.
    """
    alone = len(wanted) == 1
    whole = [max(ALONE_LEAST if alone else BOTH_LEAST, each.whole) for each in wanted]
    if body < LOW:
        loss = body // 2
    elif below:
        loss = LOSS_LEAST if sum(each.least for each in wanted) <= body - LOSS_LEAST else max(LOSS_LEAST, body // 3)
    else:
        loss = max(LOSS_LEAST, body * 2 // 5)
    room = max(3, body - loss)
    spare = body - int(body * LOSS_SHARE)
    if not below:
        return (min(room, max(*whole, *(each.use(spare) for each in wanted))),) * len(wanted)
    shares = [min(each, max(room // len(wanted), room - sum(whole) + each)) for each in whole]
    if (left := room - sum(shares)) > 0 and shares[0] < wanted[0].whole - 1 <= shares[0] + left:
        shares[0] = wanted[0].whole - 1  # all rows of Θ, and one note
    each_spare = spare // len(wanted)
    shares = [max(share, each.use(each_spare)) for share, each in zip(shares, wanted, strict=True)]
    return tuple(shares)


def architecture_lines(body: int, wanted: int) -> int:
    """The lines of the architecture, of `body` lines that it shares with the hyperparameters; `wanted` by its rows."""
    return min(wanted, max(ARCHITECTURE_LEAST, body * 2 // 5), body // 2)


def final_lines(lines: int, wanted: int) -> int:
    """The lines of the final figures, of `lines` that they share with the hyperparameters; 0 where they have no place.

    `wanted` are the lines by their rows, 0 where there are none.
    """
    shown = min(wanted, lines - HYPERPARAMETERS_LEAST)
    return shown if shown >= min(wanted, FINAL_LEAST) > 0 else 0
