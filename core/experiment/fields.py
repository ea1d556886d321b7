"""One key of the experiment: type, range, default, help, and the check of a value.

The annotations of the settings are the only source for the file, the screen and the messages.
"""

from math import isfinite
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

from msgspec import Meta, Struct, ValidationError, convert
from msgspec.structs import fields

from core.support.errors import InputError
from core.support.escaping import shortened
from core.support.i18n import _, translated
from core.support.shown_values import value_text
from core.support.suggestions import nearest_name

FieldKind = Literal["int", "float", "bool", "choice", "text", "list", "table"]

NO_LIMITS = Meta()


INSIDE = 0.001
"""Distance of a suggested value from an excluded bound."""


def about(description: str, unit: str = "", **limits: Any) -> Meta:
    """A key's help text in plain sentences, the unit of its value, and its limits by msgspec's names."""
    return Meta(description=description, extra={"unit": unit}, **limits)


class Field(NamedTuple):
    """A key and the values that it may have.

    For a list, range and choices are those of its items; a table, which has a value for each name, has neither.
    `default` is None where the data decide, or where there is no default. `text` is the untranslated `description`.
    """

    key: str
    annotation: Any
    kind: FieldKind
    minimum: float | None
    maximum: float | None
    exclusive_minimum: bool
    exclusive_maximum: bool
    choices: tuple[str, ...]
    default: Any
    unit: str
    text: str

    @property
    def description(self) -> str:
        """What the key does and what happens when its value is too large, translated."""
        return translated(self.text)

    def check(self, value: object) -> Any:
        """The value converted to the field's type. Raises InputError: found, expected, and the nearest valid value."""
        if fits(value, self.annotation):
            return convert(value, self.annotation)
        key, annotation = self.key, self.annotation
        if isinstance(value, dict) and self.kind == "table":  # the one of its values that is wrong
            annotation = get_args(_members(annotation)[0][0])[1]
            name, value = next((name, one) for name, one in value.items() if not fits(one, annotation))
            key = f"{key}.{shortened(str(name))}"
        near = nearest(value, annotation)
        message = _("{}: found {}, expected {}").format(key, value_text(value), expected(annotation))
        if isinstance(near, str):
            message += _("; did you mean '{}'?").format(near)
        elif near is not None:
            message += _("; try {}").format(value_text(near))
        raise InputError(message)


def fields_of(section: str, settings: type[Struct]) -> dict[str, Field]:
    """The fields of a section's settings by dotted key, in the order of the class."""
    hints, found = get_type_hints(settings, include_extras=True), {}
    for field in fields(settings):
        key = f"{section}.{field.name}" if section else field.name
        default = field.default_factory() if callable(field.default_factory) else field.default
        missing = not isinstance(default, bool | int | float | str | list | dict)
        found[key] = _field(key, hints[field.name], None if missing else default)
    return found


def _field(key: str, annotation: Any, default: Any) -> Field:
    about_key = get_args(annotation)[1]
    members = _members(annotation)
    leaf, limits = members[0]
    while get_origin(leaf) is list:
        leaf, limits = _members(get_args(leaf)[0])[0]
    choices = get_args(leaf) if get_origin(leaf) is Literal else ()
    kinds: dict[Any, FieldKind] = {int: "int", float: "float", bool: "bool", str: "text", list: "list", dict: "table"}
    kind = kinds.get(get_origin(members[0][0]))
    return Field(
        key=key,
        annotation=annotation,
        kind=kind or ("choice" if choices else kinds[leaf]),
        minimum=limits.ge if limits.gt is None else limits.gt,
        maximum=limits.le if limits.lt is None else limits.lt,
        exclusive_minimum=limits.gt is not None,
        exclusive_maximum=limits.lt is not None,
        choices=choices,
        default=default,
        unit=about_key.extra["unit"],
        text=about_key.description,
    )


def _members(annotation: Any, limits: Meta = NO_LIMITS) -> list[tuple[Any, Meta]]:
    """The members of a union other than None, each with its limits."""
    if get_origin(annotation) is Annotated:
        return _members(*get_args(annotation))
    if get_origin(annotation) in (Union, UnionType):
        return [found for member in get_args(annotation) for found in _members(member, limits)]
    return [] if annotation is NoneType else [(annotation, limits)]


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
    (member, limits), *others = _members(annotation)
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
    members = _members(annotation)
    for member, limits in members:
        if get_origin(member) is list and (isinstance(value, list) or len(members) == 1):
            (inner,) = get_args(member)
            given = value if isinstance(value, list) else [value]
            items: list[Any] = []
            for item in given[: limits.max_length]:
                items.append(item if fits(item, inner) else nearest(item, inner))
                if items[-1] is None:
                    return None
            return items or None
    member, limits = members[0]
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
