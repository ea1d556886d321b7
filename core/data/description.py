"""What is understood of a source: its columns, target, task, classes; and notes on it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Literal

from .columns import Dialect

ColumnKind = Literal["number", "category", "boolean", "date", "text", "constant", "id", "empty"]
Role = Literal["input", "target", "ignored"]


@dataclass(frozen=True)
class ColumnDescription:
    """One column: what it holds and what becomes of it. `why` is a phrase with the reason, empty where it is plain.

    `missing` and `distinct` are counts of cells, the latter without missing ones.
    """

    name: str
    kind: ColumnKind
    role: Role
    missing: int = 0
    distinct: int = 0
    why: str = ""


@dataclass(frozen=True)
class Description:
    """What `mlp-tui describe` says of a source; keys and meanings are those of its JSON.

    `rows` counts those that are left out too. `left_out` has the reason for each of these rows by line of the file, or
    by row from 1 where there are no lines. `classes` are the rows of each class, without those left out; empty for a
    regression. `inputs` is the number of input neurons. `notes` are the sentences that a person should read: what was
    guessed and by which setting it changes, what was left out, what looks wrong; those that are a `Note` say of which
    columns, and which setting, for programs.
    """

    rows: int
    target: tuple[str, ...]
    task: str
    columns: Sequence[ColumnDescription] = ()
    classes: Mapping[str, int] = field(default_factory=dict)
    inputs: int = 0
    left_out: Mapping[int, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    dialect: Dialect | None = None

    def record(self) -> dict[str, object]:
        """The JSON object of `mlp-tui describe --json`. What doesn't apply, as a separator to arrays, is null."""
        dialect = self.dialect
        return {
            "rows": self.rows,
            "left_out": {str(line): reason for line, reason in self.left_out.items()},
            "separator": dialect.separator if dialect else None,
            "decimal": dialect.decimal if dialect else None,
            "encoding": dialect.encoding if dialect else None,
            "header": dialect.header if dialect else None,
            "target": list(self.target),
            "task": self.task,
            "classes": dict(self.classes),
            "columns": [asdict(column) for column in self.columns],
            "inputs": self.inputs,
            "notes": list(map(str, self.notes)),
        }


NOT_DESCRIBED = Description(0, (), "")
"""Of a table before it is described, and of data that were made by hand."""
