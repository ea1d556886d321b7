"""A key of the space: a list of values, or a range, either perhaps under conditions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import ceil, floor
from typing import Any

from core.support.errors import InputError
from core.support.i18n import _
from core.support.shown_values import value_text


class SpaceError(InputError):
    """What is wrong with a key of the space; the message begins with the key."""

    def __init__(self, key: str, message: str) -> None:
        super().__init__(f"{key}: {message}")
        self.key = key


Value = bool | int | float | str | list[Any]
"""A value of a key of the experiment file, as in TOML."""
Conditions = Mapping[str, tuple[Value, ...]]
"""Values of other keys, one of which each of them must have."""


@dataclass(frozen=True)
class Choices:
    """A key that has one of these values, all different; `when` are its conditions, all of which must hold."""

    key: str
    values: tuple[Value, ...]
    when: Conditions = field(default_factory=dict)

    def contains(self, value: object) -> bool:
        """Whether this is one of the values."""
        return value in self.values

    def narrowed(self, narrowing: object) -> "Choices":
        """The key with a list of values, or for numbers with those from {low} to {high}, both included.

        Raises InputError for what isn't part of the values.
        """
        return replace(self, values=narrowed_values(self.key, self.values, narrowing))


@dataclass(frozen=True)
class Range:
    """A key that has a number from `low` to `high`, both included.

    In a `log` range each factor is as likely as any other. With `step`, a distance, or `steps`, how many values there
    are, both ends among them, `values` are all values, ascending; else it is empty. `integer`: whole numbers alone.
    `when` are the conditions, all of which must hold.
    """

    key: str
    low: float
    high: float
    log: bool = False
    step: float | None = None
    steps: int | None = None
    integer: bool = False
    when: Conditions = field(default_factory=dict)
    values: tuple[float, ...] = ()

    def contains(self, value: object) -> bool:
        """Whether the range has this number."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            return False
        if self.values:
            return value in self.values
        return self.low <= value <= self.high and not (self.integer and value != int(value))

    def narrowed(self, narrowing: object) -> "Range":
        """The range from {low} to {high}; one with steps may also be narrowed to a list of values.

        Its remaining values stay the same numbers to the last bit. Raises InputError for what isn't part of the range.
        """
        if self.values:
            values = narrowed_values(self.key, self.values, narrowing)
            kept = tuple(number for number in values if isinstance(number, int | float))
            steps = None if self.steps is None else len(kept)
            return replace(self, low=kept[0], high=kept[-1], steps=steps, values=kept)
        bounds = _bounds(self.key, narrowing, self.low, self.high)
        if bounds is None:
            message = _("{}: found {}, expected low and high, as it is a range")
            raise InputError(message.format(self.key, value_text(narrowing)))
        low, high = bounds
        if self.low <= low <= high <= self.high:
            # Of a range of whole numbers, the first and the last one between the ends.
            low, high = (ceil(low), floor(high)) if self.integer else (float(low), float(high))
        if not self.low <= low <= high <= self.high:
            message = _("{}: found low = {} and high = {}, expected numbers from {} to {}, low not above high")
            shown = map(value_text, (*bounds, self.low, self.high))
            raise InputError(message.format(self.key, *shown))
        return replace(self, low=low, high=high)


Key = Choices | Range
"""A key of the space."""


def narrowed_values(key: str, known: Sequence[Value], narrowing: object) -> tuple[Value, ...]:
    """Those of the known values that a narrowing leaves, in their order. Raises InputError for others."""
    if isinstance(narrowing, Mapping):
        numbers = [value for value in known if isinstance(value, int | float) and not isinstance(value, bool)]
        if len(numbers) == len(known) and (bounds := _bounds(key, narrowing, min(numbers), max(numbers))):
            low, high = bounds
            if found := tuple(value for value in numbers if low <= value <= high):
                return found
            message = _("{}: found none of its values from {} to {}, expected one at least of {}")
            raise InputError(message.format(key, value_text(low), value_text(high), value_text(list(known))))
    elif isinstance(narrowing, Sequence) and not isinstance(narrowing, str) and narrowing:
        for value in narrowing:
            if value not in known:
                message = _("{}: found {}, expected some of {}")
                raise InputError(message.format(key, value_text(value), value_text(list(known))))
        return tuple(value for value in known if value in narrowing)
    message = _("{}: found {}, expected a list with some of {}")
    raise InputError(message.format(key, value_text(narrowing), value_text(list(known))))


def _bounds(key: str, narrowing: object, low: float, high: float) -> tuple[float, float] | None:
    """The ends that a narrowing gives, one of which may be missing; None if it isn't a table. Raises InputError."""
    if not isinstance(narrowing, Mapping):
        return None
    for name, value in narrowing.items():
        if name not in ("low", "high") or isinstance(value, bool) or not isinstance(value, int | float):
            message = _("{}: found {} = {}, expected numbers as low and high")
            raise InputError(message.format(key, name, value_text(value)))
    return narrowing.get("low", low), narrowing.get("high", high)
