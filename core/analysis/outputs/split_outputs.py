"""What a network says of the examples of one split."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast

import numpy as np

from core.calls import Array
from core.data.dataset import Split
from core.data.preparing.preprocessing import Scaling
from core.model.output_meaning import OutputMeaning
from core.network import Network
from core.program import Program
from core.training.evaluation import chunks

from .example_losses import example_losses
from .given import MovedThreshold, given_classes, given_labels, moved_threshold, wrong_rows

if TYPE_CHECKING:
    from .layer_activations import LayerActivations

Found = TypeVar("Found", covariant=True)


class Figure(Protocol[Found]):
    """What is computed from the outputs of a split, such as its confusion matrix; a function at the top of a module."""

    def __call__(self, outputs: "SplitOutputs", /) -> Found:
        """Compute it."""


@dataclass(frozen=True, eq=False)
class SplitOutputs:
    """The outputs of a network for the examples of a split, all of them or evenly spaced ones.

    `split` is "train", "validation" or "test", `of` the number of examples that it has. `places` are those of the m
    examples here within the split, from 0, and `examples` they themselves. `A` is A^(L), m × s_L, as the network gives
    it; `losses` are the m losses of single examples, not weighted. `target_scaling` is that of the targets of a
    regression; None where they are in the units of the source. `layers` are the activations of the layers 2 … L, empty
    unless they were asked for. `moved` is the threshold by which classes are given, None for the usual one.
    """

    split: str
    of: int
    places: Array
    examples: Split
    meaning: OutputMeaning
    A: Array = field(repr=False)
    losses: Array = field(repr=False)
    target_scaling: Scaling | None = field(default=None, repr=False)
    layers: "tuple[LayerActivations, ...]" = field(default=(), repr=False)
    moved: MovedThreshold | None = None
    _figures: dict[Any, Any] = field(default_factory=dict, repr=False)

    @property
    def m(self) -> int:
        """The number of examples here."""
        return len(self.places)

    @property
    def whole(self) -> bool:
        """Whether these are all examples of the split."""
        return self.m == self.of

    @property
    def Y(self) -> Array:
        """The targets, m × s_L."""
        return self.examples.Y

    @property
    def given(self) -> Array:
        """The class that each example is given, m numbers, NO_CLASS for none; of several labels m × s_L booleans."""
        return self.figure(given)

    @property
    def wrong(self) -> Array:
        """Which examples are classified wrongly, m booleans; none for a regression."""
        return self.figure(wrong_examples)

    def figure(self, function: Figure[Found]) -> Found:
        """What `function` computes of these outputs: computed once, then kept with them."""
        if function not in self._figures:
            self._figures[function] = function(self)
        return cast(Found, self._figures[function])

    def at(self, moved: MovedThreshold | None) -> "SplitOutputs":
        """The same outputs with classes given by a moved threshold."""
        return self if moved is None else self.figure(_Moved(moved))

    def index_of(self, place: int) -> int | None:
        """The row in `A` of the example at a place of the split; None where it isn't among these."""
        found = int(np.searchsorted(self.places, place))
        return found if found < self.m and self.places[found] == place else None


@dataclass(frozen=True)
class AtThreshold:
    """A figure of outputs whose classes are given by the threshold `value` of the class with this number.

    See `moved_threshold` for where it is the figure of the outputs as they are.
    """

    number: int | None
    value: float
    function: Figure[Any]

    def __call__(self, outputs: SplitOutputs, /) -> Any:
        """Compute it."""
        moved = moved_threshold(outputs.meaning, self.number, self.value)
        return outputs.at(moved).figure(self.function)


@dataclass(frozen=True)
class _Moved:
    moved: MovedThreshold

    def __call__(self, outputs: SplitOutputs, /) -> SplitOutputs:
        return replace(outputs, moved=self.moved, _figures={})


def given(outputs: SplitOutputs) -> Array:
    """What `SplitOutputs.given` is; for classifications alone. All that counts or lists wrong examples goes by it."""
    decide = given_labels if outputs.meaning.several_labels else given_classes
    return decide(outputs.meaning, outputs.A, outputs.moved)


def wrong_examples(outputs: SplitOutputs) -> Array:
    """Which examples are classified wrongly, m booleans: another class, or one of several labels, than the target."""
    if outputs.meaning.task == "regression":
        return np.zeros(outputs.m, bool)
    return wrong_rows(outputs.meaning, outputs.A, outputs.Y, outputs.given)


def split_outputs(
    network: Network,
    split: str,
    examples: Split,
    meaning: OutputMeaning,
    most: int | None = None,
    on_forward: Callable[[Program], object] | None = None,
    target_scaling: Scaling | None = None,
) -> Iterator[SplitOutputs | None]:
    """The outputs for a split: None after each chunk of rows, at last the outputs.

    Of more than `most` examples, as many evenly spaced ones are taken. `on_forward` is called with the program of each
    chunk. `target_scaling` is that of the targets. Raises MemoryError.
    """
    places = np.arange(examples.m)
    if most is not None and examples.m > most:
        places = np.linspace(0, examples.m - 1, most).astype(int)
        part = examples.part(places)
    else:
        part = examples
    A, losses, done = np.empty_like(part.Y), np.empty(part.m), 0
    for chunk in chunks(part):
        with np.errstate(all="ignore"):
            program = network.forward(chunk.X)
        here = slice(done, done + chunk.m)
        A[here] = program.A[program.L]
        losses[here] = example_losses(network.output, network.loss_name, program.batch.Z, A[here], chunk.Y)
        if on_forward is not None:
            on_forward(program)
        done += chunk.m
        yield None
    yield SplitOutputs(split, examples.m, places, part, meaning, A, losses, target_scaling)
