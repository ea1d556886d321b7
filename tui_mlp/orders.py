"""What the screen may ask of a training: commands, obeyed between two mini-batches in the order of asking."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

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


@dataclass(frozen=True)
class Run:
    """Train as far as the goal; `until` says how far that is where the goal is UNTIL."""

    goal: Goal
    until: Until | None = None


@dataclass(frozen=True)
class Back:
    """Undo the last equation."""


@dataclass(frozen=True)
class Pause:
    """Stop at the end of this epoch, or at once."""

    at_once: bool


@dataclass(frozen=True)
class Change:
    """Go on with another [training] section."""

    experiment: Experiment


@dataclass(frozen=True)
class Do:
    """Something to the network, by its name in core.deeds; unless `agreed`, what isn't exact is offered first."""

    act: str
    arguments: tuple[Any, ...]
    agreed: bool = False


@dataclass(frozen=True)
class Undo:
    """Undo what was done last, in the network as it is now where `now` says so."""

    now: bool = False


@dataclass(frozen=True)
class Redo:
    """Do again what was undone last."""


@dataclass(frozen=True)
class RewindBefore:
    """Go back to before what was done last."""


@dataclass(frozen=True)
class Check:
    """Compare the gradient of a weight with central differences."""

    weight: Part


@dataclass(frozen=True)
class FindRate:
    """Test which learning rates suit, on a copy of the network; or stop that."""

    stop: bool = False


@dataclass(frozen=True)
class Begin:
    """Start from the initial weights of an experiment, on the same data where it says the same of them."""

    experiment: Experiment


@dataclass(frozen=True)
class Resume:
    """Go on with a saved run."""

    folder: RunFolder


@dataclass(frozen=True)
class Watch:
    """Copy this Θ and its ∇ into the snapshots."""

    layer: int


@dataclass(frozen=True)
class Close:
    """Save and end."""


@dataclass(frozen=True)
class Delay:
    """Wait so many seconds after each epoch."""

    seconds: float


@dataclass(frozen=True)
class Advise:
    """Look for advice while training, or don't."""

    on: bool


@dataclass(frozen=True)
class Break:
    """Stop at these breakpoints, those of them that are on."""

    breakpoints: tuple[Breakpoint, ...]


@dataclass(frozen=True)
class LookBack:
    """Show how it was at an earlier place."""

    place: Place


@dataclass(frozen=True)
class Settle:
    """Go on from the place that is shown, or leave things as they were."""

    stay: bool


@dataclass(frozen=True)
class Turn:
    """Go over to a way that was left behind, the last being 0."""

    branch: int


Command = (
    Run | Back | Pause | Change | Do | Undo | Redo | RewindBefore | Check | FindRate | Begin | Resume | Watch
    | Advise | Break | Delay | LookBack | Settle | Turn | Close
)  # fmt: skip
