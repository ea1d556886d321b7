"""Defaults that suit a table: they follow its rows, inputs, task and outputs.

The figures beside the constants are medians of five seeds on the tables of tests/benchmarks/own_tables.py, prepared
alike: test accuracy, or R² of a regression.
"""

from collections.abc import Mapping, Sequence
from math import inf
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from core.data.dataset import Data

SMALL = 150
"""Up to so many rows a table is small. Its validation loss, of 30 rows at most, is too uneven to stop a training by."""

BATCH_SIZES = ((30, 2), (SMALL, 8), (3_000, 32), (20_000, 64), (200_000, 256), (inf, 1024))
"""Examples of a step, by the rows up to which it holds.

On tables of some hundred rows 32 takes two thirds of the time of 16, and reaches the same: .89 of auto-mpg.
"""

EPOCHS = ((100_000, 200), (1_000_000, 100), (5_000_000, 50), (10_000_000, 20), (inf, 10))
"""Epochs, by the numbers in the table up to which it holds: rows times inputs.

Most trainings of some hundred rows are stopped early after 50 to 120. Diamonds, 1.4 million numbers, needs 50 for .981.
"""

NEURONS, MORE_NEURONS = 64, 128
"""Of the only hidden layer.

64 or 32: .57 or .55 of abalone, .59 or .50 of tips. A second layer of 32 loses .01 on each. 128 or 64: .981 or .975 of
digits.
"""

MANY_INPUTS, MANY_OUTPUTS, ENOUGH_ROWS = 64, 20, 1_000
"""What asks for more neurons: many inputs in enough rows, such as pictures, or many classes.

With 64 neurons mpg, of 234 rows and 74 inputs, comes to 1.0, with 128 to .98. An input alone also has more, as each
relu is one kink of its curve: the worst of eight straight lines, ten rows each, comes to .99 instead of .97.
"""

PENALTIES, OF_CLASSIFICATION = ((2_000, 10), (inf, 1)), 0.1
"""λ2 of many inputs in a regression, by the rows up to which it holds; a classification takes a tenth of it.

10 or 1: .46 or .40 of diabetes, .38 or .34 of wine quality, .44 or .39 of tips, but .85 or .86 of auto-mpg, and .56 or
.59 of abalone, 4,177 rows. A classification, 1 or .1: .994 or .988 of penguins, .98 or .97 of iris, but .795 or .801 of
titanic, 2,207 rows; medians or means of ten seeds.
"""

PATIENCE = 40
"""Epochs without a better validation loss before a training is stopped: enough for the schedule to lower the rate."""

FLOAT32_FROM = 1_000_000
"""Numbers in the table from which on float32 is used: half the memory, two thirds of the time."""


def suited_defaults(rows: int, inputs: int, task: str, outputs: int) -> Mapping[str, Any]:
    """The settings that suit a table, in the experiment file's shape. What isn't here has the general default.

    `rows` are all rows of the table, `inputs` the numbers of a prepared row, `outputs` the output neurons. The schedule
    lowers the learning rate to 0 at the last epoch, whatever the number of epochs is. The penalty rises with the
    inputs: without it twelve rows of ten inputs are learnt by heart, and with it the slope of a straight line is lost.
    """
    many = (inputs >= MANY_INPUTS and rows >= ENOUGH_ROWS) or outputs > MANY_OUTPUTS
    neurons = MORE_NEURONS if many or inputs == 1 else NEURONS
    penalty = _up_to(PENALTIES, rows) * (OF_CLASSIFICATION if task == "classification" else 1)
    epochs = _up_to(EPOCHS, rows * inputs)
    return {
        "dtype": "float32" if rows * inputs >= FLOAT32_FROM else "float64",
        "network": {"hidden": [neurons], "activation": "relu", "initializer": "he"},
        "training": {
            "learning_rate": 0.003 if many else 0.01,
            "schedule": "cosine",
            "batch_size": _up_to(BATCH_SIZES, rows),
            "epochs": epochs,
            "early_stopping": 0 if rows <= SMALL else min(PATIENCE, epochs // 2),
            "l2": penalty * min(1.0, (inputs - 1) / 10),
        },
    }


def defaults_suiting(data: "Data") -> Mapping[str, Any]:
    """The settings that suit data which are already prepared."""
    return suited_defaults(data.rows, data.train.inputs.shape[1], data.task, data.train.Y.shape[1])


def _up_to(values: Sequence[tuple[float, int]], number: float) -> int:
    """The first value that holds for the number."""
    return next(value for limit, value in values if number <= limit)
