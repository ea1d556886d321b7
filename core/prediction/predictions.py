r"""Predictions as a table: its columns, and its rows as CSV or as lines of JSON.

The columns are, in this order:

- classification: `prediction`, the name of the class; then, where probabilities are wanted, `probability_<class>` for
  each class in the model's order, both of them for two classes.
- several labels a row: one column a label, called as the label, 1 where the row has it and 0 where not; then, where
  probabilities are wanted, `probability_<label>` for each.
- regression: one column a target, called as the target, in its own units.

As CSV the first line holds these names, and each row is one line more. Lines end with "\n", cells are separated by
",". A cell is quoted where it is empty or holds a comma, a quote, "\r" or "\n"; a quote inside is doubled (RFC 4180).
Nothing else is changed or escaped. A number has the fewest digits by which it is read as the same number of its dtype:
of float64 as Python's `repr` writes it, of float32 as `str` writes NumPy's scalar; `nan`, `inf` and `-inf` where it
isn't finite. The text is UTF-8.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from core.calls import Array
from core.model.model import Model
from core.support.escaping import json_escaped
from core.support.strict_json import dumps

QUOTED = (",", '"', "\r", "\n")
"""What a cell of CSV must be in quotes for."""


@dataclass(frozen=True)
class Predictions:
    """What a model says of rows, as a table. `with_probabilities` adds a column for each class or label."""

    model: Model
    with_probabilities: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        meaning = self.model.meaning
        if meaning.task == "regression":
            return meaning.names
        first = meaning.names if meaning.several_labels else ("prediction",)
        return (*first, *(f"probability_{name}" for name in meaning.names)) if self.with_probabilities else first

    def csv_header(self, shown: Callable[[str], str] = str) -> str:
        """The first line of the CSV, with its end. `shown` is what becomes of a name before it is a cell."""
        return ",".join(csv_cell(shown(name)) for name in self.names) + "\n"

    def csv(self, outputs: Array, shown: Callable[[str], str] = str) -> str:
        """The lines of the rows whose `Model.outputs` are given, m × s_L; empty for none.

        `shown` is what becomes of the name of a class before it is a cell.
        """
        if not len(outputs):
            return ""
        columns = [number_texts(column) for column in self._numbers(outputs)]
        if self._has_classes:
            columns.insert(0, self._class_texts(outputs, [csv_cell(shown(name)) for name in self.model.meaning.names]))
        rows = columns[0] if len(columns) == 1 else map(",".join, zip(*columns, strict=True))
        return "\n".join(rows) + "\n"

    def json(self, outputs: Array) -> str:
        """The lines of the same rows as objects of JSON; a number that isn't finite is null. Empty for no row."""
        columns = [json_numbers(column) for column in self._numbers(outputs)]
        if self._has_classes:
            columns.insert(0, self._class_texts(outputs, [json_text(name) for name in self.model.meaning.names]))
        cells = ", ".join(json_text(name).replace("%", "%%") + ": %s" for name in self.names)
        return "".join(map(f"{{{cells}}}\n".__mod__, zip(*columns, strict=True)))

    def _class_texts(self, outputs: Array, texts: Sequence[str]) -> Iterator[str]:
        """The text of each row's class."""
        return map(texts.__getitem__, self.model.class_numbers(outputs).tolist())

    @property
    def _has_classes(self) -> bool:
        """Whether the first column holds the names of classes."""
        meaning = self.model.meaning
        return meaning.task == "classification" and not meaning.several_labels

    def _numbers(self, outputs: Array) -> list[Array]:
        """The columns of numbers, each of m: those of a regression, the marks of labels, the probabilities."""
        model = self.model
        if model.meaning.task == "regression":
            return list(outputs.T)
        marks = list(model.label_marks(outputs).T.astype(np.intp)) if model.meaning.several_labels else []
        return [*marks, *model.probabilities(outputs).T] if self.with_probabilities else marks


def number_texts(numbers: Array) -> Iterator[str]:
    """The text of each of m numbers: the fewest digits by which it is read as the same number of its dtype."""
    return map(str, numbers) if numbers.dtype == np.float32 else map(repr, numbers.tolist())


def json_numbers(numbers: Array) -> Iterator[str]:
    """The same as JSON has them."""
    known = np.isfinite(numbers)
    if known.all():
        return number_texts(numbers)
    return (text if is_known else "null" for text, is_known in zip(number_texts(numbers), known, strict=True))


def json_text(text: str) -> str:
    """A text in JSON, safe for a terminal."""
    return json_escaped(dumps(text))


def csv_cell(text: str) -> str:
    """A text as a cell of CSV by RFC 4180; an empty one in quotes, as a line without anything would be no row."""
    if text and not any(mark in text for mark in QUOTED):
        return text
    doubled = text.replace('"', '""')
    return f'"{doubled}"'
