"""The cells of a table of thousands of columns, read as one long column.

With a column each, DuckDB would take too long. The file has a row for each cell: the number of its column, its text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.calls import Array

from .cell_scan import CodedCells

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

WIDE = 2000
"""From so many columns on a table is read in this way: the time that DuckDB takes rises with their square."""


@dataclass(frozen=True)
class WideCellScan:
    """A table open in DuckDB as `CellScan`, with the columns c0, the number of a cell's column, and c1, its text.

    `number` is the expression for the number of c1. Every row of the table has `width` cells, in the columns' order.
    """

    connection: "DuckDBPyConnection"
    source: str
    width: int
    number: str

    def read_numbers(self, columns: Sequence[int]) -> list[Array]:
        """The numbers of some columns, each of m."""
        if not columns:
            return []
        found = self.connection.execute(f"SELECT {self.number} AS v FROM {self.source}").fetchnumpy()["v"]
        return list(np.ascontiguousarray(found.reshape(-1, self.width).T[list(columns)]))

    def read_full(self, columns: Sequence[int]) -> dict[int, Array]:
        """As that of `CellScan`: none, as nothing is quicker here than to read all numbers."""
        return {}

    def read_codes(self, columns: Sequence[int]) -> list[CodedCells]:
        """The cells of some columns as codes of their distinct texts."""
        if not columns:
            return []
        rows = f"FROM {self.source} WHERE {_among(columns)}"
        distinct = self.connection.execute(f"SELECT DISTINCT c1 {rows} AND c1 IS NOT NULL").fetchall()
        texts = sorted(text for (text,) in distinct)
        code = "-1::INTEGER"
        if texts:
            self.connection.execute("CREATE OR REPLACE TYPE texts AS ENUM (SELECT unnest(?::VARCHAR[]))", [texts])
            code = "coalesce(enum_code(c1::texts)::INTEGER, -1)"
        found = self.connection.execute(f"SELECT {code} AS v {rows}").fetchnumpy()["v"].reshape(-1, len(columns))
        return [_own(texts, found[:, place]) for place in range(len(columns))]

    def texts_where(self, columns: Sequence[int], condition: str) -> list[list[str]]:
        """The distinct texts of some columns where a condition holds; in it, {text} and {number} stand for the cell."""
        if not columns:
            return []
        test = condition.format(text="c1", number=self.number)
        found = self.connection.execute(
            f"SELECT c0::INTEGER, list(DISTINCT c1) FROM {self.source} WHERE {_among(columns)} AND {test} GROUP BY 1"
        )
        texts = dict(found.fetchall())
        return [texts.get(column, []) for column in columns]


def _among(columns: Sequence[int]) -> str:
    return f"c0 IN ({', '.join(repr(str(column)) for column in columns)})"


def _own(texts: Sequence[str], codes: Array) -> CodedCells:
    """The cells of one column with its own texts alone."""
    used, own = np.unique(codes, return_inverse=True)
    shift = int(len(used) > 0 and used[0] < 0)
    return CodedCells([texts[code] for code in used.tolist()[shift:]], (own - shift).astype(np.int32))
