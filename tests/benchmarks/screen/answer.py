"""From a key to its effect on the screen, while mnist trains flat out, at varied moments.

    python tests/benchmarks/screen/answer.py

Beside it, the same keys while nothing trains: what the machine and the library take by themselves.
"""

import random
import re
from collections.abc import Callable, Iterator
from math import ceil
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import NamedTuple

from measured_program import Program, chosen, options
from recording import Drawn, Recording
from results import Result, at_most, table, told

P95, P99 = 50.0, 100.0
"""Milliseconds."""
PRESSES = 200
SOON, LATE = 0.15, 0.45
"""Seconds from a key to the next: no beat of the screen's own falls together with them."""
LOST = 1.0
"""Seconds after which an effect counts as not come."""

BOTTOM = re.compile(r"╰[^╯]*╯")
POINT_NAME = re.compile(r"Point (\d+)")
CELL = re.compile(r"θ\[\d+,\d+\]")
EPOCH_SECONDS = 30.0
LONG = ("mnist", "--set", "network.hidden=[2500]", "--set", "training.batch_size=1")
STOPS = 20


class Key(NamedTuple):
    """Keys pressed in turn, and what of the screen each of them changes."""

    name: str
    keys: tuple[str, ...]
    shows: Callable[[Drawn], str]


def bottoms(drawn: Drawn) -> str:
    """The lower borders: the pane in focus has its keys there."""
    return " ".join(BOTTOM.findall("\n".join(drawn.lines)))


def cell(drawn: Drawn) -> str:
    """The cell in focus, as the note below the matrix names it."""
    return " ".join(CELL.findall("\n".join(drawn.lines)))


RIGHT, DOWN, LEFT, UP = "\x1b[C", "\x1b[B", "\x1b[D", "\x1b[A"
PANE = Key("tab to the next pane", ("\t",), bottoms)
CELLS = Key("an arrow to another cell", (RIGHT, RIGHT, DOWN, DOWN, LEFT, LEFT, UP, UP), cell)


def point(drawn: Drawn) -> str:
    """The example in focus, as the title of its pane names it."""
    return " ".join(POINT_NAME.findall("\n".join(drawn.lines)))


def axis(drawn: Drawn) -> str:
    """The numbers on the axis of y of the map."""
    return " ".join(line[1:7] for line in drawn.lines[1:])


OUTPUT_VIEW = Key(
    "3 to the Output view, 1 back", ("3", "1"), lambda drawn: drawn.header.partition("│")[0] + bottoms(drawn)
)
PAGE = Key("p to the next page of the Output view", ("p",), lambda drawn: drawn.header.partition("│")[0])
POINT = Key("an arrow to another point of the map", (RIGHT, LEFT, DOWN, UP), point)
WRONG = Key("w to the next wrong point", ("w",), point)
MAP_ZOOM = Key("+ in the map, 0 back", ("+", "0"), axis)


class Press(NamedTuple):
    """A key, and when it was pressed."""

    key: str
    time: float


def pressed(recording: Recording, keys: tuple[str, ...], presses: int, chance: random.Random) -> list[Press]:
    """Press them in turn at varied moments."""
    made = []
    for number in range(presses):
        key = keys[number % len(keys)]
        made.append(Press(key, recording.send(key)))
        recording.read_for(chance.uniform(SOON, LATE))
    recording.read_for(LOST)
    return made


def answers(recording: Recording, presses: list[Press], shows: Callable[[Drawn], str]) -> Iterator[tuple[str, float]]:
    """By key the milliseconds to the first change of what is shown; infinite where none came before the next key."""
    changes, before = [], ""
    for moment, drawn in recording.replay():
        if moment > presses[-1].time + LOST:
            break
        if moment >= presses[0].time - LOST and (now := shows(drawn)) != before:
            changes.append(moment)
            before = now
    for press, following in zip(presses, [*presses[1:], Press("", float("inf"))], strict=True):
        after = (moment for moment in changes if press.time < moment < min(following.time, press.time + LOST))
        yield press.key, 1000 * (next(after, float("inf")) - press.time)


def percentile(values: list[float], percent: float) -> float:
    """The value that so many are at or under."""
    return sorted(values)[ceil(percent / 100 * len(values)) - 1]


def judged(name: str, values: list[float]) -> list[Result]:
    """Both limits."""
    note = f"{len(values)} presses, median {median(values):.0f} ms, worst {max(values):.0f} ms"
    return [
        at_most(f"{name}, p95", P95, percentile(values, 95), "ms", note),
        at_most(f"{name}, p99", P99, percentile(values, 99), "ms"),
    ]


