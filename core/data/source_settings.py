"""What the [data] section says about how a file is read and understood."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True)
class SourceSettings:
    """The keys of [data] that decide what a file's columns are. None: found out from the file.

    `kinds` has for a column's name "number", "category", "boolean", "date" or "text", or its categories in their order.
    `group` is the column of data.split = "group:COLUMN", whose equal cells make a group; it is no input, unless `kinds`
    names it. `only` are the columns that are looked at, in a file of which they are known; None: all.
    """

    target: str | Sequence[str] | None = None
    task: str | None = None
    ignore: Sequence[str] = ()
    kinds: Mapping[str, str | Sequence[str]] = field(default_factory=lambda: MappingProxyType({}))
    missing: str = "mean"
    group: str | None = None
    separator: str | None = None
    decimal: str | None = None
    header: bool | None = None
    encoding: str | None = None
    only: Sequence[str] | None = None

    def ignores(self, name: str) -> bool:
        """Whether a column may hold anything, as nothing is learnt from it."""
        return name in self.ignore or (self.only is not None and name not in self.only)
