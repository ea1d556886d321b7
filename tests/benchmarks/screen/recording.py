"""The program in a pseudo-terminal, what it writes kept with its times of arrival.

Nothing is drawn while it is measured: a terminal emulator in Python would take a processor of its own. What the bytes
looked like is found out afterwards, by `replay`.
"""

import os
import re
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from select import select
from types import TracebackType
from typing import NamedTuple

import pyte
from measured_program import environment
from ptyprocess import PtyProcess

TIMEOUT = 120.0
EPOCH = re.compile(r"epoch ([\d,]+)")
STATE = re.compile(r"ready|training|pausing|paused|finished|diverged")


class Chunk(NamedTuple):
    """What one read brought, and when."""

    time: float
    data: bytes


class Drawn:
    """A screen as an emulator draws it."""

    def __init__(self, size: tuple[int, int]) -> None:
        self._screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self._screen)

    def feed(self, data: bytes) -> None:
        """Draw on."""
        self._stream.feed(data)

    @property
    def lines(self) -> list[str]:
        """A string a line."""
        return list(self._screen.display)

    @property
    def header(self) -> str:
        """The first line; cheaper than all of them."""
        line = self._screen.buffer[0]
        return "".join(line[x].data for x in range(self._screen.columns))

    @property
    def epoch(self) -> int | None:
        """Epochs completed, as the header says."""
        found = EPOCH.search(self.header)
        return int(found[1].replace(",", "")) if found else None

    @property
    def state(self) -> str:
        """The state, as the header says; empty before there is one."""
        found = STATE.search(self.header)
        return found[0] if found else ""


class Recording:
    """Keys go in; `chunks` come out. Ends the program, by its own key if it can, when left."""

    def __init__(self, command: Sequence[str], home: Path, size: tuple[int, int] = (80, 24)) -> None:
        self.size = size
        self.chunks: list[Chunk] = []
        self._now, self._fed = Drawn(size), 0
        self.started = time.perf_counter()
        self._process = PtyProcess.spawn(list(command), env=environment(home), dimensions=size[::-1])
        self.pid: int = self._process.pid

    def __enter__(self) -> "Recording":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.isalive() and kind is None:
            self.quit()
        if self._process.isalive():
            self._process.kill(signal.SIGKILL)
        self._process.close(force=True)

    def send(self, keys: str) -> float:
        """As if typed; the time when it was."""
        now = time.perf_counter()
        os.write(self._process.fd, keys.encode())
        return now

    def read(self, seconds: float) -> bool:
        """Keep what comes, if anything does in time; False once the program has ended."""
        ready, _, _ = select([self._process.fd], [], [], max(0.0, seconds))
        if not ready:
            return True
        try:
            data = os.read(self._process.fd, 1 << 16)
        except OSError:  # Linux's way to tell the end of a pseudo-terminal
            return False
        self.chunks.append(Chunk(time.perf_counter(), data))
        return bool(data)

    def read_for(self, seconds: float) -> tuple[float, float]:
        """A window of measurement: keep what comes in so long; when it began and ended."""
        start = time.perf_counter()
        end = start + seconds
        while (left := end - time.perf_counter()) > 0:
            if not self.read(left):
                raise SystemExit(f"the program ended while it was measured\n{self._text()}")
        return start, end

    def wait(self, condition: Callable[[Drawn], object], what: str) -> None:
        """Read, and draw, until the condition holds: for states before and after a measurement."""
        end = time.perf_counter() + TIMEOUT
        while not condition(self.now):
            if not self.read(0.05):
                raise SystemExit(f"the program ended before: {what}\n{self._text()}")
            if time.perf_counter() > end:
                raise SystemExit(f"never came: {what}\n{self._text()}")

    def wait_state(self, *states: str) -> None:
        """Read until the header says one of these."""
        self.wait(lambda drawn: drawn.state in states, " or ".join(states))

    def wait_text(self, text: str) -> None:
        """Read until this is somewhere on the screen."""
        self.wait(lambda drawn: text in "\n".join(drawn.lines), text)

    def train(self) -> None:
        """Start training, and wait until it is seen to."""
        self.wait_state("ready", "paused")
        self.send(" ")
        self.wait(lambda drawn: drawn.state == "training" and drawn.epoch, "the first epoch")

    def quit(self) -> None:
        """By its own key; waits for the end, as the run is saved before."""
        self.send("q")
        end = time.perf_counter() + TIMEOUT
        while self.read(0.05) and time.perf_counter() < end:
            pass
        self._process.wait()

    def bytes_between(self, start: float, end: float) -> int:
        """How much came in that time."""
        return sum(len(chunk.data) for chunk in self.chunks if start <= chunk.time < end)

    def replay(self) -> Iterator[tuple[float, Drawn]]:
        """The screen after each chunk, with the chunk's time: always the same one, drawn on."""
        drawn = Drawn(self.size)
        for chunk in self.chunks:
            drawn.feed(chunk.data)
            yield chunk.time, drawn

    def epochs(self, start: float = 0.0, end: float = float("inf")) -> list[tuple[float, int]]:
        """When the header first showed which epoch, in that time."""
        found: list[tuple[float, int]] = []
        for moment, drawn in self.replay():
            epoch = drawn.epoch
            if epoch is not None and start <= moment < end and (not found or found[-1][1] != epoch):
                found.append((moment, epoch))
        return found

    @property
    def now(self) -> Drawn:
        """The screen as it is, which is drawn only now: not for the time of a measurement."""
        for chunk in self.chunks[self._fed :]:
            self._now.feed(chunk.data)
        self._fed = len(self.chunks)
        return self._now

    def _text(self) -> str:
        return "\n".join(self.now.lines)
