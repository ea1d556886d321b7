"""The keys of [sweep] in an experiment file, which a training passes over."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from msgspec import Struct
from msgspec import field as default

from core.support.checked_values import checked, one_or_list_of
from core.support.errors import InputError
from core.support.i18n import N_, _
from core.support.shown_values import value_text

from .fields import Field, about, fields_of, known_field
from .settings import LARGEST_COUNT, field

SWEEP = "sweep"
"""The name of the section."""
SPACE = "sweep.space"
"""The name of the section below it, whose keys are dotted keys of the experiment."""

Sampler = Literal["grid", "random", "tpe"]
Pruner = Literal["none", "median", "halving", "hyperband"]
ObjectiveName = Literal["validation_loss", "validation_accuracy", "validation_balanced_accuracy", "validation_r2"]


class SweepSettings(Struct, frozen=True, kw_only=True):
    """[sweep]: how the settings in [sweep.space] are searched, and by which figure they are compared."""

    trials: Annotated[
        int, about(N_("How many settings are tried; a grid tries all that there are."), "trials", ge=1, le=1_000_000)
    ] = 40
    sampler: Annotated[
        Sampler,
        about(
            N_(
                "How settings are chosen: all of them (grid), drawn at random, or drawn where earlier ones were good "
                "(tpe)."
            )
        ),
    ] = "tpe"
    pruner: Annotated[
        Pruner,
        about(
            N_(
                "Which trials are stopped early: none; those worse than the median at the same epoch; or all but the "
                "best third, again and again (halving, hyperband)."
            )
        ),
    ] = "none"
    objective: Annotated[
        list[ObjectiveName],
        about(
            N_("The figure of the validation rows by which trials are compared; of several, none counts more."),
            min_length=1,
        ),
    ] = default(default_factory=lambda: ["validation_loss"])
    repeats: Annotated[
        int, about(N_("How often each setting is trained, each time from another seed."), "seeds", ge=1, le=1000)
    ] = 1
    seed: Annotated[int, about(N_("Start of the random numbers by which settings are chosen."), ge=0, le=2**63 - 1)] = 1
    time: Annotated[
        float,
        about(N_("After this time no new trial begins; 0: no limit."), "seconds", ge=0, le=LARGEST_COUNT),
    ] = 0.0


SWEEP_FIELDS: dict[str, Field] = fields_of(SWEEP, SweepSettings)


def is_sweep_key(key: str) -> bool:
    """Whether a dotted key stands in [sweep] or [sweep.space]."""
    return key.startswith(f"{SWEEP}.")


def space_key(key: str) -> str:
    """The key of the experiment that a key of [sweep.space] names; empty for any other key."""
    return key[len(SPACE) + 1 :] if key.startswith(f"{SPACE}.") else ""


def sweep_field(key: str) -> Field:
    """The field of a dotted key of [sweep]. Raises InputError for an unknown one, with the nearest."""
    return known_field(SWEEP, SWEEP_FIELDS, key)


def check_sweep_value(key: str, value: object) -> Any:
    """The value of a key of [sweep], converted to its type; of a key of [sweep.space] as it is.

    Raises InputError for an unknown key, also of the space, and for a value out of range.
    """
    if name := space_key(key):
        try:
            field(name)
        except InputError as problem:
            raise InputError(f"[{SPACE}]: {problem}") from None
        return value
    if key == SPACE:
        message = _("{}: found {}, expected a section with a key for each setting that is searched")
        raise InputError(message.format(SPACE, value_text(value)))
    known = sweep_field(key)
    if key == f"{SWEEP}.objective":
        return _objectives(key, value, known)
    return known.check(value)


def _objectives(key: str, value: object, known: Field) -> Sequence[str]:
    """The names of the objectives, given as a list, as one name, or by `--set` with commas between them."""
    if isinstance(value, str):
        listed = [name.strip() for name in value.split(",")]
        value = listed if len(listed) > 1 else checked(key, value, one_or_list_of(known.choices))
    names: list[str] = known.check(value if isinstance(value, list) else [value])
    for name in names:
        if names.count(name) > 1:
            message = _("{}: found {} twice, expected different figures; leave one of them out")
            raise InputError(message.format(key, value_text(name)))
    return names
