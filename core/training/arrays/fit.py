"""Training on arrays of a program, as scikit-learn's `fit`: `core.fit(X, y)`."""

from typing import Any

from core.data.given.given_table import digest_of, given_table
from core.experiment.defaults.table_defaults import defaults_for_table
from core.experiment.experiment import Experiment
from core.experiment.parsing import ARRAYS
from core.experiment.preparation import load_data
from core.experiment.settings import FIELDS, DataSettings
from core.support.checked_numbers import listed
from core.support.errors import InputError
from core.support.escaping import shortened
from core.support.i18n import _
from core.support.random_streams import streams
from core.support.suggestions import nearest_name
from core.training.trainer import Trainer

OF_FILES = (
    "data.source", "data.target", "data.ignore", "data.separator", "data.decimal", "data.header", "data.encoding",
    "data.test", "data.samples", "data.noise", "data.inputs", "data.targets", "data.classes", "data.fold",
)  # fmt: skip
"""Keys of the experiment that say nothing of arrays."""

KEYS = {key.rpartition(".")[2]: key for key in FIELDS if key not in OF_FILES}
"""The keyword arguments of `fit`: the keys of the experiment without their section."""


def fit(
    X: Any,
    y: Any,
    hidden: Any = None,
    epochs: int | None = None,
    seed: int = 0,
    *,
    task: str | None = None,
    validation_fraction: float = 0.0,
    test_fraction: float = 0.0,
    **settings: Any,
) -> Trainer:
    """Train a network on inputs X, m × n, and targets y; return the Trainer, which predicts.

    X is an array, a list of rows, a DataFrame, a dict of columns, or a list of dicts; NaN and None are missing cells,
    filled as `missing` says; columns of texts are categories. y are m classes of any kind, or m or m × k numbers;
    `task` is "classification" or "regression", by default found out as for tables. All rows are for training, unless a
    fraction of them is to be for validation or test. Other keyword arguments are keys of the experiment file, such as
    `activation`, `optimizer`, `learning_rate`, `batch_size`, `l2`, `standardize`, `class_weight`; what isn't given has
    the default that suits the data. Nothing is written to disk.

    Where the default learning rate falls along a cosine, it is 0 after `epochs`, and `run_epoch` alone changes nothing
    then. To train on, give the trainer more epochs, over which the cosine is stretched:
    `trainer.change(trainer.experiment.replace("training.epochs", 120))`, and `trainer.run()`. Raises InputError for
    data and settings that can't be used, Diverged where training diverges.
    """
    given = {
        "hidden": hidden, "epochs": epochs, "seed": seed, "task": task, "validation_fraction": validation_fraction,
        "test_fraction": test_fraction, **settings,
    }  # fmt: skip
    values = {_key(name): listed(value) for name, value in given.items() if value is not None}
    start = Experiment(name="fit", data=DataSettings(source=ARRAYS)).replace_all(values)
    table = given_table(X, y, start.data.task, start.data.missing, start.data.kinds)
    suited = defaults_for_table(table, start.data, start.network.output, streams(start.seed).data, values)
    experiment = start.replace_all({"data.source": f"{ARRAYS} {digest_of(table)}", **suited})
    trainer = Trainer(experiment, load_data(experiment, table=table))
    trainer.run()
    return trainer


def _key(name: str) -> str:
    """The experiment's key of a keyword argument. Raises InputError for one that there isn't."""
    if name in KEYS:
        return KEYS[name]
    message = _("core.fit: unknown argument '{}'").format(shortened(name))
    if close := nearest_name(name, KEYS):
        raise InputError(message + _("; did you mean '{}'?").format(close))
    raise InputError(message + _("; expected one of {}").format(", ".join(KEYS)))
