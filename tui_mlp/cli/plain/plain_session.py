"""A training session in lines: it says what happens, and carries out a command a line.

The terminal stays in line mode. A screen reader echoes what is typed and can review it before enter sends it; with keys
read one by one it would say nothing, and each slip of a finger would train.
"""

from collections import deque
from collections.abc import Callable, Iterator
from time import monotonic
from typing import Protocol

from core.stepping.stepper import Execution
from core.support.errors import InputError
from core.support.i18n import _
from tui_mlp.cli.stop_signals import StopRequest
from tui_mlp.session.commands import Run
from tui_mlp.session.session import TrainingSession
from tui_mlp.session.snapshot import RunState, Snapshot
from tui_mlp.text.numbers import count
from tui_mlp.text.spoken.formula import spoken_text
from tui_mlp.text.spoken.typed_words import own_words

from .command_words import OWN_WORDS, CommandName, read_command
from .controls import Controls
from .help_lines import help_lines
from .reading import Reading, executions_after
from .spoken_equation import equation_lines, heading, matrix_lines
from .spoken_progress import epoch_line, opening_lines, state_lines

LINE_SECONDS = 1.0
"""While training, one line of figures in this time at most."""
LOOK_SECONDS = 0.1
"""How often a training that runs is looked at."""
AT_ONCE: frozenset[CommandName] = frozenset(("equation", "back", "batch", "undo", "redo", "rewind", "restart"))
"""After these the next line waits until they are done, also in a terminal: they take a moment."""
WHILE_BUSY: frozenset[CommandName] = frozenset(("space", "run", "pause", "set", "slower", "faster", "status", "quit"))
"""From a pipe, these alone are carried out while `train` runs; all other lines wait until it rests."""


class Lines(Protocol):
    """Where lines come from: see `InputLines`."""

    @property
    def interactive(self) -> bool:
        """Whether a person types them in a terminal."""

    def take(self, seconds: float) -> tuple[str | None] | None:
        """The next line in a tuple, None in it at the end; None by itself if there was none within this time."""


