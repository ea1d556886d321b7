"""The task of a table's targets, and the output function that suits them."""

from core.calls import Array
from core.data.table import Table
from core.data.understanding.class_labels import are_shares

from .settings import DataSettings


def task_and_output(settings: DataSettings, output: str | None, table: Table) -> tuple[str, str]:
    """The task, and the output function: `output`, or where that is None the one that suits the targets."""
    if table.labels is not None:
        return "classification", output or ("sigmoid" if len(table.class_names) == 2 else "softmax")
    assert table.values is not None, "a table has labels or values"
    task = settings.task or table.description.task
    return task, output or natural_output(task, table.values)


def output_neurons(output: str, table: Table) -> int:
    """The number of output neurons for a table's targets: one for two classes, unless the output is softmax."""
    if table.values is not None:
        return int(table.values.shape[1])
    classes = len(table.class_names)
    return 1 if classes == 2 and output != "softmax" else classes


def natural_output(task: str, targets: Array) -> str:
    """The output for targets, m × k: softmax for rows of shares that sum to 1, sigmoid for numbers each on its own."""
    if task == "regression":
        return "identity"
    return "softmax" if targets.shape[1] > 1 and are_shares(targets) else "sigmoid"
