"""Values checked against an annotation: type, range, choices.

The keys of the experiment and the arguments of a network are checked by it, so that both say the same.
"""

from collections.abc import Iterable
from math import isfinite
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from msgspec import Meta, ValidationError, convert

from .errors import InputError
from .escaping import shortened
from .i18n import _
from .shown_values import value_text
from .suggestions import nearest_name

NO_LIMITS = Meta()

INSIDE = 0.001
"""Distance of a suggested value from an excluded bound."""


def checked(key: str, value: object, annotation: Any) -> Any:
    """The value converted to the annotated type. Raises InputError: the key, found, expected, the nearest valid one."""
    if fits(value, annotation):
        return convert(value, annotation)
    if isinstance(value, dict) and get_origin(members(annotation)[0][0]) is dict:  # the one of its values that is wrong
        annotation = get_args(members(annotation)[0][0])[1]
        name, value = next((name, one) for name, one in value.items() if not fits(one, annotation))
        key = f"{key}.{shortened(str(name))}"
    near = nearest(value, annotation)
    message = _("{}: found {}, expected {}").format(key, value_text(value), expected(annotation))
    if isinstance(near, str):
        message += _("; did you mean '{}'?").format(near)
    elif near is not None:
        message += _("; try {}").format(value_text(near))
    raise InputError(message)


def members(annotation: Any, limits: Meta = NO_LIMITS) -> list[tuple[Any, Meta]]:
    """The members of a union other than None, each with its limits."""
    if get_origin(annotation) is Annotated:
        return members(*get_args(annotation))
    if get_origin(annotation) in (Union, UnionType):
        return [found for member in get_args(annotation) for found in members(member, limits)]
    return [] if annotation is NoneType else [(annotation, limits)]


def one_of(names: Iterable[str]) -> Any:
    """The annotation of a value that is one of these names, for names that aren't known before."""
    return Literal[tuple(dict.fromkeys(names))]


def one_or_list_of(names: Iterable[str]) -> Any:
    """The annotation of a value that is one of these names, or a list of them."""
    name = one_of(names)
    return Union[name, list.__class_getitem__(name)]  # noqa: UP007


def fits(value: object, annotation: Any) -> bool:
    """Whether the value has the annotated type and range; NaN and infinity never do."""
    try:
        convert(value, annotation)
    except (ValidationError, UnicodeEncodeError):  # from bytes of the command line that are not UTF-8
        return False
    return _finite(value)


def _finite(value: object) -> bool:
    if isinstance(value, list):
        return all(map(_finite, value))
    return not isinstance(value, float) or isfinite(value)


def expected(annotation: Any) -> str:
    """The type and the range of an annotation, in words."""
    (member, limits), *others = members(annotation)
    text = _expected(member, limits)
    if not others:
        return text
    is_list = get_origin(others[0][0]) is list
    return _("{}, or a list of them").format(text) if is_list else _("{}, or text").format(text)


def _expected(member: Any, limits: Meta) -> str:
    if get_origin(member) is Literal:
        return _("one of {}").format(", ".join(get_args(member)))
    if get_origin(member) is list:
        text = _("a list")
        if limits.max_length is not None:
            text = _("a list of at most {}").format(limits.max_length)
        elif limits.min_length is not None:
            text = _("a list of at least {}").format(limits.min_length)
        return _("{}, each item {}").format(text, expected(get_args(member)[0]))
    if get_origin(member) is dict:
        return _("a table with a value for each name, each {}").format(expected(get_args(member)[1]))
    if member is str and limits.max_length == 1:
        return _("one character")
    parts = [{int: _("a whole number"), float: _("a number"), bool: _("true or false"), str: _("text")}[member]]
    for limit, words in (
        (limits.gt, _("above {}")),
        (limits.ge, _("at least {}")),
        (limits.lt, _("below {}")),
        (limits.le, _("at most {}")),
    ):
        if limit is not None:
            parts.append(words.format(limit if isinstance(limit, int) else f"{limit:.15g}"))
    return ", ".join(parts)


def nearest(value: object, annotation: Any) -> Any:
    """The valid value nearest to an invalid one; None where there is none."""
    known = members(annotation)
    for member, limits in known:
        if get_origin(member) is list and (isinstance(value, list) or len(known) == 1):
            (inner,) = get_args(member)
            given = value if isinstance(value, list) else [value]
            items: list[Any] = []
            for item in given[: limits.max_length]:
                items.append(item if fits(item, inner) else nearest(item, inner))
                if items[-1] is None:
                    return None
            return items or None
    member, limits = known[0]
    if get_origin(member) is Literal and isinstance(value, str):
        return nearest_name(value.lower(), get_args(member), 0.5)
    return _nearest_number(value, member, limits) if member in (int, float) else None


def _nearest_number(value: Any, kind: type, limits: Meta) -> float | None:
    try:
        number = value if type(value) is int else float(value)
    except (TypeError, ValueError):
        return None
    if isinstance(value, bool) or (isinstance(number, float) and not isfinite(number)):
        return None
    if limits.ge is not None:
        number = max(number, limits.ge)
    if limits.le is not None:
        number = min(number, limits.le)
    if limits.gt is not None and number <= limits.gt:
        number = limits.gt + INSIDE
    if limits.lt is not None and number >= limits.lt:
        number = limits.lt - INSIDE
    return round(number) if kind is int else number
