"""How one target of one row came about: from its class or its value to the number in Y."""

from dataclasses import dataclass, field

from core.calls import Array
from core.data.dataset import Data
from core.data.preparing.prepared_number import NumberScale


@dataclass(frozen=True)
class PreparedTarget:
    """How one of the s_L targets of a row came about.

    Of classes, `raw` is the number of the row's class, from 0, and `wanted` that for which this target is `high`; in
    all other rows it is `low`. Of values, `wanted` is −1, and `raw` the value, standardised by `scale` where there is
    one. `name` is the class, or the name of the target.
    """

    name: str
    raw: float
    wanted: int = -1
    low: float = 0.0
    scale: NumberScale | None = field(default=None, repr=False)

    high = 1.0
    """The target of the class that is meant."""

    @property
    def is_class(self) -> bool:
        """Whether it says if a row is of a class."""
        return self.wanted >= 0

    @property
    def value(self) -> float:
        """The number in Y."""
        if self.is_class:
            return self.high if self.raw == self.wanted else self.low
        return self.raw if self.scale is None else self.scale.standardized(self.raw)


def prepared_target(data: Data, raw: Array, place: int) -> PreparedTarget:
    """How the target at a place, from 0, comes about in a row.

    `raw` is the number of its class, or its values, as `SourceRows.raw_target` gives them.
    """
    outputs = data.train.Y.shape[1]
    if data.class_names:
        wanted = 1 if outputs == 1 else place
        low = -1.0 if data.output == "tanh" else 0.0
        return PreparedTarget(data.class_names[wanted], float(raw[0]), wanted, low)
    names, scaling = data.target_names, data.target_scaling
    name = names[place] if place < len(names) else f"y{place + 1}"
    return PreparedTarget(name, float(raw[place]), scale=None if scaling is None else NumberScale.of(scaling, place))
