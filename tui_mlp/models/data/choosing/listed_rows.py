"""Computes which rows are listed: those of a choice, and which of them were found."""

from collections.abc import Callable

import numpy as np

from core.analysis.outputs.outputs import Outputs
from core.support.escaping import shortened
from tui_mlp.models.data.data_focus import DataFocus
from tui_mlp.models.data.row_choice import ChosenRows

from .row_index import RowIndex

LONGEST = 24
"""Characters of what was searched for in the name of a list."""


def listed_rows(
    index: RowIndex, focus: DataFocus, outputs: Outputs | None, cancelled: Callable[[], bool] = lambda: False
) -> ChosenRows | None:
    """The rows that are listed for what is in focus; None after `cancelled`, and for wrong ones without outputs.

    `outputs` have the classes as they are given, also by a moved threshold. It may be called on any thread.
    """
    rows = index.rows(focus.choice, outputs)
    if rows is None and focus.choice.kind == "wrong":
        return None
    name, total = index.name(focus.choice), index.source.rows
    found = index.search.find(focus.search, cancelled)
    if found is None:
        return None if focus.search.strip() else ChosenRows(total if rows is None else len(rows), rows, name)
    in_list = found.rows
    if rows is not None:
        marks = np.zeros(total, bool)
        marks[found.rows] = True
        in_list = rows[marks[rows]]
    if focus.only_found and not found.problem:
        searched = shortened(focus.search.strip(), LONGEST)
        rows, name = in_list, f"{name}, {searched}" if name else searched
    return ChosenRows(total if rows is None else len(rows), rows, name, in_list, found.problem)
