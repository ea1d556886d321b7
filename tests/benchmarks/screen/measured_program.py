"""Which program is measured, and in which surroundings: the same for the screen and for what it is compared with."""

import argparse
import os
import shlex
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

DROPPED = ("TEXTUAL", "XDG", "NO_COLOR", "COLUMNS", "LINES", "LC_", "OPENBLAS_", "PYTHONDONTWRITEBYTECODE", "_MLP_TUI")
"""What a person's terminal hasn't set, slows NumPy's products, or compiles every module anew at each start."""


@dataclass(frozen=True)
class Program:
    """`mlp-tui` as it is started, with the rate of its screen where one is asked for."""

    command: tuple[str, ...]
    refresh: str | None = None

    def screen(self, *arguments: object) -> list[str]:
        """The words that open the screen."""
        rate = ("--refresh", self.refresh) if self.refresh else ()
        return [*self.command, *map(str, arguments), *rate]

    def headless(self, *arguments: object) -> list[str]:
        """The words that run a command without the screen."""
        return [*self.command, *map(str, arguments)]


def environment(home: Path) -> dict[str, str]:
    """Of a modern terminal with 24-bit colours, the longest to write; a home that nobody has used yet."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(DROPPED)}
    terminal = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
    return {**kept, **terminal, "HOME": str(home)}


def seconds_of(command: Sequence[str], home: Path) -> float:
    """How long it takes from its start to its end, its output thrown away."""
    start = perf_counter()
    subprocess.run(
        command, env=environment(home), check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    return perf_counter() - start


def options(about: str) -> argparse.ArgumentParser:
    """The options that all of these benchmarks share."""
    parser = argparse.ArgumentParser(description=about.partition("\n")[0])
    parser.add_argument("--command", help="what starts the program, as in a shell; else mlp-tui beside this Python")
    parser.add_argument("--refresh", choices=["slow", "normal", "fast"], help="handed on to the screen")
    parser.add_argument("--quick", action="store_true", help="fewer and shorter measurements, to try it out")
    return parser


def chosen(options: argparse.Namespace) -> Program:
    """The program that the options name."""
    beside = str(Path(sys.executable).with_name("mlp-tui"))
    return Program(tuple(shlex.split(options.command)) if options.command else (beside,), options.refresh)
