"""The counts of a column as rows of a table, to be copied."""

from collections.abc import Sequence

from .distribution import Distribution
from .distribution_texts import place_text


def distribution_rows(
    found: Distribution, names: Sequence[str], in_groups: bool
) -> tuple[list[str], list[list[object]]]:
    """The head and a row for each bin or level, and for missing cells: the rows, and those of each class or label.

    Of targets that are numbers there are mean and deviation. `names` is empty where the target wasn't looked at.
    """
    head = ["value", "rows", *(names if in_groups else ("target mean", "target deviation") if names else ())]
    tally, lines = found.tally, list[list[object]]()
    for place in range(found.places + (tally.missing > 0)):
        more: list[object] = []
        if names and in_groups:
            more = [int(rows) for rows in tally.groups[:, place]]
        elif names:
            more = [float(tally.mean[place]), float(tally.deviation[place])]
        lines.append([place_text(found, place), int(tally.rows[place]), *more])
    return head, lines
