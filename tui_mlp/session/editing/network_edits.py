"""The user's edits of a network in training: carried out, undone and done again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from core.experiment.experiment import FIELDS, Experiment
from core.timeline.journal import Action, Change
from core.timeline.kept_states import CompactState

from ..controller import TrainingController
from .undo_stack import UndoStack, UndoStep

if TYPE_CHECKING:
    from core.timeline.outcome import ActionReport


class TrainedSince(Exception):
    """The network was trained after the edit, so undoing it can't restore the state before it.

    Training can be rewound to before the edit, or the edit reversed in the present network.
    """

    def __init__(self, step: UndoStep) -> None:
        super().__init__(step)
        self.step = step


class NetworkEditor:
    """Changes the settings, structure, weights and data of a training, and keeps what is needed to undo that."""

    def __init__(self, controller: TrainingController) -> None:
        self.controller = controller
        self.undo_stack = UndoStack()

    def change(self, experiment: Experiment) -> None:
        """Set another [training] section, from the next mini-batch on. Raises InputError."""
        trainer = self.controller.trainer
        if trainer.cursor:  # the trainer applies it at the end of the mini-batch
            trainer.change(experiment)
            return
        key = next((key for key in FIELDS if experiment.get(key) != trainer.next_experiment.get(key)), None)
        if key is not None:
            change = Change(*self.controller.position, key, trainer.next_experiment.get(key), experiment.get(key))
            self._do(change, lambda: trainer.change(experiment))

    def carry_out(self, act: str, arguments: Sequence[Any]) -> tuple[Action, ActionReport | None]:
        """Carry out the action `act` of core.timeline.actions. Raises InputError if it isn't possible."""
        from core.timeline.actions import apply_action, new_action  # with the first edit: it needs all of surgery

        controller = self.controller
        controller.undo_partial_batch()
        action = new_action(controller.position, act, arguments)
        outcome = apply_action(action, controller.trainer.state(), controller.trainer.data)

        def apply() -> None:
            controller.stepper.clear()
            controller.trainer.restore(outcome.state)
            controller.timeline.add(action)
            controller.timeline.keep_state()

        self._do(action, apply)
        return action, outcome.report

    def preview(self, act: str, arguments: Sequence[Any]) -> tuple[Action, ActionReport | None]:
        """What `carry_out` would do, without doing it. Raises InputError if it isn't possible."""
        from core.timeline.actions import apply_action, new_action  # with the first edit: it needs all of surgery

        controller = self.controller
        controller.undo_partial_batch()
        action = new_action(controller.position, act, arguments)
        return action, apply_action(action, controller.trainer.state(), controller.trainer.data).report

    def _do(self, edit: Change | Action, apply: Callable[[], object]) -> None:
        controller, trainer = self.controller, self.controller.trainer
        steps, history = controller.journal_steps, trainer.history.view()
        before = CompactState(trainer.state(), len(steps))
        apply()
        steps_after = controller.journal_steps
        after = CompactState(trainer.state(), len(steps_after))
        self.undo_stack.add(UndoStep(edit, steps, steps_after, before, after, history, trainer.history.view()))

    def undo(self) -> UndoStep | None:
        """Undo the last edit and return it; None if there is none. Raises TrainedSince if it was trained since.

        A changed setting gets its former value back even then.
        """
        if not self.undo_stack.done:
            return None
        controller, last = self.controller, self.undo_stack.done[-1]
        controller.undo_partial_batch()
        if (controller.position, controller.journal_steps) == (last.position, last.steps_after):
            controller.switch_to(last.steps_before, last.before.state, last.history_before)
        elif isinstance(last.edit, Change):
            controller.trainer.change(controller.trainer.next_experiment.replace(last.edit.key, last.edit.before))
        else:
            raise TrainedSince(last)
        self.undo_stack.undone.append(self.undo_stack.done.pop())
        return last

    def undo_now(self) -> UndoStep | None:
        """Reverse the last edit in the present network, keeping what was trained since. Raises InputError."""
        from core.timeline.actions import inverse_action

        last = self.undo_stack.done[-1]
        assert isinstance(last.edit, Action)
        act, arguments = inverse_action(last.edit, last.before.state)
        self.carry_out(act, arguments)
        del self.undo_stack.done[-2:]
        self.undo_stack.undone.append(last)
        return last

    def redo(self) -> UndoStep | None:
        """Do again the edit that was undone last and return it; None if there is none. Raises InputError."""
        if not self.undo_stack.undone:
            return None
        last = self.undo_stack.undone.pop()
        undone = self.undo_stack.undone[:]
        controller = self.controller
        controller.undo_partial_batch()
        if (controller.position, controller.journal_steps) == (last.before.place, last.steps_before):
            controller.switch_to(last.steps_after, last.after.state, last.history_after)
            self.undo_stack.done.append(last)
        elif isinstance(last.edit, Change):
            self.change(controller.trainer.next_experiment.replace(last.edit.key, last.edit.after))
        else:
            self.carry_out(last.edit.act, last.edit.arguments)
        self.undo_stack.undone[:] = undone
        return last
