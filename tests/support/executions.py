"""The equations of one mini-batch of a small network, as they ran."""

from functools import cache
from typing import Any

import numpy as np

from core.experiment.experiment import DataSettings, Experiment, NetworkSettings, TrainingSettings
from core.stepping.stepper import Execution, Stepper
from core.training.trainer import Trainer
from tui_mlp.models.step_focus import StepFocus, focus_on


@cache
def walked(
    hidden: tuple[int, ...] = (4, 3),
    output: Any = "sigmoid",
    loss: Any = "cross_entropy",
    activation: Any = "tanh",
    inputs: int = 3,
    outputs: int = 2,
    m: int = 5,
    batches: int = 1,
    class_weight: Any = "none",
    **training: Any,
) -> tuple[Execution, ...]:
    """`training` are keys of [training]; of several mini-batches the last. Made once, so nobody may write to them."""
    random = np.random.default_rng(1)
    Y = random.random((2 * m, outputs))
    if output == "softmax":
        Y = np.eye(outputs)[np.arange(2 * m) % outputs]
    data = DataSettings(
        source="inline", inputs=random.normal(size=(2 * m, inputs)).tolist(), targets=Y.tolist(), standardize=False,
        validation_fraction=0.0, test_fraction=0.0, class_weight=class_weight,
    )  # fmt: skip
    network = NetworkSettings(hidden=list(hidden), activation=activation, output=output, loss=loss)
    settings = TrainingSettings(**{"optimizer": "gradient_descent", "batch_size": m, "learning_rate": 0.1, **training})
    stepper = Stepper(Trainer(Experiment(seed=1, data=data, network=network, training=settings)))
    for _ in range(batches):
        stepper.finish_batch()
    for execution in stepper.executions:
        for operand in execution.operands:
            operand.value.flags.writeable = False
    return stepper.executions


def at(
    executions: tuple[Execution, ...],
    symbol: str,
    row: int = 0,
    column: int = 0,
    kind: str | None = None,
    max_terms: int = 12,
) -> StepFocus:
    """The look at a value of the equation with this symbol, the last of them unless its kind is told."""
    places = [
        place
        for place, execution in enumerate(executions)
        if execution.equation.symbol == symbol and kind in (None, execution.equation.kind)
    ]
    return focus_on(executions, places[-1], (0, 0), max_terms).at_cell(row, column)


NETWORKS: dict[str, dict[str, Any]] = {
    "tanh": {},
    "sigmoid": {"activation": "sigmoid"},
    "softmax": {"output": "softmax", "outputs": 3},
    "softmax, squared": {"output": "softmax", "outputs": 3, "loss": "squared_error"},
    "softmax, weighted": {"output": "softmax", "outputs": 3, "class_weight": "balanced"},
    "squared, weighted": {"output": "softmax", "outputs": 3, "loss": "squared_error", "class_weight": "balanced"},
    "regression": {"output": "identity", "loss": "squared_error", "outputs": 1},
    "one layer": {"hidden": ()},
    "five layers": {"hidden": (4, 3, 2)},
    "dropout": {"dropout": 0.5},
    "l1 and l2": {"l1": 0.3, "l2": 0.2},
    "l1": {"l1": 0.3},
    "clipped": {"clip_norm": 0.01},
    "relu": {"activation": "relu"},
}
OPTIMIZERS = ("gradient_descent", "momentum", "nesterov", "rmsprop", "adam")

EACH_ONCE = [*((name, "adam") for name in NETWORKS), *(("tanh", name) for name in OPTIMIZERS if name != "adam")]
"""Every network and every optimiser: lines 5 to 11 depend on the one only, the updates on the other."""
