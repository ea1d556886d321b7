"""An experiment: all settings of a training, read from a file and checked key by key."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from msgspec import structs

from core.support.errors import InputError
from core.support.i18n import _, ngettext

from .data_settings import data_problems, resolve_test
from .exercises.exercise_settings import exercise_field, is_exercise_key
from .fields import Field
from .overrides import join_tables, read_overrides
from .parsing import (
    INLINE,
    RawSetting,
    flatten,
    is_file_source,
    is_run,
    read_source,
    resolve_source,
)
from .settings import FIELDS, SECTIONS, DataSettings, GeneralSettings, NetworkSettings, TrainingSettings, field
from .sweep_settings import check_sweep_value, is_sweep_key

__all__ = [
    "FIELDS",
    "DataSettings",
    "Experiment",
    "Field",
    "NetworkSettings",
    "TrainingSettings",
    "field",
]

INLINE_DEFAULTS = {"validation_fraction": 0.0, "test_fraction": 0.0, "standardize": False}
LARGEST_HELD_OUT = 0.9
"""The largest share of the rows in the validation and test splits together."""

INNERMOST_LIST = re.compile(r"\[\n((?: +[^ \n][^\n]*,\n)+?) *\]")  # [^ \n] avoids exponential backtracking


class Experiment(GeneralSettings, frozen=True, kw_only=True):
    """A checked, immutable experiment. Keys that are None are decided by the data; `replace` returns a changed copy."""

    data: DataSettings
    network: NetworkSettings = NetworkSettings()
    training: TrainingSettings = TrainingSettings()

    @classmethod
    def load(
        cls, source: str | Path, overrides: Sequence[str] = (), suited: bool = True, resolve: bool = True
    ) -> "Experiment":
        """The experiment of a built-in data set's name, a TOML file, a data file or a run folder.

        Overrides are `--set` texts such as "training.optimizer=adam". They take precedence over the file, the file
        over the defaults of the built-in data set, or those that suit the data in the file, and these over the general
        defaults. The file isn't read, and the general defaults hold, without `suited`, for a run, and where all keys
        are given that have defaults. Without `resolve`, files of data need not be there: to show what is saved.
        Raises InputError: where, what was found, what was expected.
        """
        given = join_tables(read_source(source) | read_overrides(overrides))
        checked = {key: check_entry(key, entry, resolve) for key, entry in given.items()}
        checked = {key: value for key, value in checked.items() if not is_passed_over(key)}
        if "data.source" not in checked:
            message = _('{}: data.source is missing, expected a built-in data set, a data file or "inline"')
            raise InputError(message.format(source))
        defaults = _defaults(checked["data.source"])
        values = {key: check_entry(key, entry) for key, entry in flatten(defaults).items()} | checked
        experiment = cls._of(values)
        for key, problem in _problems(experiment):
            place = given[key].place if key in given else str(source)
            raise InputError(f"{place}: {key}: {problem}")
        if suited and is_file_source(experiment.data.source) and not is_run(source) and not is_complete(checked):
            from .defaults.table_defaults import defaults_for_file  # late: it needs NumPy, and readers of files

            found = defaults_for_file(experiment.data, experiment.network.output, experiment.seed, checked)
            experiment = experiment.replace_all(found)
        return experiment

    @classmethod
    def _of(cls, values: Mapping[str, Any]) -> "Experiment":
        """The experiment with these checked values by dotted key, and general defaults for all others."""
        parts: dict[str, dict[str, Any]] = {section: {} for section in ("", *SECTIONS)}
        for key, value in values.items():
            section, _dot, name = key.rpartition(".")
            parts[section][name] = value
        return cls(
            **parts[""],
            data=DataSettings(**parts["data"]),
            network=NetworkSettings(**parts["network"]),
            training=TrainingSettings(**parts["training"]),
        )

    def get(self, key: str) -> Any:
        """The value under a dotted key. Raises InputError for an unknown key."""
        field(key)
        section, _dot, name = key.rpartition(".")
        return getattr(getattr(self, section) if section else self, name)

    def replace(self, key: str, value: object) -> "Experiment":
        """The experiment with another value under a dotted key. Raises InputError as `load` does."""
        return self.replace_all({key: value})

    def replace_all(self, values: Mapping[str, object]) -> "Experiment":
        """The experiment with other values under dotted keys, checked together. Raises InputError as `load` does."""
        experiment = self
        for key, value in values.items():
            value = field(key).check(value)
            section, _dot, name = key.rpartition(".")
            if section:
                name, value = section, structs.replace(getattr(experiment, section), **{name: value})
            experiment = structs.replace(experiment, **{name: value})
        for problem_key, problem in _problems(experiment):
            raise InputError(f"{problem_key}: {problem}")
        return experiment

    def dumps(self) -> str:
        """The experiment as TOML, without None and empty tables; it loads back to an equal experiment."""
        import tomli_w

        document: dict[str, Any] = {}
        for key in FIELDS:
            section, _dot, name = key.rpartition(".")
            value = self.get(key)
            if value is not None and value != {}:
                (document.setdefault(section, {}) if section else document)[name] = value
        return INNERMOST_LIST.sub(_on_one_line, tomli_w.dumps(document))


def _on_one_line(found: re.Match[str]) -> str:
    """A list on one line; tomli_w writes a line for each item."""
    lines = found[1].rstrip("\n").split("\n")  # splitlines would also split at other breaks inside a text
    return "[" + ", ".join(line.strip(" ").removesuffix(",") for line in lines) + "]"


def is_passed_over(key: str) -> bool:
    """Whether a dotted key is none of a training: those of [exercise] and [sweep], which other rooms read."""
    return is_exercise_key(key) or is_sweep_key(key)


def check_entry(key: str, entry: RawSetting, resolve: bool = True) -> Any:
    """The value of an entry, converted to its field's type; a data file's path made absolute if `resolve`.

    Raises InputError with the entry's place.
    """
    from core.data.catalog import CATALOG

    place = f"{entry.place}: " if entry.place else ""
    try:
        value = _checked_value(key, entry.value)
    except InputError as problem:
        raise InputError(f"{place}{problem}") from None
    if key not in ("data.source", "data.test") or value is None or not resolve:
        return value
    try:
        if key == "data.test":
            return resolve_test(value, entry)
        return resolve_source(value, entry.folder, None if place else CATALOG)
    except InputError as problem:
        raise InputError(f"{place}{key}: {problem}" if place else str(problem)) from None


def _checked_value(key: str, value: object) -> Any:
    if is_sweep_key(key):
        return check_sweep_value(key, value)
    return (exercise_field if is_exercise_key(key) else field)(key).check(value)


def _defaults(source: str) -> Mapping[str, Any]:
    """The defaults of a built-in data set and of inline data, as nested sections; none for files."""
    from core.data.catalog import BUILTINS

    if source == INLINE:
        return {"data": INLINE_DEFAULTS}
    return BUILTINS[source].defaults if source in BUILTINS else {}


def is_complete(given: Mapping[str, object]) -> bool:
    """Whether all keys of [network] and [training] are given that have a default."""
    keys = (key for key, known in FIELDS.items() if known.default is not None)
    return all(key in given for key in keys if key.startswith(("network.", "training.")))


def _problems(experiment: Experiment) -> Iterator[tuple[str, str]]:
    """Keys whose values don't fit other keys, each with what was found and what was expected."""
    data, network = experiment.data, experiment.network
    yield from data_problems(data)
    rest = data.validation_fraction + data.test_fraction
    if rest > LARGEST_HELD_OUT + 1e-9:
        text = _("found {:g} beside data.validation_fraction = {:g}, expected at most {:g} together; try {:.3g}")
        left = LARGEST_HELD_OUT - data.validation_fraction
        yield "data.test_fraction", text.format(data.test_fraction, data.validation_fraction, LARGEST_HELD_OUT, left)
    if data.source == INLINE:
        yield from _inline_problems(data.inputs, data.targets)
        if data.classes is not None:
            yield from _class_problems(data.classes, data.targets or [], data.task)
        elif data.targets and network.output == "softmax" and len(data.targets[0]) == 1:
            from core.losses import too_few_outputs

            yield "network.output", str(too_few_outputs(network.output, 1))
    if not isinstance(network.activation, str) and len(network.activation) != len(network.hidden):
        text = _("found a list of {}, expected one name or a list of {}, one for each layer of network.hidden")
        yield "network.activation", text.format(len(network.activation), len(network.hidden))
    if network.output and network.loss:
        from core.losses import check_pair  # late: it needs NumPy

        if refused := check_pair(network.output, network.loss):
            yield "network.loss", refused


