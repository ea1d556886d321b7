"""Going back to any earlier position of a training, with the same bits.

States are kept at intervals; what lies between two of them is trained again.
"""

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from time import perf_counter

from core.experiment.experiment import Experiment
from core.support.errors import InputError
from core.support.i18n import _
from core.training.trainer import Interrupted, Trainer
from core.training.training_state import TrainingState

from .advance import advance, current_position
from .journal import Entry, GoOn, JournalStep, Position, Rewind, changes_between
from .journal_steps import branch_point, effective_steps, extend_steps, steps_before
from .kept_states import CheckpointedState, CompactState

BYTES = 64 * 1024**2
"""The default of the memory for kept states."""
STATES = 512
"""Largest number of kept states: more would slow down a training of short epochs."""
SPACING = 0.025
"""Smallest time between two kept states, in seconds: so much is trained again unnoticed."""
SHARE = 0.005
"""Largest share of the time for keeping states."""


class Timeline:
    """The journal of one training, and its states by position, thinned to a budget of memory.

    A state is kept every `stride` epochs, but not so often that it would slow training down; where there are too many,
    every second one is dropped. A state belongs to the first `taken` steps: at one position there may be a state
    before a change and one after it.

    `on_entry` called with each new entry of the journal
    `entries`  the journal so far
    `budget`   bytes that the states may take
    `earlier`  states from before the present one, as resuming finds them
    `every`    keep the state of each epoch that is a multiple of the stride, however long that takes
    """

    def __init__(
        self,
        trainer: Trainer,
        on_entry: Callable[[Entry], object],
        entries: Iterable[Entry] = (),
        budget: int = BYTES,
        earlier: Iterable[CheckpointedState] = (),
        every: bool = False,
    ) -> None:
        self.trainer, self.entries, self._on_entry, self._budget = trainer, list(entries), on_entry, budget
        self._steps = effective_steps(self.entries)
        self._states: dict[tuple[Position, int], CompactState | CheckpointedState] = {
            (state.place, state.taken): state for state in earlier
        }
        self._recent = deque[tuple[float, int, TrainingState]](maxlen=2)
        """States at the ends of the last epochs while breakpoints are on: when, number of steps, state."""
        self._base: TrainingState | None = None
        self._sought_position: Position | None = None
        self._most = 0
        self.stride, self.every, self._next = 1, every, 0.0
        self.keep_state()

    # Keeping

    def keep_state(self) -> None:
        """Keep the present state. Call it between two mini-batches."""
        start, state = perf_counter(), self.trainer.state()
        kept = CompactState(state, len(self._steps), self._base)
        self._base = self._base or state
        self._states[kept.place, kept.taken] = kept
        self._most += state.nbytes
        self._sought_position = None
        now = perf_counter()
        self._next = now + max(SPACING, (now - start) / SHARE)

    def epoch_ended(self) -> None:
        """Keep the state at the end of an epoch if that is due."""
        if any(one.on for one in self.trainer.breakpoints) and (
            not self._recent or perf_counter() >= self._recent[-1][0] + SPACING
        ):
            self._recent.append((perf_counter(), len(self._steps), self.trainer.state()))
        if self.trainer.epoch % self.stride == 0 and (self.every or perf_counter() >= self._next):
            self.keep_state()
            if len(self._states) > STATES or self._most > self._budget:
                self._thin()

    def _thin(self) -> None:
        self._most = self.nbytes  # the running sum counts shared arrays more than once
        while self._kept > 2 and (len(self._states) > STATES or self._most > self._budget):
            self.stride *= 2
            first = min(self._states)
            self._states = {
                key: kept
                for key, kept in self._states.items()
                if key == first
                or isinstance(kept, CheckpointedState)
                or (kept.place[1] == 0 == kept.place[0] % self.stride)
            }
            self._most = self.nbytes

    @property
    def _kept(self) -> int:
        return sum(isinstance(kept, CompactState) for kept in self._states.values())

    @property
    def nbytes(self) -> int:
        """Bytes of all kept arrays; shared arrays count once."""
        parts: dict[int, int] = {}
        for kept in self._states.values():
            parts |= kept.parts
        return sum(parts.values())

    def state(self, place: Position) -> TrainingState:
        """The last kept state at a position. Raises KeyError where there is none, InputError where it can't be read."""
        taken = max((taken for at, taken in self._states if at == place), default=-1)
        return self._states[place, taken].state

    # The journal

    @property
    def steps(self) -> tuple[JournalStep, ...]:
        """The steps that led to where training is now."""
        return tuple(self._steps)

    def record_changes(self, old: Experiment, new: Experiment) -> None:
        """Add the change of the experiment from `old` to `new` to the journal."""
        for change in changes_between(current_position(self.trainer), old, new):
            self.add(change)

    def go_on(self) -> None:
        """Let training go on after a stop rule has ended it, and add that to the journal.

        Past the last epoch the stop stays, so what follows within the same epoch isn't added again.
        """
        trainer = self.trainer
        if trainer.stopped_by and not (trainer.stopped_by == "epochs" and (trainer.cursor or trainer.batch)):
            self.add(GoOn(*current_position(trainer)))
            trainer.go_on()

    def add(self, entry: Entry) -> None:
        """Add an entry to the journal; from here on training may differ from what it was before."""
        self.entries.append(entry)
        self._steps = extend_steps(self._steps, entry)
        self._sought_position = None
        self._on_entry(entry)

    def discard_after(self, start: Position) -> None:
        """Continue from the trainer's position, to which it went back from `start`; drop what was in between."""
        self._rewind(start, current_position(self.trainer))
        self.keep_state()

    def switch_branch(self, steps: Sequence[JournalStep], state: TrainingState) -> None:
        """Switch to another branch of this training, given by its steps and its last state."""
        start = current_position(self.trainer)
        branching = min(start, state.place, branch_point(self._steps, steps) or start)
        self.trainer.restore(state)
        self._rewind(start, branching)
        for step in steps[len(self._steps) :]:
            self.add(step)
        self.keep_state()

    def _rewind(self, start: Position, to: Position) -> None:
        common = len(steps_before(self._steps, to))
        self._recent.clear()
        self._states = {key: kept for key, kept in self._states.items() if key <= (to, common) and key[1] <= common}
        self.add(Rewind(*start, *to))

    # Going back

    @property
    def first(self) -> Position:
        """The earliest position to which training can go back."""
        return min(place for place, _taken in self._states)

    def seek(self, to: Position, interrupted: Interrupted | None = None) -> bool:
        """Take the trainer to an earlier or a later position; False if interrupted, then call it again.

        Steps at the position itself aren't applied: the trainer is as it was before them. Raises Diverged, and
        InputError where the position is before the `first`.
        """
        trainer, taken = self.trainer, len(steps_before(self._steps, to))
        hooks = trainer.after_epoch, trainer.after_change
        trainer.after_epoch = trainer.after_change = None  # no epoch or change on the way is new
        try:
            done = self._go_to_nearest(to, taken)
            reached = advance(trainer, to, self._steps[done:], interrupted)
            self._sought_position = current_position(trainer)
            return reached
        finally:
            trainer.after_epoch, trainer.after_change = hooks
            trainer.take_hit()  # nor is a breakpoint

    def _go_to_nearest(self, to: Position, taken: int) -> int:
        """Restore the nearest state before a position, unless the trainer is nearer; return its number of steps."""
        trainer = self.trainer
        for key in self._keys_before(to, taken):
            if (
                self._sought_position == current_position(trainer)
                and key[0] <= current_position(trainer) <= to
                and not trainer.cursor
            ):
                return len(steps_before(self._steps, current_position(trainer)))
            if self._restore(trainer, key):
                return key[1]
        raise self._nothing_kept(to)

    def restore_before(self, trainer: Trainer, to: Position, taken: int) -> int:
        """Restore the nearest state up to a position, of at most `taken` steps, in a copy of the trainer.

        Returns the state's number of steps. Raises InputError where nothing is kept from so early.
        """
        recent = [(count, state) for _time, count, state in self._recent if state.place <= to and count <= taken]
        keys = self._keys_before(to, taken)
        if recent and (not keys or keys[0] < (recent[-1][1].place, recent[-1][0])):
            count, state = recent[-1]
            trainer.restore(state)
            return count
        for key in keys:
            if self._restore(trainer, key):
                return key[1]
        raise self._nothing_kept(to)

    def _keys_before(self, to: Position, taken: int) -> list[tuple[Position, int]]:
        """The kept states up to a position that belong to the first `taken` steps, the latest first."""
        return sorted((key for key in self._states if key <= (to, taken) and key[1] <= taken), reverse=True)

    def _restore(self, trainer: Trainer, key: tuple[Position, int]) -> bool:
        """Restore a kept state; False, and it is dropped, where it is an unreadable checkpoint."""
        try:
            trainer.restore(self._states[key].state)
        except InputError:
            del self._states[key]
            return False
        return True

    def _nothing_kept(self, to: Position) -> InputError:
        message = _("can't go back to epoch {}: nothing is kept from before epoch {}")
        return InputError(message.format(to[0], self.first[0]))
