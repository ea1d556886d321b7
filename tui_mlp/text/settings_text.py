"""The settings that are shown, their order, and how values are formatted and parsed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from core.data.catalog import BUILTINS
from core.data.dataset import Data
from core.experiment.defaults.suited_defaults import defaults_suiting
from core.experiment.experiment import INLINE_DEFAULTS, Experiment, field
from core.experiment.parsing import INLINE
from core.optimizers import OPTIMIZERS
from core.support.errors import InputError
from core.support.i18n import _, pgettext
from core.timeline.journal import Change
from core.timeline.setting_names import setting_name

from .numbers import count
from .table_settings_text import kinds_text, names_text, read_kinds, read_names, read_target

ARRAYS = ".npz"
"""The ending of files whose columns have no names."""


@dataclass(frozen=True)
class Hyperparameter:
    """A row of the Hyperparameters pane: the dotted key of a setting, and its label."""

    key: str
    label: str


@dataclass(frozen=True)
class SettingsGroup:
    """Rows under a common heading."""

    name: str
    rows: tuple[Hyperparameter, ...]

    @property
    def key(self) -> str:
        """An identifier for the heading, distinct from the keys of all rows."""
        return f"# {self.name}"


YES_NO = {"yes": True, "true": True, "on": True, "no": False, "false": False, "off": False, "sí": True, "si": True}
ZERO_WORDS = ("off", "all", "never", "at the end", "no", "todo", "todos", "nunca", "al final")
"""Words that stand for 0 where a number is asked for.

Words may be typed in any of the program's languages: what is shown is understood.
"""


def is_live(key: str) -> bool:
    """Whether a change of this setting takes effect at the next mini-batch; other changes restart training."""
    return key.startswith("training.")


SCHEDULE_KEYS = {
    "constant": (),
    "step": ("step_every", "step_factor"),
    "exponential": ("decay",),
    "cosine": (),
}
SHORT = (
    "training.learning_rate", "training.batch_size", "training.optimizer", "network.activation", "network.loss",
    "training.l1", "training.l2", "training.dropout", "network.initializer", "data.noise", "data.validation_fraction",
)  # fmt: skip
"""The settings that a pane with little room shows first."""


def groups(experiment: Experiment, pictures: bool = False) -> list[SettingsGroup]:
    """The rows that apply to this experiment, grouped by heading. `pictures` have no columns to choose from."""
    training, source, split = experiment.training, experiment.data.source, experiment.data.split
    generated = source in BUILTINS and BUILTINS[source].generated

    def row(key: str, label: str) -> Hyperparameter:
        return Hyperparameter(key, label)

    def named(keys: tuple[str, ...]) -> list[Hyperparameter]:
        return [row(f"training.{key}", setting_name(f"training.{key}")) for key in keys]

    first = [
        row("training.learning_rate", pgettext("short", "learning rate")),
        row("training.schedule", _("schedule")),
        *named(SCHEDULE_KEYS[training.schedule]),
        row("training.warmup", _("warmup")),
        row("training.batch_size", pgettext("short", "batch size")),
        row("training.optimizer", _("optimizer")),
        *named(OPTIMIZERS[training.optimizer].settings),
        row("training.epochs", _("epochs")),
        row("training.clip_norm", _("clip norm")),
        row("training.tolerance", _("tolerance")),
        row("training.early_stopping", _("early stop")),
        row("training.evaluate_every", _("evaluate")),
    ]
    penalties = [
        row("training.l1", _("L1")),
        row("training.l2", _("L2")),
        row("training.dropout", _("dropout")),
    ]
    network = [
        *([row("network.activation", _("activation"))] if experiment.network.hidden else []),
        row("network.output", _("output")),
        row("network.loss", _("loss")),
        *([] if experiment.network.weights else [row("network.initializer", _("initializer"))]),
        *([] if experiment.network.weights else [row("network.initial_scale", _("scale"))]),
    ]
    of_file = source not in BUILTINS and source != INLINE
    of_table = of_file and not pictures and Path(source).suffix.lower() != ARRAYS
    data = [
        *([row("data.target", _("target"))] if of_table else []),
        *([row("data.task", _("task"))] if of_file else []),
        *([row("data.ignore", _("ignore"))] if of_table else []),
        *([row("data.kinds", _("kinds"))] if of_table else []),
        *([row("data.missing", _("missing"))] if of_table else []),
        *([row("data.samples", _("samples")), row("data.noise", _("noise"))] if generated else []),
        row("data.validation_fraction", _("validation")),
        *([] if split.startswith("folds:") or experiment.data.test else [row("data.test_fraction", _("test"))]),
        *([row("data.split", _("split"))] if of_file else []),
        *([row("data.fold", _("fold"))] if split.startswith("folds:") else []),
        row("data.standardize", _("standardize")),
        *([] if experiment.network.output == "identity" else [row("data.class_weight", _("class weight"))]),
        row("seed", _("seed")),
    ]
    names = (_("training"), _("penalties"), _("network"), _("data"))
    return [
        SettingsGroup(name, tuple(rows)) for name, rows in zip(names, (first, penalties, network, data), strict=True)
    ]


def flat_rows(groups: list[SettingsGroup]) -> list[Hyperparameter]:
    """The rows without headings, those of SHORT first."""
    rows = {row.key: row for group in groups for row in group.rows}
    return [*(rows.pop(key) for key in SHORT if key in rows), *rows.values()]


def default_value(experiment: Experiment, key: str, data: Data) -> object:
    """The value of a setting where the experiment doesn't set it: what suits the data, else the general default.

    For a setting that is inferred from the data, the present value.
    """
    section, _dot, name = key.rpartition(".")
    own = own_defaults(experiment.data.source, data)
    usual = (own.get(section, {}) if section else own).get(name, field(key).default)
    return experiment.get(key) if usual is None else usual


def own_defaults(source: str, data: Data) -> Mapping[str, Mapping[str, object]]:
    """The defaults that a source brings, as nested sections: those of a built-in set, or what suits a file's data."""
    if source in BUILTINS:
        return BUILTINS[source].defaults
    if source == INLINE:
        return {"data": INLINE_DEFAULTS}
    return defaults_suiting(data)


