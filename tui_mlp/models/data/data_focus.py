"""What is in focus in the panes of the Data view."""

from dataclasses import dataclass, replace
from typing import Literal

from core.data.dataset import Data
from core.data.description import ColumnDescription

from .row_choice import ALL, RowChoice

Form = Literal["raw", "prepared", "both"]
"""How rows are shown: as in the source, as the network gets them, or both side by side."""


@dataclass(frozen=True)
class DataFocus:
    """What is in focus.

    `column` is the name of a column of the source, empty for the first input; `other` that of the column beside which
    it is drawn, empty for the target. `input` is the number, from 0, of the input in focus among those that the column
    becomes. `row` is the row in focus, from 0, a row of `SourceRows`. `form` is how rows are shown, None as fits.
    `split` is the name of the split whose rows are drawn as points or pictures, empty for all rows.
    `choice` says which rows are listed, and `search` what was searched for among them, empty for nothing; with
    `only_found` only the rows that were found are listed.
    """

    column: str = ""
    other: str = ""
    input: int = 0
    row: int = 0
    form: Form | None = None
    split: str = ""
    choice: RowChoice = ALL
    search: str = ""
    only_found: bool = False

    @property
    def chooses(self) -> bool:
        """Whether some rows alone are listed, or something is searched for."""
        return self.choice != ALL or bool(self.search)

    def described(self, data: Data) -> ColumnDescription | None:
        """The column in focus; None for data without a description."""
        columns = data.description.columns
        named = next((one for one in columns if one.name == self.column), None)
        first = next((one for one in columns if one.role == "input"), None)
        return named or first or (columns[0] if len(columns) else None)


def for_other_data(focus: DataFocus, before: Data, data: Data) -> DataFocus:
    """The focus after other data: the same columns, as far as there are such, and the same form.

    With the same columns as before, as after a change of settings, the row and what was searched for stay too, and
    which rows are listed, unless it is a class that there isn't any more.
    """
    names, former = ({one.name for one in each.description.columns} for each in (data, before))
    column, other = (name if name in names else "" for name in (focus.column, focus.other))
    kept = DataFocus(column, other, form=focus.form, split=focus.split)
    if names != former or data.description.rows != before.description.rows:
        return kept
    known = focus.choice.kind != "class" or focus.choice.value in data.description.classes
    return replace(
        kept,
        row=focus.row,
        choice=focus.choice if known else ALL,
        search=focus.search,
        only_found=focus.only_found,
    )
