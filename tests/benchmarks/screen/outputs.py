"""What the pages of the Output view take of the time of training: epochs a second with each, by turns with view 5.

python tests/benchmarks/screen/outputs.py
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from measured_program import Program, chosen, options
from recording import Recording
from results import Result, at_least, table
from wire import CASES, SETTLING, Case

LEAST = 0.97
"""Of the epochs a second in view 5, whose panes don't change while one run trains."""
TURN = 4.0
"""Seconds."""
SIZES = ((80, 24), (160, 48))


def speed(recording: Recording, turns: list[tuple[float, float]]) -> float:
    """Epochs a second in these turns."""
    shown, epochs, seconds = recording.epochs(), 0, 0.0
    for start, end in turns:
        first, *_, last = [one for one in shown if start <= one[0] < end]
        epochs, seconds = epochs + last[1] - first[1], seconds + last[0] - first[0]
    return epochs / seconds


def results(program: Program, case: Case, size: tuple[int, int], turns: int) -> list[Result]:
    """A ratio for each page."""
    words = (case.name, "--epochs", 10**8)
    with (
        TemporaryDirectory() as folder,
        Recording(program.screen(*words, "--runs-dir", Path(folder, "runs")), Path(folder), size) as recording,
    ):
        recording.train()
        found: dict[str, tuple[list[tuple[float, float]], list[tuple[float, float]]]] = {}
        for _turn in range(turns):
            for number, page in enumerate(case.pages):
                windows = []
                for keys, text in (("5", "Runs"), ("3p" if number or found.get(page) else "3", f"Output: {page}")):
                    recording.send(keys)
                    recording.wait_text(text)
                    recording.read_for(SETTLING)
                    windows.append(recording.read_for(TURN))
                without, shown = found.setdefault(page, ([], []))
                without.append(windows[0])
                shown.append(windows[1])
    where = f"{size[0]}×{size[1]}"
    return [
        at_least(f"{case.name}, {where}: {page} / view 5", LEAST, speed(recording, shown) / speed(recording, without))
        for page, (without, shown) in found.items()
    ]


def measure(program: Program, quick: bool = False) -> list[Result]:
    """All cases at both sizes."""
    return [one for case in CASES for size in SIZES for one in results(program, case, size, 1 if quick else 6)]


if __name__ == "__main__":
    given = options(__doc__).parse_args()
    print(table(measure(chosen(given), given.quick)))
