"""Back to any earlier place of a training, exactly: states kept on the way, what lies between them trained again."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from . import checkpoint
from .errors import InputError
from .experiment import FIELDS, Experiment
from .journal import Change, Entry, GoOn, Place, Rewind, Step, fork, steps
from .journey import advance, here
from .state import State
from .trainer import Interrupted, Trainer

BYTES = 64 * 1024**2
STATES = 512
"""The most states that are kept: more would slow down a training of short epochs."""


class Timeline:
    """States of one training by place, thinned to a budget of memory, and its journal.

    A state is kept every so many epochs; where there are too many, only every second of them stays. `entries` is the
    journal; `note` is called with each new entry. Of a resumed training, `start` is the state it began with, `stored`
    are the checkpoints of earlier places.
    """

    def __init__(
        self,
        trainer: Trainer,
        note: Callable[[Entry], object],
        entries: Sequence[Entry] = (),
        start: State | None = None,
        stored: Mapping[Place, Path] | None = None,
        budget: int = BYTES,
    ) -> None:
        self.trainer, self.entries, self._note, self._budget = trainer, list(entries), note, budget
        self._states: dict[Place, State] = {} if start is None else {(0, 0): start}
        self._stored = dict(stored or {})
        self.stride = 1
        self.keep()

    def keep(self) -> None:
        """Keep the present state, between two mini-batches."""
        self._states[here(self.trainer)] = self.trainer.state()

    def epoch_ended(self) -> None:
        """An epoch has ended: keep its state where it is its turn."""
        if self.trainer.epoch % self.stride:
            return
        self.keep()
        while len(self._states) > 2 and (len(self._states) > STATES or self.nbytes > self._budget):
            self.stride *= 2
            first = min(self._states)
            self._states = {
                place: state
                for place, state in self._states.items()
                if place == first or (place[1] == 0 and place[0] % self.stride == 0)
            }

    @property
    def nbytes(self) -> int:
        """Memory of all arrays that are kept, those that states share counted once."""
        return sum({id(array): array.nbytes for state in self._states.values() for array in state.arrays}.values())

    @property
    def first(self) -> Place:
        """The earliest place that can be gone back to."""
        return min(self._states)

    def changed(self, before: Experiment, after: Experiment) -> None:
        """A change took effect here."""
        for key in FIELDS:
            if before.get(key) != after.get(key):
                self.add(Change(*here(self.trainer), key, before.get(key), after.get(key)))

    def go_on(self) -> None:
        """Let training go on after a stop rule ended it."""
        if self.trainer.stopped_by:
            self.add(GoOn(*here(self.trainer)))
            self.trainer.go_on()

    def add(self, entry: Entry) -> None:
        """An entry of the journal: from here on training may go another way than before."""
        now = here(self.trainer)
        self._prune(now)
        self._write(entry)

    def _prune(self, last: Place) -> None:
        """What comes after is another way from now on."""
        self._states = {place: state for place, state in self._states.items() if place <= last}
        self._stored = {place: path for place, path in self._stored.items() if place <= last}

    def _write(self, entry: Entry) -> None:
        self.entries.append(entry)
        self._note(entry)

    def seek(self, to: Place, interrupted: Interrupted | None = None) -> bool:
        """Take the trainer to an earlier or later place of this way; False if interrupted, then call it again.

        Changes at the place itself are not made: it is how it was before them. Raises Diverged.
        """
        trainer, way = self.trainer, steps(self.entries)
        nearest = self._nearest(to)
        hooks = trainer.after_epoch, trainer.after_change
        trainer.after_epoch = trainer.after_change = None  # all this has been before
        try:
            if not nearest <= here(trainer) <= to or trainer.cursor:
                trainer.restore(self._states[nearest])
            return advance(trainer, to, way, interrupted)
        finally:
            trainer.after_epoch, trainer.after_change = hooks

    def _nearest(self, to: Place) -> Place:
        """The last place up to this one whose state is known; from now on it is in memory."""
        stored = max((place for place in self._stored if place <= to), default=(0, 0))
        kept = max(place for place in self._states if place <= to)
        if stored > max(kept, here(self.trainer) if here(self.trainer) <= to else kept):
            try:
                self._states[stored] = checkpoint.load(self._stored.pop(stored))
            except InputError:
                return self._nearest(to)  # it is damaged, or has been thinned out since
        return max(place for place in self._states if place <= to)

    def state(self, place: Place) -> State:
        """The state kept of a place. Raises KeyError where none is."""
        return self._states[place]

    def turn(self, way: Sequence[Step], state: State) -> None:
        """Training goes over to the end of another way, by what was done on it."""
        start, now = here(self.trainer), steps(self.entries)
        parted = fork(now, way)
        self.trainer.restore(state)
        if parted is not None:
            self._prune(parted)
            self._write(Rewind(*start, *parted))
            for step in way[len(steps(self.entries)) :]:
                self._write(step)
        self.keep()

    def cut(self, start: Place) -> None:
        """Training goes on from where the trainer is; it was at `start` before, and what came since is left behind."""
        self.add(Rewind(*start, *here(self.trainer)))
        self.keep()
