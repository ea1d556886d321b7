"""Predictions for a million rows and for four, from the shell to the last row: rate, and memory at the peak.

    python tests/benchmarks/predict_rate.py

A network of 20-32-1 is trained on a small table of twenty numbers, once for two classes and once for a measured target.
Then `mlp-tui predict` reads CSV, Parquet and NPZ files of the same columns. Beside each rate stands that of DuckDB,
which only reads the same million rows of CSV as numbers, in the same round; as the processors are shared, the
processor's seconds tell more than the clock's. Memory must not grow with the rows.
"""

import argparse
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import duckdb
import numpy as np
from environment import settle
from processes import Process, processes_in_turn, run_process
from tables_at_scale import NUMBERS, numbers_query, write_table

ROWS = (1_000_000, 4_000_000)
GOAL = 300_000
"""Rows a second asked for, of a CSV file, the start of the program included."""
HEAD = ("task", "file", "rows", "rows a second", "goal", "seconds", "of processor", "peak, MB", "DuckDB alone, s")

READ = (
    "import duckdb, sys; connection = duckdb.connect(config={'threads': 2}); "
    "connection.execute(f\"SELECT * FROM read_csv('{sys.argv[1]}')\").fetchnumpy()"
)
"""The program beside which ours is measured."""


def main() -> None:
    """Write the files, train, measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, nargs="+", default=ROWS)
    parser.add_argument("--repeats", type=int, default=3)
    arguments = parser.parse_args()
    settle()
    with tempfile.TemporaryDirectory(prefix="predict-rate-") as name:
        folder = Path(name)
        runs = {task: trained(folder, task) for task in ("classification", "regression")}
        print(*HEAD, sep=" | ")
        for rows in arguments.rows:
            files = in_process_of_its_own(folder, rows)
            commands = {(task, ending): predicting(runs[task], file) for task in runs for ending, file in files.items()}
            named = {" ".join(key): command for key, command in commands.items()}
            found = processes_in_turn(
                {**named, "alone": [sys.executable, "-c", READ, str(files[".csv"])]}, arguments.repeats
            )
            for task, ending in commands:
                print(line(task, ending, rows, found[f"{task} {ending}"], found["alone"]))
            for file in files.values():
                file.unlink()


def trained(folder: Path, task: str) -> Path:
    """The folder of a run of 20-32-1."""
    table = folder / f"{task}.csv"
    target = "y" if task == "regression" else "CASE WHEN y > 0 THEN 'high' ELSE 'low' END AS y"
    write_table(table, f"SELECT * EXCLUDE y, {target} FROM ({numbers_query(4000)})")
    runs = folder / f"{task}-runs"
    run_process([
        sys.executable, "-m", "tui_mlp", "train", str(table), "--epochs", "5", "--set", "network.hidden=[32]",
        "--set", f"data.task={task}", "--runs-dir", str(runs),
    ])  # fmt: skip
    return next(runs.iterdir())


def in_process_of_its_own(folder: Path, rows: int) -> dict[str, Path]:
    """`new_rows`, whose memory would count for all processes that this one starts."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return pool.submit(new_rows, folder, rows).result()


def new_rows(folder: Path, rows: int) -> dict[str, Path]:
    """Files of twenty numbers a row without a target, by their endings."""
    files = {ending: folder / f"new-{rows}{ending}" for ending in (".csv", ".parquet", ".npz")}
    write_table(files[".csv"], f"SELECT * EXCLUDE y FROM ({numbers_query(rows)})")
    with duckdb.connect() as connection:
        connection.execute(f"COPY (SELECT * FROM '{files['.csv']}') TO '{files['.parquet']}'")
        found = connection.execute(f"SELECT * FROM '{files['.parquet']}'").fetchnumpy()
    np.savez(files[".npz"], X=np.stack([found[f"x{number}"] for number in range(1, NUMBERS + 1)], axis=1))
    return files


def predicting(run: Path, file: Path) -> list[str]:
    """The command that predicts for a file."""
    return [sys.executable, "-m", "tui_mlp", "predict", str(run), str(file)]


def line(task: str, ending: str, rows: int, ours: Process, alone: Process) -> str:
    """A line of the table."""
    goal = f"{GOAL:,}" if ending == ".csv" else ""
    cells = (
        task, ending, f"{rows:,}", f"{rows / ours.clock:,.0f}", goal, f"{ours.clock:.1f}", f"{ours.processor:.1f}",
        f"{ours.peak:.0f}", f"{alone.clock:.1f}" if ending == ".csv" else "",
    )  # fmt: skip
    return " | ".join(cells)


if __name__ == "__main__":
    main()
