"""From the start of the program to its first whole frame, and to the version's line; medians, interleaved.

    python tests/benchmarks/screen/start.py

Beside them what can't be less: a bare Python, and an app of the same library that shows one word and has NumPy.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from measured_program import Program, chosen, options, seconds_of
from recording import Drawn, Recording
from results import Result, at_most, table, told

FRAME, VERSION = 400.0, 80.0
"""Milliseconds."""
ROUNDS = 15
EMPTY = """\
import numpy
from textual.app import App
from textual.widgets import Static
class Empty(App):
    BINDINGS = [("q", "quit")]
    def compose(self):
        yield Static("epoch 0 ready Menu")
Empty().run()
"""


def whole(drawn: Drawn) -> bool:
    """The header and the footer are there, and all between them."""
    return drawn.state == "ready" and drawn.epoch == 0 and any("Menu" in line for line in drawn.lines)


def first_frame(command: list[str], folder: Path, size: tuple[int, int]) -> float:
    """Milliseconds to it."""
    with Recording(command, folder, size) as recording:
        recording.wait(whole, "the first frame")
    return 1000 * (next(moment for moment, drawn in recording.replay() if whole(drawn)) - recording.started)


def measure(program: Program, quick: bool = False) -> list[Result]:
    """All, one after the other, again and again; the first round only warms the machine."""
    python = sys.executable
    sources = ("spiral", "digits", "mnist")

    def frame(*words: str, size: tuple[int, int] = (80, 24)) -> Callable[[Path], float]:
        return lambda folder: first_frame([*words], folder, size)

    def ended(*words: str) -> Callable[[Path], float]:
        return lambda folder: 1000 * seconds_of(words, folder)

    ways = {
        **{source: frame(*program.screen(source)) for source in sources},
        "spiral, 160×48": frame(*program.screen("spiral"), size=(160, 48)),
        "empty app with NumPy": frame(python, "-c", EMPTY),
        "bare Python": ended(python, "-c", ""),
        "--version": ended(*program.headless("--version")),
    }
    times: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(1 + (3 if quick else ROUNDS)):
        for name, way in ways.items():
            with TemporaryDirectory() as folder:
                taken = way(Path(folder))
            if turn:
                times[name].append(taken)
    found = []
    for name, all_times in times.items():
        note = f"{min(all_times):.0f} to {max(all_times):.0f} ms in {len(all_times)} starts"
        if name == "--version":
            found.append(at_most("mlp-tui --version", VERSION, median(all_times), "ms", note, 0))
        elif name in ("empty app with NumPy", "bare Python"):
            found.append(told(name, median(all_times), "ms", note, 0))
        else:
            found.append(at_most(f"first frame: {name}", FRAME, median(all_times), "ms", note, 0))
    return found


if __name__ == "__main__":
    given = options(__doc__).parse_args()
    print(table(measure(chosen(given), given.quick)))