def guessed_value(data: Data, key: str) -> object:
    """What was understood of the data where a setting leaves it to them; None where they don't say."""
    target = data.description.target
    one = target[0] if len(target) == 1 else list(target)
    return {"data.target": one, "data.task": data.task, "data.fold": 1}.get(key)


def value_text(key: str, value: object) -> str:
    """A value as the Hyperparameters pane shows it."""
    special = SPECIAL.get(key)
    if special and (text := special(value)) is not None:
        return text
    if value is None:
        return _("by the data")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return " ".join(map(str, value))
    if isinstance(value, dict):
        return ", ".join(f"{name} {value_text(key, of_name)}" for name, of_name in value.items()) or _("none")
    if isinstance(value, int):
        return count(value)
    if isinstance(value, float):
        return f"{value:g}".replace("e-0", "e-").replace("e+0", "e")
    return str(value).replace("_", "-")


def change_text(change: Change) -> str:
    """A change in words, such as `learning rate 0.03 → 0.01`."""
    name = setting_name(change.key)
    return f"{name} {value_text(change.key, change.before)} → {value_text(change.key, change.after)}"


def input_text(key: str, value: object) -> str:
    """A value as the user would type it."""
    if value is None or value in ([], {}):
        return ""
    if field(key).kind == "choice" and isinstance(value, str):
        return value
    return value_text(key, value)


def read_typed(key: str, text: str) -> object:
    """Parse what was typed for a setting. Raises InputError; whether it is in range is checked where it is set."""
    reader = READERS.get(key)
    return reader(text) if reader else read_value(text, field(key).kind)


def read_value(text: str, kind: str) -> object:
    """Parse the typed value of a setting; `kind` is that of its `Field`. Raises InputError for another kind of value.

    Whether the value is in the setting's range is checked where it is set.
    """
    if kind == "int":
        return read_int(text)
    if kind == "float":
        return read_float(text)
    if kind == "bool":
        return _read_bool(text)
    return text.strip().replace("-", "_")


def read_int(text: str) -> int:
    """Parse a whole number, with or without thousands separators. Raises InputError."""
    text = _zero_in_words(text)
    try:
        return int(text.replace(",", ""))
    except ValueError:
        raise InputError(_("found {!r}, expected {}").format(text, _("a whole number"))) from None


def read_float(text: str) -> float:
    """Parse a number, or a percentage such as `20 %`. Raises InputError."""
    text = _zero_in_words(text)
    try:
        return float(text[:-1]) / 100 if text.endswith("%") else float(text)
    except ValueError:
        raise InputError(_("found {!r}, expected {}").format(text, _("a number"))) from None


def _read_bool(text: str) -> bool:
    text = text.strip()
    try:
        return YES_NO[text.lower()]
    except KeyError:
        raise InputError(_("found {!r}, expected {}").format(text, _("yes or no"))) from None


def _zero_in_words(text: str) -> str:
    """The stripped text; `0` for the words that stand for it."""
    text = text.strip()
    return "0" if text.lower() in ZERO_WORDS else text


def read_sizes(text: str) -> list[int]:
    """Parse the sizes of the hidden layers, such as `16 8`. Raises InputError."""
    words = text.replace(",", " ").replace("-", " ").split()
    if not all(word.isdecimal() for word in words):
        raise InputError(_("found {!r}, expected whole numbers such as 16 8").format(text))
    return [int(word) for word in words]


def _percent(value: object) -> str:
    return f"{100 * float(str(value)):g} %"


def _names(value: object) -> str | None:
    if isinstance(value, list):
        return names_text(value) or _("none")
    return names_text([value]) if isinstance(value, str) else None


def _kinds(value: object) -> str | None:
    return kinds_text(value) or _("as guessed") if isinstance(value, dict) else None


def _off(value: object) -> str | None:
    return _("off") if not value else None


SPECIAL: dict[str, Callable[[object], str | None]] = {
    "data.validation_fraction": _percent,
    "data.test_fraction": _percent,
    "training.clip_norm": _off,
    "training.tolerance": _off,
    "training.early_stopping": _off,
    "training.warmup": _off,
    "training.batch_size": lambda value: None if value else _("all"),
    "training.evaluate_every": lambda value: None if value else _("at the end"),
    "network.activation": lambda value: ", ".join(dict.fromkeys(value)) if isinstance(value, list) else None,
    "network.weights": lambda value: _("drawn by the seed") if value is None else pgettext("weights", "given"),
    "training.optimizer": lambda value: _("grad. descent") if value == "gradient_descent" else None,
    "seed": str,
    "data.target": _names,
    "data.ignore": _names,
    "data.kinds": _kinds,
    "data.split": str,
}
READERS: dict[str, Callable[[str], object]] = {
    "data.target": read_target,
    "data.ignore": read_names,
    "data.kinds": read_kinds,
    "data.split": str.strip,
}
"""How what is typed is read, where the kind of the setting doesn't say it."""
