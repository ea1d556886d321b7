"""The columns of the table of rows: how wide they are, how their numbers are written."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from core.data.source_rows.source_column import SourceColumn
from core.data.source_rows.source_rows import SourceRows
from core.model.model import preparation_of
from core.support.i18n import _
from tui_mlp.models.data.column_inputs import ColumnInput, column_inputs, inputs_of, shortened_names
from tui_mlp.models.data.sampled_rows import limits_of, sampled_rows
from tui_mlp.render.cell_text import widest
from tui_mlp.text.data.number_format import NumberFormat, number_format

WIDEST_TEXT = 16
"""The most cells of a column of texts."""
NAME_CELLS = (16, 12, 9, 7, 5)
"""The most cells of a name, as there is room."""
GAP = 2
"""Blanks between columns."""
DEVIATIONS = 3.0
"""The standardised number of the strongest colour: few are further from the mean."""


class RawColumn(NamedTuple):
    """A column as in the source: the cells that its values and its name need, and how its numbers are written.

    `format` is None for texts, which stand at the left of the column.
    """

    column: SourceColumn
    values: int
    name: int
    format: NumberFormat | None

    def width(self, names: int) -> int:
        """The cells of the column, of which its name takes at most `names`, unless its values need more."""
        return max(self.values, min(self.name, names))

    def taken(self, names: int) -> int:
        """The same with the blanks before it."""
        return GAP + self.width(names)


class PreparedColumn(NamedTuple):
    """A target or an input as the network gets it. `format` is None where it is 0 or 1, or −1 for tanh.

    `input` is None for a target, whose number is `target`. `begins` is whether it is the first of its column. `scale`
    is the number of the strongest colour.
    """

    title: str
    values: int
    name: int
    format: NumberFormat | None
    input: ColumnInput | None
    target: int
    begins: bool
    scale: float = 1.0

    def width(self, names: int) -> int:
        """The cells of the column, as of a raw one."""
        return max(self.values, min(self.name, names))

    def taken(self, names: int) -> int:
        """The same with the blanks before it."""
        return self.before + self.width(names)

    @property
    def before(self) -> int:
        """The blanks before it: fewer between the inputs of one column."""
        return GAP if self.begins else 1


class RowColumns:
    """The columns of the rows of one source. Each is measured once, by its limits and a sample of its cells."""

    def __init__(self, source: SourceRows, ascii: bool) -> None:
        self.source, self.ascii = source, ascii
        data = source.data
        self.preparation = preparation_of(data)
        self.inputs: Sequence[ColumnInput] = column_inputs(self.preparation)
        self.targets = self._target_names()
        self._sample = sampled_rows(source.rows)
        self._train = sampled_rows(data.train.m)
        self.shown = sorted(source.columns, key=lambda column: column.description.role == "ignored")
        """The columns as in the source, in their order there, but ignored ones behind all others."""
        self.used = sum(column.description.role != "ignored" for column in source.columns)
        """How many of them aren't ignored."""
        self._place_of = {column.name: place for place, column in enumerate(self.shown)}
        self._raw: dict[int, RawColumn] = {}
        self._prepared: dict[int, PreparedColumn] = {}

    @property
    def line(self) -> int:
        """The cells of the numbers of lines, and of their heading."""
        return max(len(str(self.source.rows + 1)), widest((self.line_name,), self.ascii))

    @property
    def line_name(self) -> str:
        """The heading of the lines, or of the rows where there are no lines."""
        return _("line") if len(self.source.lines) else _("row")

    def _target_names(self) -> list[str]:
        data = self.source.data
        names = data.class_names if data.class_names and data.train.Y.shape[1] > 1 else data.target_names
        if data.train.Y.shape[1] == 1:
            return ["y"]
        return shortened_names([*names]) if data.task == "classification" else [*names]

    def raw(self, place: int) -> RawColumn:
        """A column as in the source, by its place from 0."""
        if (found := self._raw.get(place)) is None:
            found = self._raw[place] = self._measured(self.shown[place])
        return found

    def _measured(self, column: SourceColumn) -> RawColumn:
        name = widest((column.name,), self.ascii)
        if column.numbers is not None and (column.texts is None or column.description.kind == "number"):
            form = number_format(column.numbers[self._sample], limits_of(column.numbers), self._image_decimals)
            return RawColumn(column, form.width, name, form)
        texts = {column.text(int(row)) or "" for row in self._sample}
        return RawColumn(column, min(WIDEST_TEXT, max(1, widest((*texts,), self.ascii))), name, None)

    @property
    def prepared_count(self) -> int:
        """The number of targets and inputs together."""
        return len(self.targets) + len(self.inputs)

    def prepared(self, place: int) -> PreparedColumn:
        """A target or an input, by its place from 0: the targets first."""
        if (found := self._prepared.get(place)) is None:
            found = self._prepared[place] = self._target(place) or self._input(self.inputs[place - len(self.targets)])
        return found

    def _target(self, place: int) -> PreparedColumn | None:
        if place >= len(self.targets):
            return None
        name, data = self.targets[place], self.source.data
        cells = widest((name,), self.ascii)
        if data.task == "classification":
            values = 2 if data.output == "tanh" else 1
            return PreparedColumn(name, values, cells, None, None, place, place == 0)
        form = number_format(data.train.Y[self._train, place].astype(float), None, self._decimals)
        return PreparedColumn(name, form.width, cells, form, None, place, True)

    def _input(self, one: ColumnInput) -> PreparedColumn:
        cells, begins = widest((one.short,), self.ascii), one.place == 0
        if one.binary:
            return PreparedColumn(one.short, 1, cells, None, one, -1, begins)
        values = self.source.data.train.inputs[self._train, one.number]
        form = number_format(values, None, self._decimals)
        scaled = self.source.data.input_scaling is not None
        scale = DEVIATIONS if scaled else float(np.abs(values).max(initial=0.0))
        return PreparedColumn(one.short, form.width, cells, form, one, -1, begins, scale)

    @property
    def _image_decimals(self) -> int | None:
        """The most decimals of a raw number: two of pixels, which are many."""
        return None if self.source.data.shape is None else 2

    @property
    def _decimals(self) -> int | None:
        """The most decimals of a prepared number: two where it is standardised."""
        return self._image_decimals if self.source.data.input_scaling is None else 2

    def raw_place(self, name: str) -> int:
        """The place, from 0, of a column by its name; 0 where there is no such column."""
        return self._place_of.get(name, 0)

    def prepared_place(self, name: str, number: int) -> int | None:
        """The place of an input, or of a target, by its column and its number among those that the column becomes.

        None where the network doesn't get the column.
        """
        targets, description = len(self.targets), self.source.data.description
        if name in description.target:
            return min(description.target.index(name) if self._several else number, targets - 1)
        own = inputs_of(self.preparation, name)
        return targets + own[min(number, len(own) - 1)].number if own else None

    def prepared_near(self, name: str) -> int:
        """The place of the first input of a column, or of the next column that becomes some: to be in sight with it."""
        for column in self.shown[self.raw_place(name) :]:
            place = self.prepared_place(column.name, 0)
            if place is not None:
                return place
        return self.prepared_count - 1

    def column_of(self, place: int) -> tuple[str, int]:
        """The column that becomes the target or the input at a place, and its number among those of the column."""
        if place < len(self.targets):
            names = self.source.data.description.target
            return (names[place], 0) if self._several else (names[0] if names else "", place)
        one = self.inputs[place - len(self.targets)]
        return one.column, one.place

    def input_count(self, name: str) -> int:
        """How many inputs, or targets, the column becomes."""
        if name in self.source.data.description.target:
            return 1 if self._several else len(self.targets)
        return len(inputs_of(self.preparation, name))

    @property
    def _several(self) -> bool:
        """Whether each target is a column of its own."""
        return len(self.source.data.description.target) > 1
