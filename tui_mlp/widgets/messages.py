"""Messages from panes to their screen. They state facts; the screen decides."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from tui_mlp.models.step_focus import StepFocus


@dataclass
class ValueChosen(Message):
    """A person chose another value of a setting."""

    key: str
    """Dotted, as in the experiment file, such as training.learning_rate."""
    value: object


@dataclass
class ValueWanted(Message):
    """A person wants to type a value of a setting."""

    key: str
    label: str
    value: str
    """The present value, as it would be typed."""


@dataclass
class HiddenChosen(Message):
    """A person chose other hidden layers."""

    hidden: list[int]
    activation: str | list[str]
    place: int | None = None
    """Which hidden layer was added or removed, from 0; None if the sizes alone say what has changed."""


@dataclass
class EditWanted(Message):
    """A person wants an edit of the network, by its name in core.timeline.actions."""

    act: str
    arguments: tuple[int | float | str | None, ...]


@dataclass
class WeightWanted(Message):
    """A person wants to type a weight."""

    layer: int
    row: int
    column: int
    """Rows from 0, the bias; columns from 1."""
    value: str


@dataclass
class CheckWanted(Message):
    """A person wants the gradient of a weight compared with central differences."""

    layer: int
    row: int
    column: int


@dataclass
class CellChosen(Message):
    """A person moved the focus to another cell of the matrices."""

    cell: tuple[int, int]
    """Row and column, from 0."""


@dataclass
class LayerChosen(Message):
    """A person chose another Θ."""

    layer: int


@dataclass
class StepFocusChanged(Message):
    """A person moved the focus to another equation, value or term."""

    step_focus: "StepFocus"


@dataclass
class RoomForTerms(Message):
    """The number of terms of a sum that fit has changed."""

    terms: int
