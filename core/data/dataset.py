"""Examples to train on: the splits of a data set, and what their columns mean."""

from dataclasses import dataclass, field

from core.calls import Array

from .preparing.preprocessing import Scaling


@dataclass(frozen=True, eq=False)
class Split:
    """The inputs X, m × (s_1 + 1) with ones in the first column, and the targets Y, m × s_L."""

    X: Array = field(repr=False)
    Y: Array = field(repr=False)

    @property
    def inputs(self) -> Array:
        """X without its ones column, m × s_1, a view."""
        return self.X[:, 1:]

    @property
    def m(self) -> int:
        """The number of examples."""
        return len(self.X)


@dataclass(frozen=True, eq=False)
class Data:
    """The splits of a source, and what their columns mean.

    `output` is the output function that suits the targets; `shape` the height and width where the inputs are a
    picture, of `channels` numbers a pixel: 1, or 3 for red, green and blue. The scalings were fitted to the training
    split; None where nothing was standardised.
    """

    task: str
    output: str
    train: Split
    validation: Split | None = None
    test: Split | None = None
    input_names: tuple[str, ...] = ()
    class_names: tuple[str, ...] = ()
    target_names: tuple[str, ...] = ()
    shape: tuple[int, int] | None = None
    channels: int = 1
    input_scaling: Scaling | None = field(default=None, repr=False)
    target_scaling: Scaling | None = field(default=None, repr=False)

    @property
    def rows(self) -> int:
        """The number of examples in all splits together."""
        return sum(part.m for part in (self.train, self.validation, self.test) if part is not None)

    def in_users_units(self, outputs: Array) -> Array:
        """Outputs of the network, m × s_L, in the units of the source."""
        return outputs if self.target_scaling is None else self.target_scaling.restored(outputs)
