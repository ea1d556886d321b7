"""How the Train view shares its lines among its panes."""

from collections.abc import Sequence

LOSS_LEAST = 8
LOSS_SHARE = 0.6
"""The largest share of the lines for the loss; a plot that is higher shows no more."""
ALONE_LEAST = 13
"""The least lines of Θ where ∇ has no place: a Θ of nine rows fits, and for a smaller one the panes keep theirs."""
BOTH_LEAST = 8
"""The least lines of Θ and of ∇ where both are shown."""
ARCHITECTURE_LEAST = 9
LOW = 15
"""Lines below which two panes above each other get the same."""


def matrix_lines(body: int, wanted: Sequence[int], below: bool) -> tuple[int, ...]:
    """The lines of each matrix pane, of `body` lines that they share with the loss, which gets the rest.

    `wanted` are the lines in which the matrices fit; `below`, whether they stand below each other, else beside.
    """
    least = ALONE_LEAST if len(wanted) == 1 else BOTH_LEAST
    lines = [max(least, each) for each in wanted]
    taken = sum(lines) if below else max(lines)
    loss = body // 2 if body < LOW else max(LOSS_LEAST, body // 4 if below else body * 2 // 5)
    room = max(3, min(max(taken, body - int(body * LOSS_SHARE)), body - loss))
    if not below:
        return (room,) * len(lines)
    shares = []
    for place, each in enumerate(lines):
        left, others = room - sum(shares), lines[place + 1 :]
        # What one doesn't need goes to the others; where it is too little for all, they get the same.
        fair = -(-left // (1 + len(others)))
        shares.append(left if not others else max(fair, min(each, left - sum(others))))
    return tuple(shares)


def architecture_lines(body: int, wanted: int) -> int:
    """The lines of the architecture, of `body` lines that it shares with the hyperparameters; `wanted` by its rows."""
    return min(wanted, max(ARCHITECTURE_LEAST, body * 2 // 5), body // 2)