def _inline_problems(inputs: list[list[float]] | None, targets: list[list[float]] | None) -> Iterator[tuple[str, str]]:
    for key, rows in (("data.inputs", inputs), ("data.targets", targets)):
        if not rows or not rows[0]:
            yield key, _('found none, expected a list of rows, as data.source is "inline"')
            return
        uneven = len(set(map(len, rows))) > 1  # looked for at each change of any setting, so not row by row
        for number, row in enumerate(rows if uneven else (), 1):
            if len(row) != len(rows[0]):
                text = ngettext(
                    "found {} value in row {}, expected {} as in row 1",
                    "found {} values in row {}, expected {} as in row 1",
                    len(row),
                )
                yield key, text.format(len(row), number, len(rows[0]))
    if inputs and targets and len(inputs) != len(targets):
        text = ngettext(
            "found {} row, expected {}, one for each of data.inputs",
            "found {} rows, expected {}, one for each of data.inputs",
            len(targets),
        )
        yield "data.targets", text.format(len(targets), len(inputs))


def _class_problems(classes: list[str], targets: list[list[float]], task: str | None) -> Iterator[tuple[str, str]]:
    if len(set(classes)) < len(classes):
        yield "data.classes", _("found a name twice, expected a different one for each class")
    if task == "regression":
        yield "data.task", _("found regression, expected classification, as data.classes names classes")
    allowed = set(range(len(classes)))
    if set(map(len, targets)) <= {1} and set(chain.from_iterable(targets)) <= allowed:
        return
    for number, row in enumerate(targets, 1):
        if len(row) != 1 or row[0] not in allowed:
            text = _("found {} in row {}, expected the number of a class, from 0 to {}, as data.classes is set")
            yield "data.targets", text.format(row, number, len(classes) - 1)
            return
