"""What the screen may ask of a training: commands, obeyed between two mini-batches in the order of asking."""

from enum import StrEnum
from typing import Any

from msgspec import Struct

from core.breakpoints import Breakpoint
from core.edits import Part
from core.experiment import Experiment
from core.journal import Place
from core.runs import RunFolder

from .until import Until


class Goal(StrEnum):
    """How far to train."""

    END = "end"
    EPOCH = "epoch"
    BATCH = "batch"
    EQUATION = "equation"
    UNTIL = "until"


class Run(Struct, frozen=True):
    """Train as far as the goal; `until` says how far that is where the goal is UNTIL."""

    goal: Goal
    until: Until | None = None


class Back(Struct, frozen=True):
    """Undo the last equation."""


class Pause(Struct, frozen=True):
    """Stop at the end of this epoch, or at once."""

    at_once: bool


class Change(Struct, frozen=True):
    """Go on with another [training] section."""

    experiment: Experiment


class Do(Struct, frozen=True):
    """Something to the network, by its name in core.deeds; unless `agreed`, what isn't exact is offered first."""

    act: str
    arguments: tuple[Any, ...]
    agreed: bool = False


class Undo(Struct, frozen=True):
    """Undo what was done last, in the network as it is now where `now` says so."""

    now: bool = False


class Redo(Struct, frozen=True):
    """Do again what was undone last."""


class RewindBefore(Struct, frozen=True):
    """Go back to before what was done last."""


class Check(Struct, frozen=True):
    """Compare the gradient of a weight with central differences."""

    weight: Part


class FindRate(Struct, frozen=True):
    """Test which learning rates suit, on a copy of the network; or stop that."""

    stop: bool = False


class Begin(Struct, frozen=True):
    """Start from the initial weights of an experiment, on the same data where it says the same of them."""

    experiment: Experiment
    source: str = ""
    """What a person opened, if they did."""


class Resume(Struct, frozen=True):
    """Go on with a saved run."""

    folder: RunFolder


class Watch(Struct, frozen=True):
    """Copy this Θ and its ∇ into the snapshots."""

    layer: int


class Close(Struct, frozen=True):
    """Save and end."""


class Delay(Struct, frozen=True):
    """Wait so many seconds after each epoch."""

    seconds: float


class Advise(Struct, frozen=True):
    """Look for advice while training, or don't."""

    on: bool


class Break(Struct, frozen=True):
    """Stop at these breakpoints, those of them that are on."""

    breakpoints: tuple[Breakpoint, ...]


class LookBack(Struct, frozen=True):
    """Show how it was at an earlier place."""

    place: Place


class Settle(Struct, frozen=True):
    """Go on from the place that is shown, or leave things as they were."""

    stay: bool


class Turn(Struct, frozen=True):
    """Go over to a way that was left behind, the last being 0."""

    branch: int


class Look(Struct, frozen=True):
    """Make a new snapshot: whether the run is saved has changed. Asked for by the thread that saves."""


Command = (
    Run | Back | Pause | Change | Do | Undo | Redo | RewindBefore | Check | FindRate | Begin | Resume | Watch
    | Advise | Break | Delay | LookBack | Settle | Turn | Look | Close
)  # fmt: skip
