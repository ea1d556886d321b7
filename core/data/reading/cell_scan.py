"""The cells of a table as arrays, read by DuckDB without a Python object for each cell."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from core.calls import Array

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

NAN, INFINITE = "'nan'::DOUBLE", "'inf'::DOUBLE"


@dataclass(frozen=True)
class CodedCells:
    """The distinct texts of a column as they stand in the file, and each cell's index in them, −1 where it is NULL."""

    texts: list[str]
    codes: Array


class MisreadError(Exception):
    """DuckDB divided the file into cells otherwise than it is meant."""


@dataclass
class CellScan:
    """A table open in DuckDB.

    `source` is what stands after FROM. `texts` and `numbers` have an expression for each column: its text, and its
    number, which is NaN where a cell is NULL and infinite where it isn't a number. No text may begin with `quote`, as
    DuckDB takes quotes behind several blanks for a part of the text. `quick`, where it isn't empty, has expressions for
    numbers that take less time and are NULL in both cases.
    """

    connection: "DuckDBPyConnection"
    source: str
    texts: Sequence[str]
    numbers: Sequence[str]
    quote: str | None = None
    quick: Sequence[str] = ()
    types: int = 0

    def read_numbers(self, columns: Sequence[int]) -> list[Array]:
        """The numbers of some columns, each of m."""
        return self._arrays([self.numbers[column] for column in columns])

    def read_full(self, columns: Sequence[int]) -> dict[int, Array]:
        """The numbers, each of m, of those of some columns in which every cell is a finite number, if that is quick.

        DuckDB reads numbers in less time than texts where it casts nothing else, but raises an error for a wrong one.
        """
        import duckdb

        if not self.quick:
            return {}
        try:
            found = zip(columns, self._arrays([self.quick[column] for column in columns]), strict=True)
        except duckdb.ConversionException:
            return {}
        return {column: values for column, values in found if type(values) is np.ndarray and np.isfinite(values).all()}

    def read_codes(self, columns: Sequence[int]) -> list[CodedCells]:
        """The cells of some columns as codes of their distinct texts. Raises MisreadError."""
        if not columns:
            return []
        distinct = self._row([f"list(DISTINCT {self.texts[column]})" for column in columns] + ["count(*)"])
        rows = distinct.pop()
        found: list[list[str]] = []
        wanted: list[str] = []
        for column, values in zip(columns, distinct, strict=True):
            texts = sorted(text for text in values or () if text is not None)
            if self.quote is not None and any(text.lstrip().startswith(self.quote) for text in texts):
                raise MisreadError
            found.append(texts)
            if texts:
                self.types += 1
                name = f"texts_{self.types}"
                self.connection.execute(f"CREATE OR REPLACE TYPE {name} AS ENUM (SELECT unnest(?::VARCHAR[]))", [texts])
                wanted.append(f"coalesce(enum_code(({self.texts[column]})::{name})::INTEGER, -1)")
        codes = iter(self._arrays(wanted))
        return [CodedCells(texts, next(codes) if texts else np.full(rows, -1, np.int32)) for texts in found]

    def texts_where(self, columns: Sequence[int], condition: str) -> list[list[str]]:
        """The distinct texts of some columns where a condition holds; in it, {text} and {number} stand for the cell."""
        if not columns:
            return []
        parts = []
        for column in columns:
            test = condition.format(text=self.texts[column], number=self.numbers[column])
            parts.append(f"list(DISTINCT {self.texts[column]}) FILTER ({test})")
        return [values or [] for values in self._row(parts)]

    def _row(self, expressions: Sequence[str]) -> list[Any]:
        found = self.connection.execute(f"SELECT {', '.join(expressions)} FROM {self.source}").fetchone()
        assert found is not None
        return list(found)

    def _arrays(self, expressions: Sequence[str]) -> list[Array]:
        """The values of expressions without NULL for all rows, in the order of the file."""
        if not expressions:
            return []
        named = ", ".join(f"{expression} AS v{index}" for index, expression in enumerate(expressions))
        found = self.connection.execute(f"SELECT {named} FROM {self.source}").fetchnumpy()
        return [found.pop(f"v{index}") for index in range(len(expressions))]


def number_of_text(text: str, decimal: str, underscores: bool, tiny: bool) -> str:
    """The expression for the number of a text, as `CellScan.numbers` has it.

    DuckDB itself takes 1_000 for a number, and rounds 1e-400 to 0: neither is one here. `underscores` and `tiny` say
    whether there may be such cells.
    """
    number = quick_number_of_text(text, decimal, underscores)
    rounded = f"WHEN {number} = 0 AND regexp_matches({text}, '^[^eE]*[1-9]') THEN {INFINITE} " if tiny else ""
    return f"CASE WHEN {text} IS NULL THEN {NAN} {rounded}ELSE coalesce({number}, {INFINITE}) END"


def quick_number_of_text(text: str, decimal: str, underscores: bool) -> str:
    """The expression for the number of a text that isn't rounded to 0; NULL for any other text, and for NULL."""
    plain = text
    if decimal == ",":
        plain = f"CASE WHEN contains({text}, '.') THEN NULL ELSE replace({text}, ',', '.') END"
    if underscores:
        plain = f"CASE WHEN contains({text}, '_') THEN NULL ELSE {plain} END"
    return f"TRY_CAST({plain} AS DOUBLE)"
