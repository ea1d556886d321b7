"""What the Data view takes of the time of training: epochs a second with it, by turns with view 5.

python tests/benchmarks/screen/data_view_speed.py
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from measured_program import Program, chosen, options
from outputs import LEAST, SIZES, TURN, speed
from recording import Recording
from results import Result, at_least, table
from wire import CASES, SETTLING

STILL = "training.learning_rate=1e-12"
"""The weights stay as they are: a network's epochs take longer once it has learnt, because of subnormal numbers."""
VIEWS = (("5", "Runs"), ("4", "Data"))


def result(program: Program, name: str, size: tuple[int, int], turns: int) -> Result:
    """The ratio for one experiment and one size of the screen."""
    words = (name, "--epochs", 10**8, "--set", STILL)
    with (
        TemporaryDirectory() as folder,
        Recording(program.screen(*words, "--runs-dir", Path(folder, "runs")), Path(folder), size) as recording,
    ):
        recording.train()
        windows: dict[str, list[tuple[float, float]]] = {key: [] for key, _text in VIEWS}
        for turn in range(turns):
            for key, text in VIEWS[:: 1 if turn % 2 else -1]:
                recording.send(key)
                recording.wait_text(text)
                recording.read_for(SETTLING)
                windows[key].append(recording.read_for(TURN))
    where = f"{name}, {size[0]}×{size[1]}"
    return at_least(f"{where}: view 4 / view 5", LEAST, speed(recording, windows["4"]) / speed(recording, windows["5"]))


def measure(program: Program, quick: bool = False) -> list[Result]:
    """All experiments at both sizes."""
    return [result(program, case.name, size, 1 if quick else 6) for case in CASES for size in SIZES]


if __name__ == "__main__":
    given = options(__doc__).parse_args()
    print(table(measure(chosen(given), given.quick)))
