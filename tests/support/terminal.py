"""A real terminal around the real program: keys go in, a screen comes out."""

import os
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import pexpect
import pyte
from rich.cells import cell_len


class Terminal:
    """The program in a pseudo-terminal, its output drawn by a terminal emulator. Waits for states, never for times."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        home: Path,
        size: tuple[int, int] = (80, 24),
        env: Mapping[str, str] | None = None,
        timeout: float = 60.0,
    ) -> None:
        columns, lines = size
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)
        self._lines: list[str] = []
        self.output = b""
        self._timeout = timeout
        dropped = ("TEXTUAL", "XDG", "NO_COLOR", "COLORTERM", "COLUMNS", "LINES")
        environment = {
            **{key: value for key, value in os.environ.items() if not key.startswith(dropped)},
            "TERM": "xterm-256color",
            "LANG": "C.UTF-8",
            "LC_ALL": "C.UTF-8",
            "HOME": str(home),
            **(env or {}),
        }
        self.process = pexpect.spawn(
            command[0], list(command[1:]), dimensions=(lines, columns), env=environment, timeout=timeout
        )
        # pexpect sleeps before each key and at the end, for programs that ask for passwords; here a state is awaited.
        self.process.delaybeforesend = None
        self.process.ptyproc.delayafterclose = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.isalive():
            self.process.kill(signal.SIGKILL)
        self.process.close(force=True)

    @property
    def lines(self) -> list[str]:
        """The screen, a string a line. Only lines that changed are put together: conditions are asked often."""
        screen = self._screen
        if len(self._lines) != screen.lines:
            self._lines = [""] * screen.lines
            screen.dirty.update(range(screen.lines))
        for y in screen.dirty:
            if y < screen.lines:
                self._lines[y] = self._line(y)
        screen.dirty.clear()
        return list(self._lines)

    def _line(self, y: int) -> str:
        cells, row = [], self._screen.buffer[y]
        columns = iter(range(self._screen.columns))
        for x in columns:
            cells.append(row[x].data)
            if not row[x].data.isascii() and cell_len(row[x].data[0]) == 2:
                next(columns, None)  # the second half of a wide character
        return "".join(cells)

    @property
    def text(self) -> str:
        """The whole screen."""
        return "\n".join(self.lines)

    @property
    def colours(self) -> list[tuple[str, str]]:
        """The colours of the text and of the background of each cell, line after line."""
        screen = self._screen
        cells = (screen.buffer[y][x] for y in range(screen.lines) for x in range(screen.columns))
        return [(cell.fg, cell.bg) for cell in cells]

    def send(self, keys: str) -> None:
        """As if typed."""
        self.process.send(keys)

    def read(self, seconds: float = 0.05) -> bool:
        """Draw what the program has written; False once it has ended and all is read."""
        try:
            data = self.process.read_nonblocking(1 << 16, seconds)
        except pexpect.TIMEOUT:
            return True
        except pexpect.EOF:
            return False
        self.output += data
        self._stream.feed(data)
        return True

    def wait(self, condition: Callable[[], object], what: str) -> None:
        """Read until the condition holds."""
        end = time.monotonic() + self._timeout
        while not condition():
            alive = self.read()
            if condition():
                return
            assert alive, f"the program ended before: {what}\n{self.text}"
            assert time.monotonic() < end, f"never came: {what}\n{self.text}"

    def wait_text(self, *words: str) -> None:
        """Read until all these words are on the screen."""
        self.wait(lambda: all(word in self.text for word in words), " and ".join(words))

    def wait_end(self) -> int:
        """Read to the program's end; its exit status."""
        end = time.monotonic() + self._timeout
        while self.read():
            assert time.monotonic() < end, f"never ended\n{self.text}"
        self.process.wait()
        return int(self.process.exitstatus if self.process.exitstatus is not None else -self.process.signalstatus)

    def resize(self, columns: int, lines: int) -> None:
        """As a window manager does."""
        self._screen.resize(lines, columns)
        self.process.setwinsize(lines, columns)


def train_slowly(home: Path) -> None:
    """Some epochs a second are enough where something else is looked at, and leave the processor to other tests."""
    (home / ".config/mlp-tui").mkdir(parents=True)
    (home / ".config/mlp-tui/settings.json").write_text('{"speed": 100}')
