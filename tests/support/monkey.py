"""A monkey at the real program in a pseudo-terminal: keys, pasted text, the mouse, window sizes, all from one seed."""

import random
import signal
import time
from collections.abc import Sequence
from pathlib import Path

import pexpect
from terminal import Terminal

LETTERS = "".join(map(chr, range(32, 127)))
NAMED = (
    "\r", "\t", "\x1b[Z", "\x1b", "\x7f", "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D", "\x1b[H", "\x1b[F", "\x1b[5~",
    "\x1b[6~", "\x1b[3~", "\x1b[2~", "\x1b[1;2A", "\x1b[1;2B", "\x1b[1;2C", "\x1b[1;2D", "\x1b[1;5C", "\x1b[1;5D",
    "\x1bOP", "\x1b[15~", *(chr(code) for code in range(1, 27) if chr(code) not in "\t\r\x11\x1a"),
)  # fmt: skip
"""Keys that aren't characters; without ctrl+q, which only quits, and ctrl+z."""
OPENERS = (
    "?", "B", "N", "r", "R", "o", "of", "or", "\x10", ":", "2", "5", "1", "2sss", "\r", "/", "e", "t", "\x10find\r",
    "\x10compare\r\r", "\x10theme\r", "\x10changes\r", "<<>", "\x10new w\r", " ", "n", "b", "s", "S", "u", "U",
    "3", "3p", "3pp", "3ppp", "3P", "P1P2sP", "3\x1b[5;5~", "3pw\r", "3w\r", "3e+", "13235", "3pv", "3dcC", "3tt0.3\r",
)  # fmt: skip
"""What opens the dialogs and views, more often than chance would."""
PASTED = ("0.5", "x" * 300, "[8, 8]\n3", "é漢字\u0301 [b]", "nan", "-1", "network.loss=squared_error", "../" * 40)
SIZES = (
    (1, 1), (2, 40), (200, 60), (80, 24), (100, 5), (40, 10), (200, 14), (60, 15), (3, 3), (5, 6), (10, 4), (7, 24),
)  # fmt: skip
SOURCES = (
    ("xor",), ("and",), ("or",), ("moons",), ("spiral",), ("sine",), ("iris",), ("digits",), ("diabetes",), ("blobs",),
    ("by-hand",), ("saturated",), ("wine",), ("plane",), ("circle",), ("gaussians",), ("nand",), ("xor-by-hand",),
    ("mnist",), ("mnist", "--set", "training.batch_size=5000"), ("iris", "--set", "training.batch_size=1000"), (),
)  # fmt: skip
LIMITED = 'ulimit -v 6000000; cd "$HOME" && exec "$0" "$@"'
"""What a monkey types may want more memory than there is: the program has to say so, not the machine."""
HANGS_AFTER = 60.0
FAULTS = {"PYTHONFAULTHANDLER": "1"}


class Unseen(Terminal):
    """A terminal that nobody looks at: what is written is only kept."""

    def read(self, seconds: float = 0.05) -> bool:
        """Keep what the program has written; False once it has ended and all is read."""
        try:
            self.output += self.process.read_nonblocking(1 << 16, seconds)
        except pexpect.TIMEOUT:
            return True
        except pexpect.EOF:
            return False
        return True

    def resize(self, columns: int, lines: int) -> None:
        """As a window manager does."""
        self.process.setwinsize(lines, columns)


