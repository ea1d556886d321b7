"""Exercises from files, by their shipped names, or made of any experiment."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from core.data.catalog import BUILTINS, EXERCISES
from core.experiment.exercises.exercise_settings import EXERCISE, EXERCISE_FIELDS, is_exercise_key
from core.experiment.experiment import Experiment, check_entry
from core.experiment.overrides import read_overrides
from core.experiment.parsing import read_source
from core.support.i18n import N_, translated

from .exercise import Exercise
from .exercise_weights import drawn_weights, with_weights
from .suitable_weights import with_suitable_weights

TITLES: dict[str, tuple[str, int]] = {
    "by-hand": (N_("One mini-batch, from X to the new weights"), 1),
    "shapes": (N_("Rows and columns of all matrices"), 1),
    "mini-batch": (N_("Three examples, and the mean over them"), 2),
    "xor-by-hand": (N_("XOR: four examples that pull in different directions"), 2),
    "tanh-by-hand": (N_("A number to predict: tanh, identity and squared error"), 2),
    "softmax-by-hand": (N_("Three classes: softmax and its error"), 3),
    "saturated": (N_("Saturated neurons: the slope wipes the error out"), 3),
    "second-hidden-layer": (N_("Two hidden layers: the error goes back twice"), 3),
    "momentum-by-hand": (N_("Momentum: two mini-batches, and the velocity"), 4),
    "adam-first-step": (N_("Adam: the first step is as long for each weight"), 4),
}
"""Title and level of each shipped exercise, by name."""
OWN_LEVEL = 5
"""The level of an experiment of one's own."""


class Shipped(NamedTuple):
    """A shipped exercise in the list: its name, its title in the user's language, its level from 1 to 5."""

    name: str
    title: str
    level: int


def shipped_exercises() -> tuple[Shipped, ...]:
    """The exercises that the program brings along, the easiest first."""
    return tuple(Shipped(name, translated(title), level) for name, (title, level) in TITLES.items())


def load_exercise(source: str | Path, seed: int | None = None, overrides: Sequence[str] = ()) -> Exercise:
    """The exercise of a shipped name, an experiment or data file, a built-in data set or a run folder.

    With a `seed`, the weights are drawn by it. Overrides are `--set` texts; those of [exercise] are understood too.
    Raises InputError as `Experiment.load` does.
    """
    experiment = Experiment.load(source, overrides)
    entries = read_source(source) | read_overrides(overrides)
    values = {key: check_entry(key, entry) for key, entry in entries.items() if is_exercise_key(key)}
    title, level = TITLES.get(str(source), (experiment.name, OWN_LEVEL))
    title = translated(title) if str(source) in EXERCISES else title
    return made_exercise(experiment, seed, values, title, 3 if str(source) in BUILTINS else level)


def exercise_of(experiment: Experiment, seed: int | None = None) -> Exercise:
    """The exercise that an experiment is without a file of its own: its questions follow from its network.

    With a `seed`, the weights are drawn by it. Raises InputError if its data can't be read.
    """
    return made_exercise(experiment, seed, {}, experiment.name, OWN_LEVEL)


def made_exercise(
    experiment: Experiment, seed: int | None, values: Mapping[str, Any], title: str, level: int
) -> Exercise:
    """The exercise on an experiment with these values of [exercise]; title and level where those aren't set."""

    def value(name: str) -> Any:
        key = f"{EXERCISE}.{name}"
        return values.get(key, EXERCISE_FIELDS[key].default)

    exercise = Exercise(
        name=experiment.name,
        title=value("title") or title,
        level=value("level") or level,
        experiment=with_weights(experiment, seed),
        seed=value("seed") if seed is None else seed,
        batches=value("batches"),
        decimals=value("decimals"),
        tolerance=value("tolerance"),
        figures=value("figures"),
        hints=value("hints"),
        tries=value("tries"),
        ask=tuple(value("ask") or ()),
    )
    if seed is None or experiment.network.weights is None:
        return exercise
    return with_suitable_weights(exercise, drawn_weights(experiment, seed))
