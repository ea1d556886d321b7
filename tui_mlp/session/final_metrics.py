"""The metrics of a training that has ended, on rows that it wasn't trained on: computed once, on its thread."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from core.analysis.split_metrics import SplitMetrics

    from .controller import TrainingController


class FinalMetrics:
    """Computes the metrics of the test rows, or of the validation rows where there are no test rows."""

    def __init__(self) -> None:
        self._found: SplitMetrics | None = None
        self._key: tuple[Any, ...] = ()

    def known(self, controller: "TrainingController") -> bool:
        """Whether they have been computed for the weights that the training has now."""
        return self._key == _key(controller)

    def of(self, controller: "TrainingController") -> "SplitMetrics | None":
        """The metrics as computed for the present weights; None if they aren't computed, or there are no such rows."""
        return self._found if self.known(controller) else None

    def compute(self, controller: "TrainingController") -> None:
        """Compute them. Where there is no memory for that, there are none."""
        from core.analysis.split_metrics import split_metrics

        trainer = controller.trainer
        split = "validation" if trainer.data.test is None else "test"
        try:
            self._found = split_metrics(trainer.network, trainer.data, split)
        except MemoryError:
            self._found = None
        self._key = _key(controller)


def _key(controller: "TrainingController") -> tuple[Any, ...]:
    """What changes with the weights: the training, its position, and what people have done in it."""
    return controller, controller.position, len(controller.timeline.entries)
