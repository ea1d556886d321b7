"""The metrics of a training that has ended, computed once."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.analysis.split_metrics import SplitMetrics
    from core.training.trainer import Trainer


class FinalMetrics:
    """Computes the metrics of a training that has ended once: of its test rows, or of its validation rows without test
    rows. A `state_key` is what changes with the weights: `TrainingController.state_key`.
    """

    def __init__(self) -> None:
        self._found: SplitMetrics | None = None
        self._key: object = None

    def known(self, state_key: object) -> bool:
        """Whether they have been computed for this state."""
        return self._key == state_key

    def of(self, state_key: object) -> "SplitMetrics | None":
        """The metrics of this state; None if they aren't computed, or there are no such rows."""
        return self._found if self.known(state_key) else None

    def compute(self, trainer: "Trainer", state_key: object) -> None:
        """Compute them. Where there is no memory for that, there are none."""
        from core.analysis.split_metrics import split_metrics

        split = "validation" if trainer.data.test is None else "test"
        try:
            self._found = split_metrics(trainer.network, trainer.data, split)
        except MemoryError:
            self._found = None
        self._key = state_key
