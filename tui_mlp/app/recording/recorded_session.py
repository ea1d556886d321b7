"""A replay that goes on as far as it is told, by the clock of a recording."""

from collections.abc import Callable
from functools import partial

from core.resuming.replay import Replay
from core.support.errors import InputError
from core.support.i18n import _
from core.timeline.advance import current_position
from core.timeline.journal import Action, Change, Entry, GoOn, Position, Rewind, position_of
from core.training.trainer import Interrupted
from tui_mlp.session.commands import Run
from tui_mlp.session.open_training import replayed_training
from tui_mlp.session.run_until import Goal
from tui_mlp.session.snapshot import RunState, Severity
from tui_mlp.session.stepped_sessions import SteppedSession
from tui_mlp.text.event_texts import edit_text
from tui_mlp.text.numbers import count

SHOWN = ("breakpoint", "divergence")
"""What the training itself says that belongs into the picture. All else is about the replay."""


class PartialReplay(Replay):
    """A replay that is run part by part: `run` stops at exactly `upto` as if it were interrupted."""

    upto: Position = (0, 0)

    def run(self, interrupted: Interrupted | None = None, to: Position | None = None) -> bool:
        """Train on as in Replay, at most to `upto`; True only where what was asked for is reached."""
        goal = min(to or self.end, self.end)
        return super().run(interrupted, min(goal, self.upto)) and goal <= self.upto


class RecordedSession(SteppedSession):
    """Repeats a run's journal without a thread, epoch by epoch as `train_to` says.

    `seconds` is the time of the recording, which the caller sets: by it the speed is measured, and advice comes.
    `stop` is called at each mini-batch; once it returns True, nothing more is trained. Training begins at `begins`.
    """

    def __init__(self, replay: PartialReplay, stop: Interrupted = lambda: False, begins: float = 0.0) -> None:
        self.replay, self.stop, self.begins = replay, stop, begins
        self.seconds = 0.0
        self._begun = self._ended = False
        self._acts = acts_of(replay)
        super().__init__(replay.trainer.experiment, make_controller=partial(replayed_training, replay))

    def clock(self) -> float:
        """The time of the recording in seconds."""
        return self.seconds

    def interrupted(self) -> bool:
        """Whether to stop for good."""
        return self.stop()

    def tell(self, text: str, severity: Severity = "error") -> None:
        """Show what the training says; notes on the replay and its verdict are no part of the picture.

        Raises an error as InputError: a journal that can't be followed gives no picture.
        """
        if severity == "error":
            raise InputError(text)
        if severity in SHOWN:
            super().tell(text, severity)

    def train_to(self, to: Position, seconds: float, equations: bool = False) -> None:
        """Train on to a position, reached at this time of the recording, and take a snapshot.

        What a person did on the way is told as messages. With `equations`, the last mini-batch is run equation by
        equation, for the Step view. A training that diverges stops there.
        """
        task, trainer = self.task, self.replay.trainer
        if to > (0, 0) and not self._begun:
            self._begun, self.seconds = True, self.begins
            self.post(Run(Goal.END))
        self.seconds = seconds
        batch = self._batch_before(to) if equations else None
        if batch is not None:
            self._go(batch)
            if current_position(trainer) == batch and task.goal is not None:
                self._run_equations()
        self._go(to)
        task.before_snapshot(self.clock())
        done = [text() for position, text in self._acts if position <= current_position(trainer)]
        if done:
            del self._acts[: len(done)]
            super().tell("; ".join(done), "information")
        self.publish()

    def _go(self, to: Position) -> None:
        """Train on to a position. At the end of the run, compute what is shown there too."""
        self.replay.upto, task = to, self.task
        while task.goal is not None and not self.stop() and current_position(self.replay.trainer) < to:
            task.advance()
        if task.goal is not None and to >= self.replay.end and not self.stop():
            task.advance()  # there may be steps of the journal left at the end
        if self._begun and task.goal is None and not self._ended:
            self._ended = True
            self._end()

    def _end(self) -> None:
        """Show how the run ended, rather than that its replay has: diverged, interrupted, or finished."""
        task, stopped_by = self.task, self.replay.stopped_by
        if stopped_by == "divergence" and task.state is RunState.FINISHED:
            self.post(Run(Goal.BATCH))  # the journal ends before the mini-batch in which it diverged
            task.advance()
        elif task.state is RunState.FINISHED and self.replay.trainer.stopped_by is None:
            task.state = RunState.PAUSED
        while task.has_work and not self.stop():
            task.advance()

    def _run_equations(self) -> None:
        """Run a mini-batch equation by equation, so that each of them can be looked at."""
        self.post(Run(Goal.BATCH))
        self.task.advance()
        if self.task.state is RunState.PAUSED:
            self.post(Run(Goal.END))

    def _batch_before(self, to: Position) -> Position | None:
        """The start of the last mini-batch before a position; None where the journal has a step that comes before it.

        Between the equations of a mini-batch no step of the journal could be taken.
        """
        epoch, batch = to
        start = (epoch, batch - 1) if batch else (epoch - 1, self.replay.trainer.batches - 1)
        taken = any(position_of(step) == start for step in self.replay.steps)
        return None if taken or start < current_position(self.replay.trainer) else start


def acts_of(replay: Replay) -> list[tuple[Position, Callable[[], str]]]:
    """What people did in a run, by the position at which it shows, with the message about it.

    A rewind shows where training went on after it: what it undid isn't trained again. One within an epoch undid an
    edit, of which nothing is seen.
    """
    acts: list[tuple[Position, Callable[[], str]]] = [
        (position_of(step), partial(edit_text, step)) for step in replay.steps if isinstance(step, Change | Action)
    ]
    acts += [
        (position_of(step), lambda: _("training was continued")) for step in replay.steps if isinstance(step, GoOn)
    ]
    acts += [(one.to, partial(rewind_text, one)) for one in lasting_rewinds(replay.entries) if one.to_epoch < one.epoch]
    return sorted(acts, key=lambda act: act[0])


def lasting_rewinds(entries: list[Entry]) -> list[Rewind]:
    """The rewinds that no later one has undone, as it went back further."""
    lasting: list[Rewind] = []
    for entry in entries:
        if isinstance(entry, Rewind):
            lasting = [*(one for one in lasting if one.to < entry.to), entry]
    return lasting


def rewind_text(rewind: Rewind) -> str:
    """The message about a rewind."""
    text = _("back from epoch {} to epoch {}")
    return text.format(count(rewind.epoch), count(rewind.to_epoch))
