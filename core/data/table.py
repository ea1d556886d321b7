"""What a source holds, before it is split and scaled."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from core.calls import Array


@dataclass(frozen=True, eq=False)
class Table:
    """Examples as read or made. Exactly one of `labels` and `values` is there.

    `inputs` m × s; `labels` m class numbers with their `class_names`; `values` m × k wanted outputs with their
    `target_names`; `shape` the height and width where the inputs are a picture; `lines` the lines of the file on which
    the examples begin, none where it has no lines.
    """

    inputs: Array = field(repr=False)
    input_names: tuple[str, ...]
    labels: Array | None = field(default=None, repr=False)
    class_names: tuple[str, ...] = ()
    values: Array | None = field(default=None, repr=False)
    target_names: tuple[str, ...] = ()
    shape: tuple[int, int] | None = None
    lines: Sequence[int] = field(default=(), repr=False)
