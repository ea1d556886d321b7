"""The built-in data sets, with settings that suit each, and the exercises.

`defaults` has the experiment file's shape and holds what differs from the general defaults, so that a beginner need
change nothing. tests/core/data/test_defaults.py measures how well they do over five seeds.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from core.support.i18n import N_, translated

Task = Literal["classification", "regression"]


@dataclass(frozen=True)
class BuiltIn:
    """A data set or an exercise.

    `rows`, `inputs` and `outputs` are numbers: of examples, input columns and output neurons. `generated` means that
    the settings `samples` and `noise` apply. `origin` is the untranslated text of `source`.
    """

    name: str
    task: Task
    rows: int
    inputs: int
    outputs: int
    origin: str
    generated: bool = False
    classes: tuple[str, ...] = ()
    defaults: Mapping[str, Any] = field(default_factory=dict)

    @property
    def source(self) -> str:
        """Where the data come from, in a few translated words."""
        return translated(self.origin)


MADE = N_("made by this program")
TRUTH_TABLE = N_("a truth table")
SKLEARN = N_("UCI Machine Learning Repository, from scikit-learn; CC BY 4.0")

ONLY_TRAINING = {"validation_fraction": 0.0, "test_fraction": 0.0, "standardize": False}


def _gate(name: str) -> BuiltIn:
    defaults = {
        "data": ONLY_TRAINING,
        "network": {"hidden": [4]},
        "training": {"batch_size": 0, "learning_rate": 0.1, "epochs": 500},
    }
    return BuiltIn(name, "classification", 4, 2, 1, TRUTH_TABLE, classes=("0", "1"), defaults=defaults)


def _points(name: str, classes: int, epochs: int, **network: Any) -> BuiltIn:
    names = tuple(str(number) for number in range(classes))
    defaults = {"network": network, "training": {"epochs": epochs}}
    outputs = 1 if classes == 2 else classes
    return BuiltIn(name, "classification", 500, 2, outputs, MADE, True, names, defaults)


_ALL = (
    *(_gate(name) for name in ("and", "or", "xor", "nand")),
    _points("circle", 2, 200, hidden=[4]),
    _points("gaussians", 2, 100, hidden=[2]),
    BuiltIn(
        "spiral", "classification", 500, 2, 1, MADE, True, ("0", "1"),
        {"network": {"hidden": [8, 8]}, "training": {"learning_rate": 0.005, "epochs": 1000}},
    ),
    _points("moons", 2, 200, hidden=[8]),
    _points("blobs", 3, 100, hidden=[4]),
    _points("quadrants", 2, 200, hidden=[4]),
    BuiltIn(
        "plane", "regression", 500, 2, 1, MADE, True,
        defaults={"network": {"hidden": [4]}, "training": {"epochs": 100}},
    ),
    BuiltIn(
        "sine", "regression", 500, 1, 1, MADE, True,
        defaults={"network": {"hidden": [8]}, "training": {"epochs": 300}},
    ),
    BuiltIn(
        "peaks", "regression", 500, 2, 1, MADE, True,
        defaults={"network": {"hidden": [16, 16]}, "training": {"epochs": 400}},
    ),
    BuiltIn(
        "iris", "classification", 150, 4, 3, SKLEARN, classes=("setosa", "versicolor", "virginica"),
        defaults={"network": {"hidden": [8]}, "training": {"epochs": 100}},
    ),
    BuiltIn(
        "wine", "classification", 178, 13, 3, SKLEARN, classes=("1", "2", "3"),
        defaults={"network": {"hidden": [8]}, "training": {"epochs": 50}},
    ),
    BuiltIn(
        "digits", "classification", 1797, 64, 10, SKLEARN, classes=tuple("0123456789"),
        defaults={
            "data": {"standardize": False},
            "network": {"hidden": [32], "activation": "relu", "initializer": "he"},
            "training": {"batch_size": 32, "learning_rate": 0.003, "l2": 0.5, "epochs": 60},
        },
    ),
    BuiltIn(
        "mnist", "classification", 5000, 784, 10, N_("MNIST, LeCun, Cortes, Burges; 5,000 drawn at random"),
        classes=tuple("0123456789"),
        defaults={
            "dtype": "float32",
            "data": {"standardize": False},
            "network": {"hidden": [128], "activation": "relu", "initializer": "he"},
            "training": {"batch_size": 64, "learning_rate": 0.001, "l2": 0.5, "epochs": 20},
        },
    ),
    BuiltIn(
        "diabetes", "regression", 442, 10, 1, N_("Efron, Hastie, Johnstone, Tibshirani 2004, from scikit-learn"),
        defaults={
            "network": {"hidden": [8]},
            "training": {"learning_rate": 0.003, "l2": 3.0, "epochs": 100},
        },
    ),
)  # fmt: skip

BUILTINS: dict[str, BuiltIn] = {entry.name: entry for entry in _ALL}

EXERCISES: dict[str, BuiltIn] = {
    entry.name: entry
    for entry in (
        BuiltIn("by-hand", "classification", 1, 2, 1, N_("an exercise: one example, every number of a mini-batch")),
        BuiltIn("shapes", "classification", 5, 3, 2, N_("an exercise: rows and columns of all matrices")),
        BuiltIn("mini-batch", "classification", 3, 1, 1, N_("an exercise: three examples, and the mean over them")),
        BuiltIn("xor-by-hand", "classification", 4, 2, 1, N_("an exercise: a truth table, and weights that learn it")),
        BuiltIn("tanh-by-hand", "regression", 1, 2, 1, N_("an exercise: tanh, identity and squared error")),
        BuiltIn("softmax-by-hand", "classification", 1, 2, 3, N_("an exercise: three classes, softmax")),
        BuiltIn("saturated", "classification", 2, 1, 1, N_("an exercise: wrong and saturated at the start")),
        BuiltIn("second-hidden-layer", "classification", 1, 2, 1, N_("an exercise: the error through two layers")),
        BuiltIn("momentum-by-hand", "classification", 1, 2, 1, N_("an exercise: momentum, in two mini-batches")),
        BuiltIn("adam-first-step", "classification", 1, 2, 1, N_("an exercise: the first step of adam")),
    )
}
"""Whole experiments with given weights, each a file in datasets/exercises, from the easiest on.

None can be a `data.source`.
"""

CATALOG: dict[str, BuiltIn] = BUILTINS | EXERCISES
"""Everything that can be opened by name."""
