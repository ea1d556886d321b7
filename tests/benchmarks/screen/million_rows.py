"""A million rows in the Data view: from a key to its effect, and the memory that the view takes beside the data.

    python tests/benchmarks/screen/million_rows.py

The table has 11 columns. Each key counts until the screen shows the row, the column or the form that it leads to.
"""

import random
import re
import sys
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

from measured_program import Program, chosen, options
from recording import Drawn, Recording
from results import Result, at_most, table, told
from threads import resident_mib

sys.path.append(str(Path(__file__).parents[2] / "support"))
from large_table import COLUMNS, write_large_table

ROWS, QUICK_ROWS = 1_000_000, 20_000
PRESSES = 200
P95, P99 = 50.0, 100.0
"""Milliseconds."""
MOST = 500.0
"""MiB that the view may take beside the data."""
SOON, LATE = 0.10, 0.25
"""Seconds from a key to the next."""
LOST = 2.0
"""Seconds after which an effect counts as not come."""
SIZES = ((120, 36), (160, 48))
FOCUS = re.compile(r"▸ +(\d+) ")
ORIGIN = re.compile(r"(\S+)(?: = \S+)?, line \d+")

DOWN, UP, RIGHT, LEFT = "\x1b[B", "\x1b[A", "\x1b[C", "\x1b[D"
PAGE_DOWN, PAGE_UP, HOME, END = "\x1b[6~", "\x1b[5~", "\x1b[H", "\x1b[F"
WHEEL_DOWN = "\x1b[<65;20;30M"
KEYS = {
    "down": DOWN, "pagedown": PAGE_DOWN, "right": RIGHT, "end": END, "up": UP, "v": "v", "pageup": PAGE_UP,
    "left": LEFT, "home": HOME, "wheel": WHEEL_DOWN,
}  # fmt: skip
"""In the order in which they are pressed, each of them changing what `shown` says."""


class Press(NamedTuple):
    """A key by its name, and when it was pressed."""

    name: str
    time: float


def shown(drawn: Drawn) -> str:
    """The line in focus, the column in focus, the first line in sight and the form, as the screen says."""
    text = "\n".join(drawn.lines)
    facts = re.search(r"([\d,]+)–[\d,]+ of", text)
    form = ("as in the file" in text, "as the network gets it" in text)
    return f"{FOCUS.findall(text)} {ORIGIN.findall(text)} {facts and facts[1]} {form}"


def pressed(recording: Recording, presses: int, chance: random.Random) -> list[Press]:
    """Press the keys in turn at varied moments."""
    made = []
    for name, _number in zip(cycle(KEYS), range(presses), strict=False):
        made.append(Press(name, recording.send(KEYS[name])))
        recording.read_for(chance.uniform(SOON, LATE))
    recording.read_for(LOST)
    return made


def answers(
    recording: Recording, presses: list[Press], shows: Callable[[Drawn], str] = shown
) -> Iterator[tuple[str, float]]:
    """By key the milliseconds to the last change of what is shown before the next key; infinite where none came."""
    changes, before = list[float](), ""
    for moment, drawn in recording.replay():
        if moment >= presses[0].time - LOST and (now := shows(drawn)) != before:
            changes.append(moment)
            before = now
    for press, following in zip(presses, [*presses[1:], Press("", float("inf"))], strict=True):
        found = [moment for moment in changes if press.time < moment < min(following.time, press.time + LOST)]
        yield press.name, 1000 * ((found[-1] if found else float("inf")) - press.time)


def results(program: Program, path: Path, rows: int, size: tuple[int, int], presses: int) -> Iterator[Result]:
    """Times of all keys, and memory."""
    with (
        TemporaryDirectory() as folder,
        Recording(program.screen(path, "--runs-dir", Path(folder, "runs")), Path(folder), size) as recording,
    ):
        recording.wait_state("ready")
        recording.read_for(1.0)
        before = resident_mib(recording.pid)
        begun = recording.send("4")
        recording.wait_text("as the network gets it")
        seconds = recording.chunks[-1].time - begun
        recording.send("\t")
        recording.wait_text("v raw")
        recording.read_for(1.0)
        made = pressed(recording, presses, random.Random(rows))
        after = resident_mib(recording.pid)
        found = list(answers(recording, made))
    where, values = f"{rows:,} rows, {size[0]}×{size[1]}", sorted(value for _name, value in found)
    by_key = ", ".join(f"{key} {median(value for name, value in found if name == key):.0f}" for key in KEYS)
    note = f"{len(values)} presses, median {median(values):.0f} ms, worst {values[-1]:.0f} ms; medians: {by_key}"
    yield at_most(f"{where}: a key, p95", P95, values[int(0.95 * len(values)) - 1], "ms", note)
    yield at_most(f"{where}: a key, p99", P99, values[int(0.99 * len(values)) - 1], "ms")
    yield at_most(f"{where}: memory beside the data", MOST, after - before, "MiB", f"{before:.0f}, then {after:.0f}")
    yield told(f"{where}: from the key 4 to the rows", seconds, "s", f"{len(COLUMNS)} columns are read again")


def measure(program: Program, quick: bool = False) -> list[Result]:
    """Both sizes."""
    rows = QUICK_ROWS if quick else ROWS
    with TemporaryDirectory() as folder:
        path = write_large_table(Path(folder, "large.csv"), rows)
        return [one for size in SIZES for one in results(program, path, rows, size, 50 if quick else PRESSES)]


if __name__ == "__main__":
    given = options(__doc__).parse_args()
    print(table(measure(chosen(given), given.quick)))
