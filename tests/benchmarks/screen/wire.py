"""Bytes a second that cross the wire, in every view, while training at the default rates and while paused.

python tests/benchmarks/screen/wire.py
"""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from measured_program import Program, chosen, options
from recording import Recording
from results import Result, at_most, table

LIMITS = {(80, 24): 30.0, (120, 36): 45.0, (160, 48): 60.0}
"""kB/s while training, by the size of the terminal."""
SLOW_LIMIT = 5.0
PAUSED_LIMIT = 200.0
"""B/s."""
SETTLING = 1.0
"""Seconds after a key in which what it changed is drawn, which isn't counted."""

TOLD = 6.0
"""Seconds after a pause, in which what it told goes away again."""

FORMS = ("figures", "colours", "histogram")


PANES = {"Map": 3, "Classes": 4, "Threshold": 4, "Images": 3, "Draw": 2, "Activations": 1}
"""The panes of each page of the Output view, by its title in the header."""
PLANE = ("Map", "Classes", "Threshold", "Activations")
IMAGES = ("Classes", "Threshold", "Images", "Draw", "Activations")


class Case(NamedTuple):
    """An experiment, how its first matrix is shown at first, and its pages of the Output view in their order."""

    name: str
    form: str
    pages: tuple[str, ...]


CASES = (Case("spiral", "figures", PLANE), Case("digits", "colours", IMAGES), Case("mnist", "colours", IMAGES))


THIRD_COLUMN_FROM = 110
"""Columns from which on the Train view has two panes of outputs."""


class Look(NamedTuple):
    """A view: its name, the keys that lead there from the one before, and words that it shows."""

    name: str
    keys: str
    words: str


def looks(case: Case, columns: int) -> Iterator[Look]:
    """Every view, one after the other."""
    yield from training_looks(case.form, columns)
    yield Look("Step", "z2", "Algorithm")
    yield Look("Step, one example", "e", "Example")
    yield Look("Runs", "5", "Runs")
    yield Look("Runs alone", "z", "Runs")
    yield Look("Runs' curves alone", "\t", "")
    yield from output_looks(case.pages)


def output_looks(pages: tuple[str, ...]) -> Iterator[Look]:
    """Every page of the Output view, then each of its panes alone."""
    keys = "3"
    for page in pages:
        yield Look(f"Output, {page}", keys, f"Output: {page}")
        for pane in range(PANES[page]):
            yield Look(f"Output, {page}, pane {pane + 1} alone", "\t" if pane else "z", "")
        keys = "zp"


def training_looks(form: str, columns: int) -> Iterator[Look]:
    """The Train view, then each of its panes alone."""
    at = FORMS.index(form)
    forms = [FORMS[(at + turned) % 3] for turned in range(3)]
    for turned, name in enumerate(forms):
        yield Look(f"Train, Θ as {name}", "m" if turned else "", "Θ(1)")
    for turned, name in enumerate(forms):
        yield Look(f"Θ alone, {name}", "m" if turned else "mz", "Θ(1)")
    yield Look("∇ alone", "\t", "∇(1)")
    yield Look("Architecture alone", "\t", "Architecture")
    yield Look("Hyperparameters alone", "\t", "Hyperparameters")
    if columns >= THIRD_COLUMN_FROM:
        yield Look("outputs alone", "\t", "")
        yield Look("neurons or weights as pictures alone", "\t", "")
    yield Look("Loss alone", "\t", "Loss J")
    yield Look("Loss alone, with accuracy", "a", "accuracy")


AT_REST = (
    Look("Train", "1", "Θ(1)"),
    Look("Step", "2", "Algorithm"),
    Look("Runs", "5", "Runs"),
    Look("Output", "3", "Output:"),
)


def rate(recording: Recording, look: Look, seconds: float) -> float:
    """Bytes a second in a view."""
    recording.send(look.keys)
    recording.wait_text(look.words)
    recording.read_for(SETTLING)
    start, end = recording.read_for(seconds)
    return recording.bytes_between(start, end) / (end - start)


def rates(
    program: Program, case: Case, size: tuple[int, int], seconds: float
) -> tuple[dict[str, float], dict[str, float]]:
    """Of every view while training, and of those that have a number while paused."""
    with (
        TemporaryDirectory() as folder,
        Recording(
            program.screen(case.name, "--epochs", 10**8, "--runs-dir", Path(folder, "runs")), Path(folder), size
        ) as recording,
    ):
        recording.train()
        training = {look.name: rate(recording, look, seconds) for look in looks(case, size[0])}
        recording.send("1 ")
        recording.wait_state("paused")
        recording.read_for(TOLD)
        return training, {look.name: rate(recording, look, seconds) for look in AT_REST}


def results(
    case: Case, size: tuple[int, int], found: dict[str, float], paused: dict[str, float], slow: bool
) -> Iterator[Result]:
    """The worst view against the limit, all others for information."""
    where = f"{case.name}, {size[0]}×{size[1]}"
    worst = max(found, key=lambda name: found[name])
    others = ", ".join(f"{name} {value / 1000:.1f}" for name, value in found.items())
    limit = SLOW_LIMIT if slow else LIMITS[size]
    what = f"training, {where}, the view that needs most: {worst}"
    kilobytes = found[worst] / 1000
    yield at_most(what, limit, kilobytes, "kB/s", others)
    worst = max(paused, key=lambda name: paused[name])
    yield at_most(f"paused, {where}, the view that needs most: {worst}", PAUSED_LIMIT, paused[worst], "B/s", digits=0)


def measure(program: Program, quick: bool = False, cases: tuple[Case, ...] = CASES) -> list[Result]:
    """All cases at both sizes."""
    found: list[Result] = []
    # From just after a drawing, two turns of what is drawn most seldom: a plot on all of a large screen, every 16 s.
    seconds = 33.0 if program.refresh == "slow" else 2.0 if quick else 6.0
    for case in cases:
        for size in LIMITS:
            both = rates(program, case, size, seconds)
            found += results(case, size, *both, slow=program.refresh == "slow")
    return found


if __name__ == "__main__":
    parser = options(__doc__)
    parser.add_argument("--only", choices=[case.name for case in CASES])
    given = parser.parse_args()
    print(table(measure(chosen(given), given.quick, tuple(c for c in CASES if given.only in (None, c.name)))))
