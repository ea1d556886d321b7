"""Keys of [sweep.space] read as lists and ranges, with each value checked."""

from collections.abc import Mapping
from typing import Any

from core.experiment.fields import Field
from core.experiment.parsing import dotted_keys
from core.experiment.settings import field
from core.support.checked_values import checked
from core.support.errors import InputError
from core.support.i18n import N_, _, translated
from core.support.shown_values import value_text
from core.support.suggestions import nearest_name

from .keys import Choices, Key, Range, Value
from .steps import values_by_count, values_by_distance

MOST_VALUES = 1000
"""Values of one key."""
NUMBERS = ("int", "float")
"""Kinds of fields that may have a range."""
NAMES = ("low", "high", "log", "step", "steps", "values", "when")
"""What a key of the space may say about itself."""

EXAMPLE = "{ low = 0.001, high = 0.1, log = true }"

NOT_SEARCHED = {
    "name": N_("it changes nothing in the training"),
    "seed": N_("use sweep.repeats, which trains each setting from several seeds"),
    "training.threads": N_("each worker has one thread, so that several can work"),
    "data.source": N_("figures on different data can't be compared"),
    "data.test": N_("trials are compared by validation rows"),
    "data.inputs": N_("figures on different data can't be compared"),
    "data.targets": N_("figures on different data can't be compared"),
    "data.classes": N_("it changes nothing in the training"),
    "data.kinds": N_("write it in [data]"),
    "network.weights": N_("write it in [network]"),
}
"""Keys of the experiment that no space has, each with the reason or the way out."""


def read_key(name: str, value: object) -> Key:
    """A key of the space as it is in a file: a list of values, or a table of low and high, or of values.

    Its conditions are as written, not yet checked against other keys. Raises InputError, which begins with the key.
    """
    known = field(name)
    if name in NOT_SEARCHED:
        message = _("{}: can't be searched: {}")
        raise InputError(message.format(name, translated(NOT_SEARCHED[name])))
    if isinstance(value, list):
        return _choices(known, value, {})
    if not isinstance(value, dict):
        raise InputError(_expected(known, value))
    for entry in value:
        if entry not in NAMES:
            message = _("{}: unknown '{}'").format(name, entry)
            if close := nearest_name(entry, NAMES):
                raise InputError(message + _("; did you mean '{}'?").format(close))
            raise InputError(message + _("; expected one of {}").format(", ".join(NAMES)))
    when = value.get("when", {})
    if not isinstance(when, dict):
        message = _("{}: when: found {}, expected other keys with the values that they must have: {}")
        raise InputError(message.format(name, value_text(when), '{ "training.optimizer" = ["momentum"] }'))
    conditions = {
        key: tuple(values) if isinstance(values, list) else (values,) for key, values in dotted_keys(when).items()
    }
    if "values" in value:
        if others := [entry for entry in value if entry not in ("values", "when")]:
            message = _("{}: found values and {}, expected a list of values or a range, not both")
            raise InputError(message.format(name, others[0]))
        if not isinstance(value["values"], list):
            raise InputError(_expected(known, value["values"]))
        return _choices(known, value["values"], conditions)
    if "low" not in value or "high" not in value:
        raise InputError(_expected(known, value))
    return _range(known, value, conditions)


def _expected(known: Field, value: object) -> str:
    """The message for what is neither a list nor a range."""
    if isinstance(value, dict):
        found = _("a table without low and high, and without values")
        if "low" in value or "high" in value:
            found = _("low without high") if "low" in value else _("high without low")
    else:
        found = value_text(value)
    if known.kind in NUMBERS:
        message = _("{}: found {}, expected a list of values, or a range such as {}")
        example = "{ low = 8, high = 128, log = true }" if known.kind == "int" else EXAMPLE
        return message.format(known.key, found, example)
    return _("{}: found {}, expected a list of values").format(known.key, found)


def _choices(known: Field, values: list[Any], when: Mapping[str, tuple[Any, ...]]) -> Choices:
    if not values:
        raise InputError(_("{}: found an empty list, expected at least one value").format(known.key))
    if len(values) > MOST_VALUES:
        raise InputError(_("{}: found {} values, expected at most {}").format(known.key, len(values), MOST_VALUES))
    found: list[Value] = []
    for value in values:
        converted = known.check(value)
        if converted in found:
            message = _("{}: found {} twice, expected different values; leave one of them out")
            raise InputError(message.format(known.key, value_text(converted)))
        found.append(converted)
    return Choices(known.key, tuple(found), when)


def _range(known: Field, table: Mapping[str, Any], when: Mapping[str, tuple[Any, ...]]) -> Range:
    key = known.key
    if known.kind not in NUMBERS:
        raise InputError(_("{}: found a range, expected a list of values, as they aren't numbers").format(key))
    low, high = (checked(f"{key}.{end}", table[end], known.annotation) for end in ("low", "high"))
    log = checked(f"{key}.log", table.get("log", False), bool)
    if low >= high:
        message = _("{}: found low = {} and high = {}, expected low below high")
        raise InputError(message.format(key, value_text(low), value_text(high)))
    if log and low <= 0:
        message = _("{}: found low = {} with log = true, expected a number above 0; try {}")
        raise InputError(message.format(key, value_text(low), "low = 1" if known.kind == "int" else "low = 1e-5"))
    step, steps, integer = table.get("step"), table.get("steps"), known.kind == "int"
    if step is not None and steps is not None:
        raise InputError(_("{}: found step and steps, expected one of them").format(key))
    values: tuple[float, ...] = ()
    if step is not None:
        if log:
            message = _("{}: found step with log = true, expected steps, which is how many values there are")
            raise InputError(message.format(key))
        step = checked(f"{key}.step", step, int if integer else float)
        if not 0 < step <= high - low:
            message = _("{}.step: found {}, expected a number above 0, at most {}, which is high - low")
            raise InputError(message.format(key, value_text(step), value_text(high - low)))
        if (high - low) / step >= MOST_VALUES:
            raise InputError(_("{}.step: found {}, which gives more than {} values").format(key, step, MOST_VALUES))
        values = values_by_distance(low, high, step)
    if steps is not None:
        steps = checked(f"{key}.steps", steps, int)
        if not 2 <= steps <= MOST_VALUES:
            message = _("{}.steps: found {}, expected a whole number from {} to {}")
            raise InputError(message.format(key, value_text(steps), 2, MOST_VALUES))
        values = values_by_count(low, high, steps, log, integer)
        if len(values) < steps:
            message = _("{}.steps: found {}, expected at most {}, as there are no more values from {} to {}")
            raise InputError(message.format(key, steps, len(values), low, high))
    return Range(key, low, high, log, step, steps, integer, when, values)
