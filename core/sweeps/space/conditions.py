"""The keys of a space put in order by their conditions, which are checked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from core.experiment.experiment import Experiment
from core.experiment.settings import field
from core.support.errors import InputError
from core.support.i18n import _

from .keys import Key, Range, SpaceError, Value
from .space import Space


def ordered_space(keys: Sequence[Key], experiment: Experiment) -> Space:
    """The space of these keys, each behind those that its conditions name, else in the given order.

    Raises SpaceError for conditions that can't hold or that go in a circle.
    """
    by_name = {key.key: key for key in keys}
    checked_keys = {key.key: replace(key, when=_checked(key, by_name, experiment)) for key in keys}
    ordered: dict[str, Key] = {}
    for name in by_name:
        _place(name, checked_keys, ordered, [])
    return Space(tuple(ordered.values()))


def _place(name: str, keys: Mapping[str, Key], ordered: dict[str, Key], path: list[str]) -> None:
    """Put a key behind those of its conditions. Raises SpaceError for a circle."""
    if name in ordered or name not in keys:
        return
    if name in path:
        circle = " → ".join((*path[path.index(name) :], name))
        raise SpaceError(name, _("its conditions go in a circle: {}; take one of them out").format(circle))
    for before in keys[name].when:
        _place(before, keys, ordered, [*path, name])
    ordered[name] = keys[name]


def _checked(key: Key, keys: Mapping[str, Key], experiment: Experiment) -> dict[str, tuple[Value, ...]]:
    """The conditions of a key with values as the other keys have them. Raises SpaceError for those that can't hold."""
    found = {}
    for name, allowed in key.when.items():
        try:
            field(name)
            other = keys.get(name)
            known = (experiment.get(name),) if other is None else other.values
            found[name] = values = _values(name, allowed, known)
        except InputError as problem:
            raise SpaceError(key.key, _("when: {}").format(problem)) from None
        if isinstance(other, Range) and not known:
            message = _("when: {} is a range, expected a key with a list of values, or with steps")
            raise SpaceError(key.key, message.format(name))
        if not values:
            message = _("when: {}: found an empty list, expected at least one value")
            raise SpaceError(key.key, message.format(name))
    return found


def never_used(space: Space, experiment: Experiment) -> Iterator[tuple[Key, str]]:
    """The keys whose conditions can't hold, each with the key on which that depends."""
    for key in space:
        for name, allowed in key.when.items():
            other = space.by_name.get(name)
            own = experiment.get(name)
            known = [own] if other is None else [*other.values, *([own] if other.when else [])]
            if not any(value in allowed for value in known):
                yield key, name


def _values(name: str, allowed: Sequence[Any], known: Sequence[Any]) -> tuple[Value, ...]:
    """The values of a condition; a list may itself be the only one, as [8, 8] of network.hidden. Raises InputError."""
    if list(allowed) in known:
        return (list(allowed),)
    return tuple(field(name).check(value) for value in allowed)
