"""Computes the importance of the columns in pieces, while a network rests."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import ref

from core.support.errors import InputError
from core.support.memory import not_enough_memory
from core.training.trainer import Interrupted

if TYPE_CHECKING:
    from core.analysis.importance.importance import Importance
    from core.data.dataset import Data
    from core.model.output_meaning import OutputMeaning
    from core.training.trainer import Trainer


@dataclass(frozen=True, eq=False)
class ImportanceResult:
    """What is known of the importance of the columns.

    `found` is the latest that is complete, perhaps of some epochs earlier; before there is one, the columns that are
    done. `next` is the one that is being computed of the present weights, None where none is. `problem` says why there
    is none; empty where nothing is in the way.
    """

    found: "Importance | None" = None
    next: "Importance | None" = None
    problem: str = ""


NO_IMPORTANCE = ImportanceResult()


class ImportanceTask:
    """Computes the importance of the columns while it is wanted, and keeps the latest.

    `tell` is called with a message where memory is too small for it. A state key is what is another after all that
    changes the weights.
    """

    def __init__(self, tell: Callable[[str], object]) -> None:
        self.wanted = False
        self._tell = tell
        self._result = NO_IMPORTANCE
        self._key: object = None
        self._job: Iterator[Importance | None] | None = None
        self._job_key: object = None
        self._meaning: tuple[ref[Data], OutputMeaning] | None = None

    def want(self, wanted: bool) -> None:
        """Compute it from now on, or no more."""
        self.wanted = wanted
        if not wanted:
            self._job = None

    def result(self, data: "Data") -> ImportanceResult:
        """What is known for these data; what was found for others is forgotten."""
        found = self._result.found or self._result.next
        if found is not None and found.data is not data:
            self._result = NO_IMPORTANCE
        return self._result

    def missing(self, state_key: object) -> bool:
        """Whether it is wanted and isn't that of this state of the network."""
        return self.wanted and self._key != state_key

    def compute(self, trainer: "Trainer", state_key: object, interrupted: Interrupted | None = None) -> None:
        """Compute it; if interrupted, go on at the next call, or begin again if the network has changed."""
        if not self.missing(state_key):
            return
        if self._job is None or self._job_key != state_key:
            self._job, self._job_key = self._importance(trainer), state_key
        try:
            for found in self._job:
                if found is not None:
                    self._take(found)
                if interrupted is not None and interrupted():
                    return
            self._key, self._job = state_key, None
        except (MemoryError, InputError) as problem:  # the latter where it is known before
            self._key, self._job = state_key, None  # tried again in another state of the network
            text = not_enough_memory(problem) if isinstance(problem, MemoryError) else str(problem)
            self._result = ImportanceResult(problem=text)
            self._tell(self._result.problem)

    def _take(self, found: "Importance") -> None:
        before = self.result(found.data).found
        if found.complete:
            self._result = ImportanceResult(found)
        else:
            earlier = before if before is not None and before.complete else found
            self._result = ImportanceResult(earlier, found)

    def _importance(self, trainer: "Trainer") -> "Iterator[Importance | None]":
        from copy import copy

        from core.analysis.importance.permutation_importance import permutation_importance
        from core.model.output_meaning import OutputMeaning

        data = trainer.data
        if self._meaning is None or self._meaning[0]() is not data:
            self._meaning = ref(data), OutputMeaning.of(data)
        moment = trainer.epoch, trainer.batch
        yield from permutation_importance(
            copy(trainer.network), data, trainer.experiment.seed, moment, self._meaning[1]
        )  # fmt: skip
