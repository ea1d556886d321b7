"""A small table with a column of every role: an id, a class, categories, numbers with missing cells, text."""

from pathlib import Path

from core.data.source_rows.source_rows import SourceRows
from core.experiment.experiment import Experiment
from core.experiment.source_rows import read_source_rows
from tui_mlp.session.stepped_sessions import SteppedSession

ROWS = 40
SETTINGS = ("data.target=rescued", "seed=1")
LEFT_OUT = 7
"""The row, from 0, that has no target."""


def write_voyage(folder: Path, rows: int = ROWS) -> Path:
    """A CSV file: ticket, rescued, class, age, fare, cabin, crew. Every fifth age is missing."""
    lines = ["ticket,rescued,class,age,fare,cabin,crew"]
    for row in range(rows):
        age = "" if row % 5 == 2 else f"{20 + row * 7 % 31}.5"
        rescued = "" if row == LEFT_OUT else ("yes" if row * 5 % 8 < 3 else "no")
        lines.append(
            f"T{100 + row},{rescued},{('1st', '2nd', '3rd')[row % 3]},{age},{10 + row * 1.25:.2f},deck {row},x"
        )
    path = folder / "voyage.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def voyage_rows(folder: Path, *settings: str) -> SourceRows:
    """The rows of such a file."""
    return rows_of(str(write_voyage(folder)), *SETTINGS, *settings)


def rows_of(source: str, *settings: str) -> SourceRows:
    """The rows of any source."""
    snapshot = SteppedSession(Experiment.load(source, settings)).snapshot
    return read_source_rows(snapshot.experiment, snapshot.data)
