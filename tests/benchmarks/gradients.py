"""Before anything is timed: every peer computes the gradient that our Trainer computes."""

import numpy as np
from peers import DIFFERENTIATING
from workloads import Task

LIMITS = {"float64": 1e-9, "float32": 1e-4}


def differences(task: Task) -> dict[str, float]:
    """‖theirs − ours‖ / ‖ours‖ over all Θ, by peer: of our first mini-batch, from the same weights."""
    trainer = task.trainer()
    rows = trainer.rows
    trainer.run_batch()
    ours = trainer.gradient.astype(np.float64)
    found = {}
    for name, peer in DIFFERENTIATING.items():
        theirs = np.concatenate([gradient.ravel() for gradient in peer(task).gradient(rows)])
        found[name] = float(np.linalg.norm(theirs - ours) / np.linalg.norm(ours))
    return found


def check(task: Task) -> dict[str, float]:
    """The differences, printed in one line; AssertionError where one is beyond the limit."""
    found, limit = differences(task), LIMITS[task.workload.dtype]
    print(f"{task.workload.name}: " + ", ".join(f"{name} {d:.1e}" for name, d in found.items()) + f" (limit {limit:g})")
    for name, difference in found.items():
        assert difference <= limit, f"{name} computes another gradient on {task.workload.name}: {difference:.1e}"
    return found
