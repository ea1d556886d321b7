"""The rows of a source as read or generated, before they are split, filled and scaled."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from core.calls import Array

from .description import NOT_DESCRIBED, Description

ClassKind = Literal["", "text", "whole number", "number", "boolean", "one-hot"]
"""What a class was before it got a name: "" where that must be guessed by the names, as of a file's classes."""

InputKind = Literal["number", "boolean", "ordered", "category", "date"]


@dataclass(frozen=True)
class InputColumn:
    """What a column of a table's inputs means.

    `source` is the column of the file that it comes from: its own name, but for the parts of a date. The inputs hold
    for a number the number, for a boolean 0 or 1, for categories, in an order or not, the index in `levels`, and for a
    part of a date ("year", "month", "day of week", "hour") its number; NaN where a cell is missing. Monday is 1, Sunday
    7. `levels` of a boolean are the texts for 0 and 1, in small letters where those are words such as yes and no.
    `date_format` says how dates are written, for another file of the same columns.
    """

    name: str
    kind: InputKind = "number"
    levels: tuple[str, ...] = ()
    source: str = ""
    part: str = ""
    date_format: str = ""


@dataclass(frozen=True, eq=False)
class Table:
    """Examples as read or generated. One of `labels` and `values` is not None; both are for rows without a target.

    `inputs` are m × s; `labels` m class numbers with their `class_names`; `values` m × k target values with their
    `target_names`; `shape` the height and width where the inputs are a picture, row by row, of `channels` numbers a
    pixel: 1, or 3 for red, green and blue; `lines` the line of the file on which each example begins, empty for other
    sources. `input_columns` say what the columns of `inputs` mean; where they are
    empty, all are numbers without a missing one. `named_columns` says whether they may be found by their names, or go
    by their places, as in an array. `class_kind` says what the classes are to a program. `groups` are
    m numbers of the groups that a split keeps together. `kept` are the rows of the file, from 0, that these are; None
    where they are all of it.
    """

    inputs: Array = field(repr=False)
    input_names: tuple[str, ...]
    labels: Array | None = field(default=None, repr=False)
    class_names: tuple[str, ...] = ()
    values: Array | None = field(default=None, repr=False)
    target_names: tuple[str, ...] = ()
    shape: tuple[int, int] | None = None
    channels: int = 1
    lines: Sequence[int] = field(default=(), repr=False)
    input_columns: tuple[InputColumn, ...] = ()
    named_columns: bool = True
    class_kind: ClassKind = ""
    groups: Array | None = field(default=None, repr=False)
    kept: Array | None = field(default=None, repr=False)
    description: Description = field(default=NOT_DESCRIBED, repr=False)

    @property
    def columns(self) -> tuple[InputColumn, ...]:
        """What the columns of `inputs` mean, also where all are numbers."""
        return self.input_columns or tuple(InputColumn(name, source=name) for name in self.input_names)

    def class_counts(self, task: str) -> dict[str, int]:
        """The rows of each class, or of each label where a row may have several; empty for any other targets."""
        if self.labels is not None:
            counts = np.bincount(self.labels, minlength=len(self.class_names))
            return dict(zip(self.class_names, counts.tolist(), strict=True))
        if task == "classification" and self.values is not None and np.isin(self.values, (0, 1)).all():
            return dict(zip(self.target_names, self.values.sum(0).astype(int).tolist(), strict=True))
        return {}
