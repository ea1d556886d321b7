"""Our Trainer, as `mlp-tui train` uses it."""

from workloads import Task


class Ours:
    """Epochs of a Trainer."""

    def __init__(self, task: Task) -> None:
        self.trainer = task.trainer()

    def train(self, epochs: int) -> list[float]:
        """`run_epoch`, and what the history has of it."""
        for _ in range(epochs):
            self.trainer.run_epoch()
        losses: list[float] = self.trainer.history.train_loss[-epochs:].tolist()
        return losses
