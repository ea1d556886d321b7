"""The keys of [exercise] in an experiment file, which a training passes over."""

from typing import Annotated

from msgspec import Meta, Struct

from core.support.i18n import N_

from ..fields import Field, about, fields_of, known_field

EXERCISE = "exercise"
"""The name of the section."""


class ExerciseSettings(Struct, frozen=True, kw_only=True):
    """[exercise]: what is asked of somebody who does the experiment's first mini-batches by hand."""

    title: Annotated[str | None, about(N_("What the exercise is about, in a few words."))] = None
    level: Annotated[
        Annotated[int, Meta(ge=1, le=5)] | None,
        about(N_("How hard it is, from 1 (on paper) to 5 (a table of one's own).")),
    ] = None
    batches: Annotated[int, about(N_("How many mini-batches are gone through."), "batches", ge=1, le=100)] = 1
    decimals: Annotated[int, about(N_("Decimals of the numbers that are shown and asked for."), ge=1, le=10)] = 4
    tolerance: Annotated[
        float, about(N_("How far a right answer may be off, as a share of the value."), ge=0, le=0.2)
    ] = 0.005
    figures: Annotated[
        int, about(N_("Significant figures that an answer needs, unless it has all decimals."), ge=1, le=10)
    ] = 3
    hints: Annotated[bool, about(N_("Whether there are hints; they cost points."))] = True
    tries: Annotated[int, about(N_("How often each answer may be given; 0: any number of times."), ge=0, le=1000)] = 0
    ask: Annotated[
        list[str] | None,
        about(N_("What is asked, in the order of the mini-batch, such as A(2), J, next, Δ(3), shape ∇(1), loss.")),
    ] = None
    seed: Annotated[
        Annotated[int, Meta(ge=0, le=2**63 - 1)] | None,
        about(N_("Start of what is drawn for the questions; --seed draws other weights too.")),
    ] = None


EXERCISE_FIELDS: dict[str, Field] = fields_of(EXERCISE, ExerciseSettings)


def is_exercise_key(key: str) -> bool:
    """Whether a dotted key stands in [exercise]."""
    return key.startswith(f"{EXERCISE}.")


def exercise_field(key: str) -> Field:
    """The field of a dotted key of [exercise]. Raises InputError for an unknown one, with the nearest."""
    return known_field(EXERCISE, EXERCISE_FIELDS, key)
