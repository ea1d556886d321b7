"""The best figures of a run so far, by the objectives of its sweep."""

from collections.abc import Sequence
from math import isfinite, nan

from core.analysis.split_metrics import split_metrics
from core.sweeps.objectives import OBJECTIVES
from core.training.history import COLUMNS
from core.training.trainer import Trainer

BALANCED_ACCURACY = "validation_balanced_accuracy"
"""The objective that no history has: it is computed after each epoch that is evaluated, where somebody asks for it."""


class BestSoFar:
    """The best figures by these objectives, None where there is none yet; `epoch` is that of the first's.

    `values` and `epoch` are those of a run that goes on. Call `epoch_ended` after each epoch of the trainer.
    """

    def __init__(
        self, trainer: Trainer, objectives: Sequence[str], values: Sequence[float | None] = (), epoch: int | None = None
    ) -> None:
        self._trainer = trainer
        self._objectives = [OBJECTIVES[name] for name in objectives]
        self.values = list(values) or [None] * len(self._objectives)
        self.epoch = epoch

    @classmethod
    def by_history(cls, trainer: Trainer, objectives: Sequence[str]) -> "BestSoFar":
        """That of a run of which only the history is known; without balanced accuracies, which aren't in it."""
        best = cls(trainer, objectives)
        for row in trainer.history.view().tolist():
            figures = dict(zip(COLUMNS, row, strict=True))
            best._add([figures.get(name, nan) for name in objectives], int(figures["epoch"]))
        return best

    def epoch_ended(self) -> None:
        """Look at the epoch that has just ended."""
        figures = dict(zip(COLUMNS, self._trainer.history.last, strict=True))
        names = [one.name for one in self._objectives]
        if BALANCED_ACCURACY in names and isfinite(figures["validation_accuracy"]):
            figures[BALANCED_ACCURACY] = self._balanced_accuracy()
        self._add([figures.get(name, nan) for name in names], self._trainer.epoch)

    def _balanced_accuracy(self) -> float:
        found = split_metrics(self._trainer.network, self._trainer.data, "validation")
        return nan if found is None or found.classification is None else found.classification.balanced_accuracy

    def _add(self, figures: Sequence[float], epoch: int) -> None:
        for place, (objective, value) in enumerate(zip(self._objectives, figures, strict=True)):
            known = self.values[place]
            if isfinite(value) and (known is None or objective.is_better(value, known)):
                self.values[place] = value
                if not place:
                    self.epoch = epoch
