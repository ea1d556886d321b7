"""A million rows from the shell to the first epoch, beside pandas and scikit-learn's ColumnTransformer.

    python tests/benchmarks/tables_at_scale.py

Two tables are written: twenty numbers a row and a measured target, and a mixed one of numbers, categories, booleans
and missing cells with two classes. Ours reads, understands, divides, prepares and trains an epoch, and saves its run;
the other reads, divides and prepares. Whole processes in turn, with the memory at the peak.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from environment import settle
from processes import Process, processes_in_turn

ROWS, NUMBERS = 1_000_000, 20
GOALS = {"numbers": 3.0, "mixed": 6.0}
"""Seconds asked for, from the shell to the end of the first epoch."""

BESIDE = 500
"""MB of memory asked for, beside the data's own size: rows × inputs numbers of eight bytes."""

HEAD = (
    "table", "file, MB", "ours, s", "of processor", "goal", "MB beside the data", "goal",
    "pandas and scikit-learn, s", "of processor", "MB beside the data",
)  # fmt: skip

NORMAL = "sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random())"
"""A draw of the normal distribution, in SQL."""


def numbers_query(rows: int) -> str:
    """Rows of twenty numbers x1 … x20 and y, a sum of some of them with noise."""
    drawn = ", ".join(f"round({NORMAL}, 5) AS x{number}" for number in range(1, NUMBERS + 1))
    return f"SELECT *, round(x1 - 2 * x2 + x3 * x4 + 0.1 * {NORMAL}, 5) AS y FROM (SELECT {drawn} FROM range({rows}))"


def mixed_query(rows: int) -> str:
    """Rows of eight numbers, one in a hundred missing, four columns of categories, two of booleans, and two classes."""
    numbers = [f"CASE WHEN random() > 0.01 THEN round({NORMAL}, 4) END AS x{number}" for number in range(1, 9)]
    categories = [
        f"['low', 'middle', 'high', 'red', 'green', 'blue', 'north', 'south'][1 + floor({levels} * random())::int]"
        f" AS c{levels}"
        for levels in (2, 3, 5, 8)
    ]
    booleans = [f"random() > 0.{share} AS b{share}" for share in (3, 5)]
    drawn = ", ".join([*numbers, *categories, *booleans])
    said = "CASE WHEN coalesce(x1, 0) + (c3 = 'high')::int + b5::int > 1 THEN 'yes' ELSE 'no' END AS bought"
    return f"SELECT *, {said} FROM (SELECT {drawn} FROM range({rows}))"


def write_table(path: Path, query: str) -> None:
    """Write the rows of a query as CSV, the same ones each time."""
    import duckdb

    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute("SELECT setseed(0.5)")
        connection.execute(f"COPY ({query}) TO '{path}' (HEADER)")


def measure(kind: str, path: Path, repeats: int) -> dict[str, Process]:
    """Both programs on the file, in turn."""
    numbers = list(range(NUMBERS)) if kind == "numbers" else list(range(8))
    categories = [] if kind == "numbers" else list(range(8, 14))
    asked = {
        "file": str(path), "separator": ",", "header": True, "seed": 1, "fit": False, "target": -1,
        "numbers": numbers, "categories": categories,
    }  # fmt: skip
    train = [sys.executable, "-m", "tui_mlp", "train", str(path), "--epochs", "1", "--json"]
    with tempfile.TemporaryDirectory() as folder:
        commands = {
            "ours": [*train, "--runs-dir", folder],
            "theirs": [sys.executable, str(Path(__file__).with_name("scikit_process.py")), json.dumps(asked)],
        }
        return processes_in_turn(commands, repeats)


def row(kind: str, path: Path, inputs: int, taken: dict[str, Process], rows: int) -> Sequence[str]:
    """A line of the table."""
    data = rows * inputs * 8 / 2**20
    ours, theirs = taken["ours"], taken["theirs"]
    return (
        kind, f"{path.stat().st_size / 2**20:.0f}", f"{ours.clock:.2f}", f"{ours.processor:.2f}",
        f"< {GOALS[kind]:g}", f"{ours.peak - data:.0f}", f"≤ {BESIDE}",
        f"{theirs.clock:.2f}", f"{theirs.processor:.2f}", f"{theirs.peak - data:.0f}",
    )  # fmt: skip


def main() -> int:
    """Write the tables, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--folder", type=Path, help="keep the tables here, and take those that are there")
    options = parser.parse_args()
    from tables import markdown

    with tempfile.TemporaryDirectory() as temporary:
        folder, lines = options.folder or Path(temporary), []
        folder.mkdir(parents=True, exist_ok=True)
        for kind, query, inputs in (("numbers", numbers_query, NUMBERS), ("mixed", mixed_query, 8 + 2 + 3 + 5 + 8 + 2)):
            path = folder / f"{kind}-{options.rows}.csv"
            if not path.exists():
                write_table(path, query(options.rows))
            lines.append(row(kind, path, inputs, measure(kind, path, options.repeats), options.rows))
    print(f"{options.rows:,} rows, median of {options.repeats} in turn\n\n{markdown(HEAD, lines)}")
    return 0


if __name__ == "__main__":
    settle()
    raise SystemExit(main())
