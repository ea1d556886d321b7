"""Memory of the screen, and whether a night's run leaves it as small and as quick as it was.

    python tests/benchmarks/screen/memory.py

The night is a million epochs of XOR. At its beginning and at its end, while it trains: the time from a key to its
effect, epochs and bytes a second, the drawing thread's share of a processor; and what the program does when paused.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from answer import PANE, Press, answers, pressed
from measured_program import Program, chosen, options
from recording import Recording
from results import Result, at_most, table, told
from threads import main_thread_seconds, process_seconds, resident_mib

MOST = 150.0
"""MiB, of digits after a minute."""
GROWTH = 5.0
"""MiB that a night may add, from the first tenth of it on: the allocator's own coming and going."""
SLOWER = 1.5
"""Times that a redraw at the end may take what it took at the beginning."""
NIGHT = 1_000_000
SAMPLING = 2.0
"""Seconds from one look at the memory to the next."""
IDLE = 1.0
"""Per cent of a processor, paused."""


@dataclass(frozen=True)
class Pace:
    """How it does at some time of the night."""

    start: float
    end: float
    drawing: float | None
    presses: list[Press]

    def speed(self, recording: Recording) -> float:
        """Epochs a second."""
        epochs = recording.epochs(self.start, self.end)
        return (epochs[-1][1] - epochs[0][1]) / (epochs[-1][0] - epochs[0][0])

    def kilobytes(self, recording: Recording) -> float:
        """kB a second."""
        return recording.bytes_between(self.start, self.end) / (self.end - self.start) / 1000

    def answer(self, recording: Recording) -> float:
        """Milliseconds from a key to the other pane's frame, the median."""
        return median(value for _key, value in answers(recording, self.presses, PANE.shows))


def pace(recording: Recording, seconds: float, presses: int) -> Pace:
    """Measured now."""
    before = main_thread_seconds(recording.pid)
    start, end = recording.read_for(seconds)
    after = main_thread_seconds(recording.pid)
    drawing = None if before is None or after is None else 100 * (after - before) / (end - start)
    return Pace(start, end, drawing, pressed(recording, PANE.keys, presses, random.Random(presses)))


def night(program: Program, epochs: int, seconds: float, presses: int) -> Iterator[Result]:
    """Beginning, middle, end, rest."""
    words = ("xor", "--set", "training.batch_size=0", "--epochs", 10**8)
    with (
        TemporaryDirectory() as folder,
        Recording(program.screen(*words, "--runs-dir", Path(folder, "runs")), Path(folder)) as recording,
    ):
        recording.train()
        first = pace(recording, seconds, presses)
        held: list[tuple[int, float]] = []
        while (epoch := recording.now.epoch or 0) < epochs:
            held.append((epoch, resident_mib(recording.pid)))
            recording.read_for(SAMPLING)
        held.append((epoch, resident_mib(recording.pid)))
        last = pace(recording, seconds, presses)
        recording.send(" ")
        recording.wait_state("paused")
        before = process_seconds(recording.pid)
        start, end = recording.read_for(seconds)
        after = process_seconds(recording.pid)
    early = next(mib for epoch, mib in held if epoch >= epochs / 10)
    steps = ", ".join(f"{epoch:,}: {mib:.0f}" for epoch, mib in held[:: max(1, len(held) // 10)])
    yield at_most("memory that a night adds after its first tenth", GROWTH, held[-1][1] - early, "MiB", f"at {steps}")
    answer = last.answer(recording) / first.answer(recording)
    note = f"{first.answer(recording):.1f} ms, then {last.answer(recording):.1f} ms"
    yield at_most("tab to its effect: end / beginning", SLOWER, answer, "times", note, 2)
    if first.drawing and last.drawing:
        note = f"{first.drawing:.1f} %, then {last.drawing:.1f} % of a processor"
        yield at_most("the drawing thread: end / beginning", SLOWER, last.drawing / first.drawing, "times", note, 2)
    note = f"{first.speed(recording):,.0f} epochs/s, then {last.speed(recording):,.0f}"
    slowdown = first.speed(recording) / last.speed(recording)
    yield at_most("an epoch: end / beginning", SLOWER, slowdown, "times", note, 2)
    yield told("bytes at the beginning", first.kilobytes(recording), "kB/s")
    yield told("bytes at the end", last.kilobytes(recording), "kB/s")
    if before is not None and after is not None:
        yield at_most("paused after it, of a processor", IDLE, 100 * (after - before) / (end - start), "%", digits=2)


def digits(program: Program, seconds: float) -> Result:
    """After a minute of training."""
    words = ("digits", "--epochs", 10**8, "--runs-dir")
    with (
        TemporaryDirectory() as folder,
        Recording(program.screen(*words, Path(folder, "runs")), Path(folder)) as recording,
    ):
        recording.train()
        early = resident_mib(recording.pid)
        recording.read_for(seconds)
        held = resident_mib(recording.pid)
    note = f"{early:.0f} MiB at its first epoch"
    return at_most(f"digits after {seconds:.0f} s of training", MOST, held, "MiB", note)


def measure(program: Program, quick: bool = False) -> list[Result]:
    """Digits, then the night."""
    shorter = (NIGHT // 10, 3.0, 10) if quick else (NIGHT, 10.0, 40)
    return [digits(program, 10.0 if quick else 60.0), *night(program, *shorter)]


if __name__ == "__main__":
    given = options(__doc__).parse_args()
    print(table(measure(chosen(given), given.quick)))
