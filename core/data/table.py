"""The rows of a source as read or generated, before they are split and scaled."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from core.calls import Array


@dataclass(frozen=True, eq=False)
class Table:
    """Examples as read or generated. Exactly one of `labels` and `values` is not None.

    `inputs` are m × s; `labels` m class numbers with their `class_names`; `values` m × k target values with their
    `target_names`; `shape` the height and width where the inputs are a picture; `lines` the line of the file on which
    each example begins, empty for other sources.
    """

    inputs: Array = field(repr=False)
    input_names: tuple[str, ...]
    labels: Array | None = field(default=None, repr=False)
    class_names: tuple[str, ...] = ()
    values: Array | None = field(default=None, repr=False)
    target_names: tuple[str, ...] = ()
    shape: tuple[int, int] | None = None
    lines: Sequence[int] = field(default=(), repr=False)
