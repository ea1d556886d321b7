"""Epochs a second on the screen against headless, interleaved.

    python tests/benchmarks/screen/speed.py

On the screen they are read off the header, between two of its changes. Headless, a training of as many epochs is
timed, less one of a single epoch: no progress bar, no lines of JSON. Both save their runs.
"""

from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from program import Program, chosen, options, seconds_of
from recording import Recording
from results import Result, at_least, table, told
from threads import main_thread_seconds

SIZES = ((80, 24), (160, 48))
ENDLESS = 100_000_000


@dataclass(frozen=True)
class Case:
    """An experiment, and the share of its headless speed that the screen must leave it."""

    name: str
    least: float
    settings: tuple[str, ...] = ()

    @property
    def told(self) -> str:
        return " ".join([self.name, *self.settings])


CASES = (Case("digits", 0.93), Case("mnist", 0.93), Case("xor", 0.70, ("--set", "training.batch_size=0")))


@dataclass(frozen=True)
class Shown:
    """A training on the screen: epochs a second, all its epochs, the drawing thread's share of a processor."""

    speed: float
    epochs: int
    drawing: float | None


@dataclass
class Compared:
    """Figures of all rounds."""

    ratios: list[float] = field(default_factory=list)
    speeds: list[float] = field(default_factory=list)
    headless: list[float] = field(default_factory=list)
    drawing: list[float] = field(default_factory=list)

    def add(self, shown: Shown, headless: float) -> None:
        """A round."""
        self.ratios.append(shown.speed / headless)
        self.speeds.append(shown.speed)
        self.headless.append(headless)
        self.drawing += [shown.drawing] if shown.drawing is not None else []

    def results(self, case: Case, size: tuple[int, int]) -> list[Result]:
        """The ratio, and what explains it."""
        name = f"{case.name}, {size[0]}×{size[1]}"
        note = f"{min(self.ratios):.3f} to {max(self.ratios):.3f} in {len(self.ratios)} rounds; "
        note += f"{median(self.speeds):,.0f} of {median(self.headless):,.0f} epochs/s"
        found = [at_least(f"screen / headless: {name}", case.least, median(self.ratios), note)]
        if self.drawing:
            found.append(told(f"the drawing thread's share of a processor: {name}", 100 * median(self.drawing), "%"))
        return found


def shown(program: Program, case: Case, size: tuple[int, int], seconds: float, folder: Path) -> Shown:
    """Train on the screen for so long."""
    command = program.screen(case.name, *case.settings, "--epochs", ENDLESS, "--runs-dir", folder / "runs")
    with Recording(command, folder, size) as recording:
        recording.train()
        before = main_thread_seconds(recording.pid)
        start, end = recording.read_for(seconds)
        after = main_thread_seconds(recording.pid)
    drawing = None if before is None or after is None else (after - before) / (end - start)
    epochs = recording.epochs(start, end)
    (first, fewest), (last, most) = epochs[0], epochs[-1]
    return Shown((most - fewest) / (last - first), most, drawing)


def headless(program: Program, case: Case, epochs: int, folder: Path) -> float:
    """Epochs a second of a training of so many."""

    def seconds(epochs: int) -> float:
        words = ("train", case.name, *case.settings, "--epochs", epochs, "--runs-dir", folder / "runs")
        return seconds_of(program.headless(*words), folder)

    return (epochs - 1) / (seconds(epochs) - seconds(1))


def compare(program: Program, case: Case, rounds: int, seconds: float) -> list[Result]:
    """A round is each size on the screen, with a headless training between."""
    found = {size: Compared() for size in SIZES}
    for turn in range(rounds):
        with TemporaryDirectory() as folder:
            sizes = SIZES if turn % 2 else SIZES[::-1]  # neither is always the one to go first
            first = shown(program, case, sizes[0], seconds, Path(folder))
            plain = headless(program, case, first.epochs, Path(folder))
            second = shown(program, case, sizes[1], seconds, Path(folder))
        found[sizes[0]].add(first, plain)
        found[sizes[1]].add(second, plain)
    return [result for size, compared in found.items() for result in compared.results(case, size)]


def measure(program: Program, quick: bool = False, cases: tuple[Case, ...] = CASES) -> list[Result]:
    """All cases."""
    rounds, seconds = (1, 4.0) if quick else (5, 8.0)
    return [result for case in cases for result in compare(program, case, rounds, seconds)]


if __name__ == "__main__":
    parser = options(__doc__)
    parser.add_argument("--only", choices=[case.name for case in CASES])
    given = parser.parse_args()
    print(table(measure(chosen(given), given.quick, tuple(c for c in CASES if given.only in (None, c.name)))))
