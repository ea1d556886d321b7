"""Epochs a second on the screen against headless, by turns in one run.

    python tests/benchmarks/screen/speed.py

A training on the screen in each size and one without take turns of a few seconds, so that what else the machine does
meets them alike. On the screen a turn goes from `space` to `space`, and its epochs are read off the header, between two
of its changes. Headless, the turns up to the end of a training of so many epochs are added up, less what one of a
single epoch takes: no progress bar, no lines of JSON. All save their runs.
"""

import os
import signal
import subprocess
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from select import select
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from measured_program import Program, chosen, environment, options, seconds_of
from others import Others
from recording import Recording
from results import Result, at_least, table, told
from threads import main_thread_seconds

SIZES = ((80, 24), (160, 48))
ENDLESS = 100_000_000
TURN = 4.0
"""Seconds."""


@dataclass(frozen=True)
class Case:
    """An experiment, and the share of its headless speed that the screen must leave it."""

    name: str
    least: float
    settings: tuple[str, ...] = ()


CASES = (Case("digits", 0.93), Case("mnist", 0.93), Case("xor", 0.70, ("--set", "training.batch_size=0")))


class Headless:
    """A training without a screen that is stopped but for its turns."""

    def __init__(self, command: Sequence[str], home: Path) -> None:
        self.seconds, start = 0.0, perf_counter()
        self._process = subprocess.Popen(
            command, env=environment(home), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._wait(start, TURN)

    def turn(self) -> bool:
        """Run on; whether it has more to do."""
        os.kill(self._process.pid, signal.SIGCONT)
        return self._wait(perf_counter(), TURN)

    def end(self) -> None:
        """If it hasn't already."""
        self._process.kill()
        self._process.wait()

    def _wait(self, start: float, seconds: float) -> bool:
        assert self._process.stdout is not None
        ended = False
        while (left := start + seconds - perf_counter()) > 0 and not ended:
            if select([self._process.stdout], [], [], left)[0]:  # its last words, then the end
                ended = not os.read(self._process.stdout.fileno(), 1 << 16)
        if not ended:
            os.kill(self._process.pid, signal.SIGSTOP)
        self.seconds += perf_counter() - start
        return not ended


@dataclass
class Shown:
    """A training on the screen, paused but for its turns."""

    recording: Recording
    turns: list[tuple[float, float]] = field(default_factory=list)
    drawing: list[float] = field(default_factory=list)

    def turn(self) -> None:
        """From `space` to `space`."""
        recording = self.recording
        recording.send(" ")
        recording.wait_state("training")
        before = main_thread_seconds(recording.pid)
        self.turns.append(recording.read_for(TURN))
        after = main_thread_seconds(recording.pid)
        if before is not None and after is not None:
            self.drawing.append((after - before) / TURN)
        recording.send(" ")
        recording.wait_state("paused")

    def speed(self) -> float:
        """Epochs a second."""
        shown = self.recording.epochs()
        epochs, seconds = 0, 0.0
        for start, end in self.turns:
            first, *_, last = [one for one in shown if start <= one[0] < end]
            epochs, seconds = epochs + last[1] - first[1], seconds + last[0] - first[0]
        return epochs / seconds


def compare(
    programs: Sequence[Program], case: Case, sizes: Sequence[tuple[int, int]], turns: int
) -> tuple[list[Shown], float]:
    """Trainings on the screen, program after program and size after size, then epochs a second headless."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        words = (case.name, *case.settings, "--runs-dir", folder / "runs", "--epochs")
        shown: list[Shown] = []
        for program in programs:
            for size in sizes:
                recording = stack.enter_context(Recording(program.screen(*words, ENDLESS), folder, size))
                recording.wait_state("ready")
                shown.append(one := Shown(recording))
                one.turn()  # the first is warmer than the machine is
                first = one.speed()
                one.turns.clear()
                one.drawing.clear()
        epochs = int(first * TURN * turns)
        once = median(seconds_of(programs[0].headless("train", *words, 1), folder) for _ in range(5))
        headless = Headless(programs[0].headless("train", *words, epochs), folder)
        stack.callback(headless.end)
        more = True
        while more:
            for one in shown:
                one.turn()
            more = headless.turn()
    return shown, (epochs - 1) / (headless.seconds - once)


def results(program: Program, case: Case, turns: int) -> list[Result]:
    """The ratios, and what explains them."""
    others = Others()
    all_shown, headless = compare([program], case, SIZES, turns)
    disturbance = others.share()
    found = []
    for size, shown in zip(SIZES, all_shown, strict=True):
        name, speed = f"{case.name}, {size[0]}×{size[1]}", shown.speed()
        note = f"{speed:,.0f} of {headless:,.0f} epochs/s in {len(shown.turns)} turns; "
        note += f"other programs took {disturbance:.2f} processors"
        found.append(at_least(f"screen / headless: {name}", case.least, speed / headless, note))
        if shown.drawing:
            drawing = 100 * sum(shown.drawing) / len(shown.drawing)
            found.append(told(f"the drawing thread's share of a processor: {name}", drawing, "%"))
    return found


def measure(program: Program, quick: bool = False, cases: tuple[Case, ...] = CASES) -> list[Result]:
    """All cases."""
    return [result for case in cases for result in results(program, case, 3 if quick else 8)]


if __name__ == "__main__":
    parser = options(__doc__)
    parser.add_argument("--only", choices=[case.name for case in CASES])
    given = parser.parse_args()
    print(table(measure(chosen(given), given.quick, tuple(c for c in CASES if given.only in (None, c.name)))))
