"""Commands that train, go back and set things, each with what it says at once."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from core.experiment.overrides import read_overrides
from core.support.errors import InputError
from core.support.i18n import LANGUAGES, _, use_language
from core.timeline.journal import Change
from core.training.stopping.breakpoints import BREAKPOINT_KINDS, Breakpoint
from tui_mlp.session.commands import (
    AcceptRewind,
    Begin,
    Pause,
    Redo,
    RewindBeforeDivergence,
    RewindBeforeEdit,
    RewindTo,
    Run,
    SaveCheckpoint,
    SetBreakpoints,
    SetSpeed,
    Undo,
    UndoEquation,
)
from tui_mlp.session.pace import faster, slower
from tui_mlp.session.run_until import Goal, read_until
from tui_mlp.session.session import TrainingSession
from tui_mlp.session.snapshot import RunState
from tui_mlp.text.numbers import count
from tui_mlp.text.settings_text import change_text, is_live
from tui_mlp.text.speed_text import speed_sentence
from tui_mlp.text.spoken.formula import spoken_text

from .command_words import CommandName

GOALS: dict[CommandName, Goal] = {"equation": Goal.EQUATION, "batch": Goal.BATCH, "epoch": Goal.EPOCH}


class Controls:
    """Turns commands into those of the session, as the keys of the screen do."""

    def __init__(self, session: TrainingSession) -> None:
        self.session = session
        self.speed: int | None = None
        self._commands: dict[CommandName, Callable[[str], Iterator[str]]] = {
            "space": self._space, "run": self._run, "pause": self._pause, "back": self._back, "until": self._until,
            "rewind": self._rewind, "restart": self._restart, "undo": self._undo, "redo": self._redo,
            "breakpoints": self._breakpoints, "slower": self._slower, "faster": self._faster, "set": self._set,
            "language": self._language, "save": self._save,
        }  # fmt: skip

    @property
    def offers_undo(self) -> bool:
        """Whether an undo waits for an answer: the network was trained since, so there are two ways."""
        offer = self.session.snapshot.offer
        return offer is not None and offer.action is None

    def knows(self, name: CommandName) -> bool:
        """Whether a command is one of these."""
        return name in self._commands or name in GOALS

    def lines(self, name: CommandName, argument: str) -> Iterator[str]:
        """Carry out a command; what there is to say at once. Raises InputError for what can't be used."""
        if name in GOALS:
            if self.session.state is RunState.DIVERGED:
                yield _("Training has diverged: `space` goes back to epoch {}.").format(self._turning_point)
            else:
                self.session.post(Run(GOALS[name]))
        else:
            yield from self._commands[name](argument)

    @property
    def _turning_point(self) -> str:
        return count(self.session.snapshot.turning_point)

    def _space(self, argument: str) -> Iterator[str]:
        """Run, or pause after this epoch, or stop; after a divergence go back to before it."""
        if self.session.state.busy:
            yield from self._pause(argument)
        elif self.session.state is RunState.DIVERGED:
            self.session.post(RewindBeforeDivergence())
        else:
            yield from self._run(argument)

    def _run(self, argument: str) -> Iterator[str]:
        if self.session.state is RunState.DIVERGED:
            yield _("Training has diverged: `space` goes back to epoch {}.").format(self._turning_point)
        elif not self.session.state.busy:
            self.session.post(Run())
            yield _("training; `space` or enter pauses")

    def _pause(self, argument: str) -> Iterator[str]:
        if not self.session.state.busy:
            yield _("Nothing is being trained.")
            return
        if self.session.state is RunState.TRAINING:
            yield _("pausing after this epoch; `space` again stops at the next mini-batch")
        self.session.post(Pause())

    def _back(self, argument: str) -> Iterator[str]:
        self.session.post(UndoEquation())
        yield from ()

    def _until(self, argument: str) -> Iterator[str]:
        if not argument:
            yield _("Say until when, for example `N 500 epochs`, `N loss 0.05`, `N accuracy 98 %`, `N 5 min`.")
            return
        snapshot = self.session.snapshot
        wanted = read_until(argument, snapshot.data.validation is not None)
        epochs = snapshot.epoch + wanted.value
        if wanted.key == "epochs" and epochs > self.session.experiment.training.epochs:
            self.session.change("training.epochs", int(epochs))
        self.session.post(Run(Goal.UNTIL, wanted))

    def _rewind(self, argument: str) -> Iterator[str]:
        if self.offers_undo:
            self.session.post(RewindBeforeEdit())
            return
        last = self.session.snapshot.present[0]
        digits = argument.replace(",", "")
        if not digits.isdecimal() or int(digits) > last:
            text = _("Say to which epoch, from 0 to {}, for example `r 0`.")
            yield text.format(count(last))
            return
        self.session.post(RewindTo((int(digits), 0)))
        self.session.post(AcceptRewind())

    def _restart(self, argument: str) -> Iterator[str]:
        self.session.post(Begin(self.session.experiment))
        yield _("Started over at epoch 0, from the same initial weights.")
        yield _("Until the new network is trained, `u` goes back to the one before.")

    def _undo(self, argument: str) -> Iterator[str]:
        self.session.post(Undo(now=self.offers_undo))
        yield from ()

    def _redo(self, argument: str) -> Iterator[str]:
        self.session.post(Redo())
        yield from ()

    def _slower(self, argument: str) -> Iterator[str]:
        yield from self._choose_speed(slower(self.speed, self.session.snapshot.speed))

    def _faster(self, argument: str) -> Iterator[str]:
        yield from self._choose_speed(faster(self.speed))

    def _choose_speed(self, speed: int | None) -> Iterator[str]:
        self.speed = speed
        self.session.post(SetSpeed(speed))
        yield speed_sentence(speed)

    def _set(self, argument: str) -> Iterator[str]:
        """Set a key of [training]: `set training.learning_rate 0.1`, or with an equals sign."""
        if "=" not in argument:
            argument = "=".join(argument.split(maxsplit=1))
        if "=" not in argument:
            yield _("Say a key and its value, for example `set training.learning_rate 0.1`.")
            return
        ((key, wanted),) = read_overrides([argument], "set").items()
        experiment = self.session.experiment
        changed = experiment.replace(key, wanted.value)
        if not is_live(key):
            text = _("{} can't be set while training: leave, and begin again with --set {}")
            raise InputError(text.format(key, argument))
        self.session.change(key, wanted.value)
        yield spoken_text(change_text(Change(0, 0, key, experiment.get(key), changed.get(key))))

    def _breakpoints(self, argument: str) -> Iterator[str]:
        """Say all breakpoints, or switch one on or off by its number: `B 3`, or with its numbers `B 3 0.5`."""
        breakpoints, words = self.session.snapshot.breakpoints, argument.split()
        if not words:
            for place, breakpoint in enumerate(breakpoints, 1):
                yield breakpoint_line(place, breakpoint)
            yield _("`B` and its number switches one on or off; behind that, its numbers may follow.")
            return
        if not words[0].isdecimal() or not 1 <= int(words[0]) <= len(breakpoints):
            raise InputError(
                _("found breakpoint {}, expected a number from 1 to {}").format(words[0], len(breakpoints))
            )
        place = int(words[0]) - 1
        before = breakpoints[place]
        try:
            values = tuple(map(float, words[1:]))
        except ValueError:
            raise InputError(_("found {!r}, expected numbers").format(" ".join(words[1:]))) from None
        now = replace(before, on=True, values=values) if values else replace(before, on=not before.on)
        self.session.post(SetBreakpoints((*breakpoints[:place], now, *breakpoints[place + 1 :])))
        yield breakpoint_line(place + 1, now)

    def _save(self, argument: str) -> Iterator[str]:
        self.session.post(SaveCheckpoint())
        yield from ()

    def _language(self, argument: str) -> Iterator[str]:
        if argument not in LANGUAGES:
            raise InputError(_("found language {!r}, expected one of {}").format(argument, ", ".join(LANGUAGES)))
        use_language(argument)
        yield _("The language is {} now.").format(LANGUAGES[argument])


def breakpoint_line(place: int, breakpoint: Breakpoint) -> str:
    """A breakpoint by its number, whether it is on, its condition and the numbers in it."""
    kind = BREAKPOINT_KINDS[breakpoint.kind]
    numbers = zip(kind.numbers, breakpoint.values, strict=True)
    condition = ", ".join((spoken_text(kind.label), *(f"{one.symbol} = {value:g}" for one, value in numbers)))
    return (_("{}, on: {}") if breakpoint.on else _("{}, off: {}")).format(place, condition)