class PlainSession:
    """Says what the session does, and carries out the lines of `source`, until it is left.

    With `trains`, training begins at once, and the session ends when training does; else it waits for commands, and
    an empty line runs the next equation. `prompt` shows the word before a line is typed; None without a terminal.
    """

    def __init__(
        self,
        session: TrainingSession,
        source: Lines,
        say: Callable[[str], object],
        prompt: Callable[[str], object] | None,
        stop: StopRequest,
        *,
        trains: bool,
    ) -> None:
        self.session, self.source, self.stop, self.trains = session, source, stop, trains
        self._say, self._prompt = say, prompt
        self.controls, self.reading = Controls(session), Reading()
        self.failed = ""
        """The traceback of a fault of the program, after which nothing goes on."""
        self._left = False
        self._held: deque[str | None] = deque()
        self._holds = False
        """Whether lines wait until the session rests."""
        self._messages: list[str] = []
        self._advice: set[tuple[str, int | None]] = set()
        self._executions: tuple[Execution, ...] = ()
        self._sequence = -1
        self.said_epoch = 0
        """The epoch whose figures were said last."""
        self._said_state = session.snapshot.state
        self._next_line = 0.0

    def run(self) -> None:
        """Go on until the session is left: by `quit`, the end of the lines, a signal, or at the end of training."""
        for line in opening_lines(self.session.snapshot):
            self.say(line)
        if self.trains:
            self.session.post(Run())
            self.say(_("training; `space` or enter pauses, `help` says what else there is"))
        else:
            self.say(_("`s` or enter runs the next equation, `help` says what else there is, `quit` leaves"))
        prompted = False
        while not self._left:
            alive = self.session.alive
            self._say_news()
            if self.stop.requested or self.failed or self._ended or not alive:
                break
            resting = self._resting
            if resting:
                self._holds = False
            if self._held and not self._must_wait(self._held[0]):
                self._obey(self._held.popleft())
                continue
            if self._prompt is not None and resting and not prompted and self.source.interactive:
                self._prompt(_("command? "))
                prompted = True
            taken = self.source.take(LOOK_SECONDS)
            if taken is not None:
                self._held.append(taken[0])
                prompted = prompted and taken[0] is None  # enter has ended the line, the end of the lines hasn't
        if prompted or (self.stop.requested and self.source.interactive):  # behind the ^C that the terminal shows
            self.say("")

    def say(self, text: str) -> None:
        """Write a line; commands in it by their words in the language in use."""
        self._say(own_words(text, OWN_WORDS))

    # When lines are carried out

    @property
    def _resting(self) -> bool:
        """Whether all commands are carried out, and nothing is being trained or computed again."""
        snapshot = self.session.snapshot
        return self.session.up_to_date and not snapshot.state.busy and not snapshot.rewinding

    @property
    def _ended(self) -> bool:
        """Whether a session that trains has come to its end."""
        return self.trains and self._resting and self.session.state in (RunState.FINISHED, RunState.DIVERGED)

    def _must_wait(self, line: str | None) -> bool:
        """Whether a line must wait until the session rests. In a terminal most act at once, like keys."""
        if self._resting:
            return False
        if self._holds:
            return True
        if self.source.interactive:
            return False
        command = read_command(line) if line is not None else None
        return not self.trains or command is None or command[0] not in WHILE_BUSY

    # Commands

    def _obey(self, line: str | None) -> None:
        """Carry out a line; None is the end of the lines."""
        if line is None:
            # A training that runs goes on without commands, as `train` does; there are none to wait for otherwise.
            if not (self.trains and not self._resting):
                self._left = True
            return
        command = read_command(line)
        if command is not None and not line and not self.trains and not self.session.state.busy:
            command = ("equation", "")
        if command is None:
            self.say(_("Not understood: {}. `help` says what is.").format(line.strip()))
            return
        name, argument = command
        try:
            for text in self._lines(name, argument):
                self.say(text)
        except InputError as problem:
            self.say(spoken_text(str(problem)))
        # From a pipe, each command ends before the next one: what a script does must not depend on its speed.
        runs_on = self.trains and self.session.state is RunState.TRAINING and name not in ("epoch", "until")
        self._holds = name in AT_ONCE or not (self.source.interactive or runs_on)

    def _lines(self, name: CommandName, argument: str) -> Iterator[str]:
        snapshot = self.session.snapshot
        if name == "quit":
            self._left = True
        elif name == "help":
            yield from help_lines()
        elif name == "status":
            yield from state_lines(snapshot)
        elif name == "messages":
            yield from self._messages or [_("There are no messages so far.")]
        elif self.controls.knows(name):
            yield from self.controls.lines(name, argument)
        else:
            self.reading.update(snapshot.stepping, snapshot.epoch)
            yield from self.reading.lines(name, argument)

    # What happens

    def _say_news(self) -> None:
        """Say the session's messages, advice, figures, and the equations that have run."""
        while not self.session.events.empty():
            event = self.session.events.get()
            if event.failed:
                self.failed = event.details
                return
            if event.text:
                self._tell(spoken_text(event.text))
        snapshot = self.session.snapshot
        if snapshot.sequence == self._sequence:
            return
        self._sequence = snapshot.sequence
        kinds: set[tuple[str, int | None]] = {(advice.kind, advice.layer) for advice in snapshot.advice}
        for advice in snapshot.advice:
            if (advice.kind, advice.layer) not in self._advice:
                self._tell(_("advice: {}").format(spoken_text(advice.sentence)))
        self._advice = kinds
        if snapshot.state.busy or not self.session.up_to_date:
            self._say_progress(snapshot)
        else:
            self._say_rest(snapshot)

    def _tell(self, text: str) -> None:
        """Say a message, and keep it for `messages`."""
        for line in text.splitlines():
            self.say(line)
        self._messages.append(text)

    def _say_progress(self, snapshot: Snapshot) -> None:
        now = monotonic()
        if snapshot.state.busy:  # at rest, but before a command, the state is still to be said
            self._said_state = snapshot.state
        if snapshot.last > self.said_epoch and now >= self._next_line:
            self.said_epoch, self._next_line = snapshot.last, now + LINE_SECONDS
            self.say(epoch_line(snapshot, snapshot.last))

    def _say_rest(self, snapshot: Snapshot) -> None:
        """Say what has run since the session rested last."""
        stepping, before, example = snapshot.stepping, self._executions, self.reading.example
        after_undo = len(stepping.executions) < len(before) and stepping.executions[:1] == before[:1]
        new = executions_after(before, stepping.executions)
        self._executions = stepping.executions
        self.reading.update(stepping, snapshot.epoch)
        if stepping.one_by_one and after_undo:
            self.say(_("undone"))
            if stepping.executions:
                self.say(_("the last equation is {}").format(heading(stepping.executions[-1])))
        elif stepping.one_by_one:
            for execution in new:
                for line in equation_lines(execution, example):
                    self.say(line)
        elif new:
            losses = [one for one in new if one.equation.kind == "loss"]
            for execution in losses:
                for line in matrix_lines(execution.writes, None):
                    self.say(line)
        if new and not stepping.cursor:
            context = stepping.executions[-1].context
            text = _("batch {} of {} is done")
            self.say(text.format(count(context.batch), count(snapshot.batches)))
        if snapshot.last != self.said_epoch and not snapshot.batch and snapshot.epoch == snapshot.last:
            self.say(epoch_line(snapshot, snapshot.last))
        self.said_epoch = snapshot.last
        if snapshot.offer is not None and snapshot.offer.action is None:
            for line in snapshot.offer.text.splitlines():
                self.say(line)
            self.say(_("`u` reverses it in the present network, `r` rewinds to before it."))
        if snapshot.state is not self._said_state and not self.trains | stepping.one_by_one:
            self.say(next(state_lines(snapshot)))
        elif snapshot.state is RunState.PAUSED and self._said_state is not RunState.PAUSED and self.trains:
            self.say(_("paused; `space` goes on, `quit` leaves"))
        self._said_state = snapshot.state
