"""What a person does to a network while it trains: done, undone, and done again."""

from collections.abc import Callable, Sequence
from typing import Any

from core.experiment.experiment import FIELDS, Experiment
from core.surgery.transform import OutputChange
from core.surgery.weights import Effect
from core.timeline.actions import carry_out, deed, opposite
from core.timeline.journal import Action, Change
from core.timeline.kept_states import CompactState

from .controller import TrainingController
from .undo_stack import UndoStack, UndoStep


class NotExact(Exception):
    """Training lies between what was done and now: it can be rewound to before it, or undone in what is now."""

    def __init__(self, doing: UndoStep) -> None:
        super().__init__(doing)
        self.doing = doing


class NetworkEdits:
    """Changes hyperparameters, structure, weights and data of a course, and keeps what is needed to undo it."""

    def __init__(self, course: TrainingController) -> None:
        self.course = course
        self.doings = UndoStack()

    def change(self, experiment: Experiment) -> None:
        """Another [training] section, from the next mini-batch. Raises InputError."""
        trainer = self.course.trainer
        if trainer.cursor:  # it waits for the end of the mini-batch
            trainer.change(experiment)
            return
        key = next((key for key in FIELDS if experiment.get(key) != trainer.next_experiment.get(key)), None)
        if key is not None:
            change = Change(*self.course.place, key, trainer.next_experiment.get(key), experiment.get(key))
            self._do(change, lambda: trainer.change(experiment))

    def carry_out(self, act: str, arguments: Sequence[Any]) -> tuple[Action, OutputChange | Effect | None]:
        """Do something to the network, by its name in `actions`. Raises InputError for what can't be done."""
        course = self.course
        course.leave_batch()
        entry = deed(course.place, act, arguments)
        done = carry_out(entry, course.trainer.state(), course.trainer.data)

        def go_on_from_there() -> None:
            course.stepper.clear()
            course.trainer.restore(done.state)
            course.timeline.add(entry)
            course.timeline.keep()

        self._do(entry, go_on_from_there)
        return entry, done.told

    def would_be(self, act: str, arguments: Sequence[Any]) -> tuple[Action, OutputChange | Effect | None]:
        """What that would do. Raises InputError for what can't be done."""
        course = self.course
        course.leave_batch()
        entry = deed(course.place, act, arguments)
        return entry, carry_out(entry, course.trainer.state(), course.trainer.data).told

    def _do(self, step: Change | Action, act: Callable[[], object]) -> None:
        course = self.course
        way, history = course.way, course.trainer.history.view()
        before = CompactState(course.trainer.state(), len(way))
        act()
        after = CompactState(course.trainer.state(), len(course.way))
        self.doings.add(UndoStep(step, way, course.way, before, after, history, course.trainer.history.view()))

    def undo(self) -> UndoStep | None:
        """Undo the last thing that was done; None where there is none. Raises NotExact where training lies between.

        A hyperparameter gets its value back all the same.
        """
        if not self.doings.done:
            return None
        course, last = self.course, self.doings.done[-1]
        course.leave_batch()
        if (course.place, course.way) == (last.place, last.way_after):
            course.go_over(last.way, last.before.state, last.history)
        elif isinstance(last.step, Change):
            course.trainer.change(course.trainer.next_experiment.replace(last.step.key, last.step.before))
        else:
            raise NotExact(last)
        self.doings.undone.append(self.doings.done.pop())
        return last

    def undo_now(self) -> UndoStep | None:
        """Undo the structure or the weight of the last deed in the network as it is now. Raises InputError."""
        last = self.doings.done[-1]
        assert isinstance(last.step, Action)
        act, arguments = opposite(last.step, last.before.state)
        self.carry_out(act, arguments)
        del self.doings.done[-2:]
        self.doings.undone.append(last)
        return last

    def redo(self) -> UndoStep | None:
        """Do again what was undone last; None where there is nothing. Raises InputError."""
        if not self.doings.undone:
            return None
        last = self.doings.undone.pop()
        undone = self.doings.undone[:]
        course = self.course
        course.leave_batch()
        if (course.place, course.way) == (last.before.place, last.way):
            course.go_over(last.way_after, last.after.state, last.history_after)
            self.doings.done.append(last)
        elif isinstance(last.step, Change):
            self.change(course.trainer.next_experiment.replace(last.step.key, last.step.after))
        else:
            self.carry_out(last.step.act, last.step.arguments)
        self.doings.undone[:] = undone
        return last
