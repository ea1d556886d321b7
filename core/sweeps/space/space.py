"""The keys of a sweep in an order in which conditions come before what depends on them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from math import prod
from typing import Any

from core.experiment.experiment import Experiment
from core.support.errors import InputError
from core.support.i18n import _
from core.support.suggestions import nearest_name

from .keys import Key, Range, Value

Settings = dict[str, Value]
"""Values by dotted key."""
Narrowing = Mapping[str, Any]
"""By key a list of its values, or {"low": …, "high": …}."""

LARGEST_GRID = 1_000_000
"""Settings of a grid."""


@dataclass(frozen=True)
class Space:
    """The keys that are searched; each stands behind those that its conditions name."""

    keys: tuple[Key, ...]

    def __iter__(self) -> Iterator[Key]:
        return iter(self.keys)

    def __len__(self) -> int:
        return len(self.keys)

    @cached_property
    def by_name(self) -> dict[str, Key]:
        """The keys by their names."""
        return {key.key: key for key in self.keys}

    def applies(self, key: Key, values: Mapping[str, Value], experiment: Experiment) -> bool:
        """Whether all conditions of a key hold, for the `values` of the keys before it that apply.

        A key that isn't among the values has that of the experiment.
        """
        return all(
            (values[name] if name in values else experiment.get(name)) in allowed for name, allowed in key.when.items()
        )

    def grid(self, experiment: Experiment) -> Iterator[Settings]:
        """All settings, no two of them equal: of each key that applies one of its values.

        The last key changes first. Of a range without steps both ends are taken: the sampler grid takes no such range.
        """
        yield from self._settings(0, {}, experiment)

    def _settings(self, place: int, values: Settings, experiment: Experiment) -> Iterator[Settings]:
        if place == len(self.keys):
            yield dict(values)
            return
        key = self.keys[place]
        if not self.applies(key, values, experiment):
            yield from self._settings(place + 1, values, experiment)
            return
        for value in listed_values(key):
            values[key.key] = value
            yield from self._settings(place + 1, values, experiment)
        del values[key.key]

    def grid_size(self, experiment: Experiment) -> int:
        """How many settings the grid has; above LARGEST_GRID perhaps less than there are."""
        named = {name for key in self.keys for name in key.when}
        free = [key for key in self.keys if not key.when and key.key not in named]
        bound = Space(tuple(key for key in self.keys if key not in free))
        return prod(len(listed_values(key)) for key in free) * sum(
            1 for _ in islice(bound.grid(experiment), LARGEST_GRID + 1)
        )

    def contains(self, settings: Mapping[str, Value], experiment: Experiment) -> bool:
        """Whether the settings have a value of each key that applies, and no other."""
        return all(
            key.key in settings and key.contains(settings[key.key])
            if self.applies(key, settings, experiment)
            else key.key not in settings
            for key in self.keys
        ) and set(settings) <= set(self.by_name)

    def narrowed(self, narrowing: Narrowing) -> "Space":
        """The space with fewer values of some keys; the others stay as they are.

        Raises InputError for unknown keys and for values that the space doesn't have.
        """
        for name in narrowing:
            if name not in self.by_name:
                message = _("{}: isn't a key of the space").format(name)
                if close := nearest_name(name, self.by_name):
                    raise InputError(message + _("; did you mean '{}'?").format(close))
                raise InputError(message + _("; expected one of {}").format(", ".join(self.by_name)))
        return Space(tuple(key.narrowed(narrowing[key.key]) if key.key in narrowing else key for key in self.keys))


def listed_values(key: Key) -> tuple[Value, ...]:
    """All values of a key; of a range without steps its ends."""
    if key.values:
        return key.values
    assert isinstance(key, Range), "a list has values"
    return (key.low, key.high) if key.low < key.high else (key.low,)
