"""One key of the experiment: type, range, default, help, and the check of a value.

The annotations of the settings are the only source for the file, the screen and the messages.
"""

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple, get_args, get_origin, get_type_hints

from msgspec import Meta, Struct
from msgspec.structs import fields

from core.support.checked_values import checked, members
from core.support.errors import InputError
from core.support.escaping import shortened
from core.support.i18n import _, translated
from core.support.suggestions import nearest_name

FieldKind = Literal["int", "float", "bool", "choice", "text", "list", "table"]


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
        return checked(self.key, value, self.annotation)


def fields_of(section: str, settings: type[Struct]) -> dict[str, Field]:
    """The fields of a section's settings by dotted key, in the order of the class."""
    hints, found = get_type_hints(settings, include_extras=True), {}
    for field in fields(settings):
        key = f"{section}.{field.name}" if section else field.name
        default = field.default_factory() if callable(field.default_factory) else field.default
        missing = not isinstance(default, bool | int | float | str | list | dict)
        found[key] = _field(key, hints[field.name], None if missing else default)
    return found


def known_field(section: str, known: Mapping[str, Field], key: str) -> Field:
    """The field of a dotted key among those known of a section. Raises InputError for another, with the nearest."""
    if key in known:
        return known[key]
    names = [one.partition(".")[2] for one in known]
    name = key.partition(".")[2]
    message = _("unknown key '{}' in {}").format(shortened(name), f"[{section}]")
    if close := nearest_name(name, names):
        raise InputError(message + _("; did you mean '{}'?").format(close))
    raise InputError(message + _("; expected one of {}").format(", ".join(names)))


def _field(key: str, annotation: Any, default: Any) -> Field:
    about_key = get_args(annotation)[1]
    first, limits = members(annotation)[0]
    leaf = first
    while get_origin(leaf) is list:
        leaf, limits = members(get_args(leaf)[0])[0]
    choices = get_args(leaf) if get_origin(leaf) is Literal else ()
    kinds: dict[Any, FieldKind] = {int: "int", float: "float", bool: "bool", str: "text", list: "list", dict: "table"}
    kind = kinds.get(get_origin(first))
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