def open_source(program: Program, folder: str, size: tuple[int, int], source: str = "mnist") -> Recording:
    """With no end."""
    words = (source, "--epochs", 10**8, "--runs-dir", Path(folder, "runs"))
    return Recording(program.screen(*words), Path(folder), size)


def while_training(
    program: Program, key: Key, size: tuple[int, int], presses: int, source: str = "mnist", before: str = ""
) -> list[Result]:
    """One key, and the same at rest for comparison; `before` are keys that lead to where it works."""
    chance = random.Random(presses)
    with TemporaryDirectory() as folder, open_source(program, folder, size, source) as recording:
        recording.wait_state("ready")
        recording.wait_text("θ[")
        recording.send(before)
        recording.read_for(LOST if before else 0)
        resting = pressed(recording, key.keys, max(len(key.keys), presses // 5), chance)
        recording.train()
        busy = pressed(recording, key.keys, presses, chance)
    rest = [value for _key, value in answers(recording, resting, key.shows)]
    values = [value for _key, value in answers(recording, busy, key.shows)]
    name = f"{key.name}, {size[0]}×{size[1]}"
    return [*judged(name, values), told(f"{name}, nothing training: median", median(rest), "ms")]


def pausing(program: Program, size: tuple[int, int], presses: int) -> list[Result]:
    """`space` while it trains; each second press only sets it going again."""
    chance = random.Random(presses)
    with TemporaryDirectory() as folder, open_source(program, folder, size) as recording:
        recording.train()
        made: list[Press] = []
        for _ in range(presses):
            recording.wait_state("training")
            recording.read_for(chance.uniform(SOON, LATE))
            made.append(Press("pause", recording.send(" ")))
            recording.wait_state("paused")
            made.append(Press("run", recording.send(" ")))
        recording.wait_state("training")
    found = list(answers(recording, made, lambda drawn: "training" if drawn.state == "training" else "held"))
    values = {name: [value for key, value in found if key == name] for name in ("pause", "run")}
    name = f"space, {size[0]}×{size[1]}"
    return [*judged(f"{name} to pause", values["pause"]), *judged(f"{name} to run on", values["run"])]


def stopping(program: Program, stops: int) -> list[Result]:
    """A second `space` within an epoch of half a minute or more."""
    chance, taken = random.Random(stops), list[float]()
    with (
        TemporaryDirectory() as folder,
        Recording(program.screen(*LONG, "--runs-dir", Path(folder, "runs")), Path(folder), (160, 48)) as recording,
    ):
        recording.wait_state("ready")
        trained = 0.0
        for _ in range(stops):
            recording.send(" ")
            recording.wait_state("training")
            begun = perf_counter()
            recording.read_for(chance.uniform(0.3, 1.0))
            recording.send(" ")
            recording.wait_state("pausing")
            recording.read_for(chance.uniform(SOON, LATE))
            second = recording.send(" ")
            recording.wait_state("paused")
            taken.append(1000 * (recording.chunks[-1].time - second))
            trained += perf_counter() - begun
        done, of = batches(recording)
    seconds = trained * of / done
    note = f"{stops} times; a mini-batch takes {1000 * trained / done:.0f} ms, worst stop {max(taken):.0f} ms"
    return [
        Result("an epoch lasts", f"≥ {EPOCH_SECONDS:g} s", f"{seconds:.0f} s", seconds >= EPOCH_SECONDS),
        told("from the second space to the screen that says so, p95", percentile(taken, 95), "ms", note),
    ]


def batches(recording: Recording) -> tuple[int, int]:
    """Of the epoch that it is paused in: mini-batches done, and all."""
    found = ("", "0", "1")
    for _moment, drawn in recording.replay():
        if match := re.search(r"batch ([\d,]+) of ([\d,]+)", drawn.header):
            found = (match[0], match[1].replace(",", ""), match[2].replace(",", ""))
    return int(found[1]), int(found[2])


def measure(program: Program, quick: bool = False) -> list[Result]:
    """All keys at both sizes, then the long epoch."""
    presses, found = 20 if quick else PRESSES, list[Result]()
    for size in ((80, 24), (160, 48)):
        found += pausing(program, size, presses)
        for key in (PANE, CELLS):
            found += while_training(program, key, size, presses)
        for key in (OUTPUT_VIEW, PAGE):
            found += while_training(program, key, size, presses, before="31" if key is OUTPUT_VIEW else "3")
        for key in (POINT, WRONG, MAP_ZOOM):
            found += while_training(program, key, size, presses, "spiral", "3")
    return [*found, *stopping(program, 3 if quick else STOPS)]


if __name__ == "__main__":
    given = options(__doc__).parse_args()
    print(table(measure(chosen(given), given.quick)))