class Monkey:
    """`count` actions drawn from `seed`, in lives of `life` actions on another data set each."""

    def __init__(self, program: str, home: Path, seed: int, count: int, life: int = 500) -> None:
        self.program, self.home, self.seed, self.count, self.life = program, home, seed, count, life
        self.chance = random.Random(seed)
        self.done: list[str] = []
        """All actions so far, as Python writes them."""

    def run(self) -> None:
        """Raises AssertionError, with the seed and the last actions, if the program ends by a fault or hangs."""
        while len(self.done) < self.count:
            source = self.chance.choice(SOURCES)
            self.done.append(f"mlp-tui {' '.join(source)}")
            with Unseen(["/bin/sh", "-c", LIMITED, self.program, *source], home=self.home, env=FAULTS) as terminal:
                self.live(terminal, min(self.life, self.count - len(self.done)))

    def live(self, terminal: Unseen, count: int) -> None:
        """One life: till so much is done, or the program was quit."""
        terminal.wait(lambda: b"ready" in terminal.output or b"paused" in terminal.output, "the first frame")
        for number in range(count):
            alive = self.act(terminal)
            if alive and number % 50 == 49:
                alive = self.answers(terminal)
            if not alive:
                self.look_at_the_end(terminal)
                return
        terminal.process.kill(signal.SIGTERM)
        self.look_at_the_end(terminal)

    def act(self, terminal: Unseen) -> bool:
        """One action, often more before what comes of it is read; whether the program is still there."""
        chance, kind = self.chance, self.chance.random()
        if kind < 0.04:
            size = chance.choice((*SIZES, (chance.randint(1, 200), chance.randint(1, 60))))
            self.done.append(f"resize{size}")
            terminal.resize(*size)
            return terminal.read(0)
        keys = self.keys(kind)
        if kind > 0.97 and chance.random() < 0.9 and keys == "q":
            keys = "x"
        self.done.append(repr(keys))
        try:
            terminal.send(keys)
        except OSError:
            return False
        return terminal.read(chance.choice((0, 0, 0, 0.01, 0.05)))

    def keys(self, kind: float) -> str:
        """What is sent at once."""
        chance = self.chance
        x, y = chance.randint(1, 200), chance.randint(1, 60)
        if kind < 0.07:
            return f"\x1b[200~{chance.choice(PASTED)}\x1b[201~"
        if kind < 0.12:
            return f"\x1b[<0;{x};{y}M\x1b[<0;{x};{y}m" * chance.choice((1, 2))
        if kind < 0.14:
            return f"\x1b[<0;{x};{y}M\x1b[<32;{x // 2 + 1};{y}M\x1b[<32;1;{y // 2 + 1}M\x1b[<0;1;{y // 2 + 1}m"
        if kind < 0.17:
            return f"\x1b[<{chance.choice((64, 65))};{x};{y}M" * chance.randint(1, 5)
        if kind < 0.45:
            return chance.choice(OPENERS) + chance.choice(("", "", "\r", "\r\r", *NAMED))
        if kind < 0.75:
            return chance.choice(NAMED) * chance.choice((1, 1, 1, 2, 5))
        key = chance.choice(LETTERS)
        return key if key not in "qQ" or chance.random() < 0.1 else "\x1b"

    def answers(self, terminal: Unseen) -> bool:
        """A window of another size is drawn anew, so something must come; whether the program is still there."""
        for size in ((90, 30), (91, 30)):  # it may have had the first
            terminal.resize(*size)
            before, end = len(terminal.output), time.monotonic() + HANGS_AFTER
            while len(terminal.output) == before:
                if not terminal.read():
                    return False
                if time.monotonic() > end:
                    terminal.process.kill(signal.SIGABRT)  # has it say where all its threads are
                    while terminal.read():
                        pass
                    raise AssertionError(self.told("no answer", terminal))
        return True

    def look_at_the_end(self, terminal: Unseen) -> None:
        """It has ended, or is about to: by no fault of ours."""
        end = time.monotonic() + HANGS_AFTER
        while terminal.read():
            assert time.monotonic() < end, self.told("it does not end", terminal)
        terminal.process.wait()
        status = terminal.process.exitstatus
        assert status == 0, self.told(f"exit status {status}", terminal)
        assert b"Traceback" not in terminal.output, self.told("a traceback", terminal)

    def told(self, what: str, terminal: Unseen) -> str:
        """What happened, and how to have it again."""
        last: Sequence[str] = self.done[-60:]
        said = terminal.output[-20000:].decode(errors="replace")
        return f"{what}; MONKEY_SEED={self.seed}, after {len(self.done)} actions, the last:\n{' '.join(last)}\n{said}"
