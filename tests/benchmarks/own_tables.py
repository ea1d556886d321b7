"""Tables of the user's own: our defaults against scikit-learn's default MLP behind a ColumnTransformer.

    python tests/benchmarks/own_tables.py TABLE[:TARGET] …

Both get the same columns, as we understand them, and the same splits. Beside it stands what scikit-learn reaches with
our validation rows as more training rows, as it holds nothing out by default. Of several seeds the median counts.
`--processes` also times whole processes, from the shell to a trained network: ours saves its run as well.
"""

import argparse
import json
import sys
import tempfile
import warnings
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import TYPE_CHECKING, NamedTuple

from environment import settle

if TYPE_CHECKING:
    from core.calls import Array

HEAD = (
    "table", "rows", "inputs", "figure", "ours", "scikit-learn", "", "with validation rows", "fit, s", "scikit-learn",
    "epochs",
)  # fmt: skip
PROCESS_HEAD = ("table", "ours, s", "of processor", "MB", "scikit-learn, s", "of processor", "MB")


class Result(NamedTuple):
    """A training by either: the figure of the test rows, seconds of the processor, epochs."""

    figure: float
    seconds: float
    epochs: int


def ours(overrides: list[str], path: Path) -> Result:
    """Trained by our defaults; the seconds are those of the training, as of scikit-learn's `fit`."""
    from core.experiment.experiment import Experiment
    from core.experiment.preparation import load_data
    from core.training.trainer import Trainer

    experiment = Experiment.load(path, overrides)
    data = load_data(experiment)
    start = process_time()
    trainer = Trainer(experiment, data)
    trainer.run()
    seconds = process_time() - start
    figures = trainer.figures("test")
    figure = figures.accuracy if data.task == "classification" else figures.r2
    return Result(figure, seconds, trainer.epoch)


def theirs(overrides: list[str], path: Path, seed: int) -> tuple[Result, Result]:
    """Trained by scikit-learn on our training rows, and on the validation rows too; the seconds are those of `fit`."""
    import numpy as np
    from scikit_pipeline import pipeline_for, targets_of

    from core.data.preparing.dividing import divide_rows
    from core.experiment.data_settings import split_settings
    from core.experiment.experiment import Experiment
    from core.experiment.tables import read_table
    from core.support.random_streams import streams

    settings, random = Experiment.load(path, overrides).data, streams(seed).data
    table = read_table(settings, random)
    rows, y = divide_rows(split_settings(settings), table, random), targets_of(table)

    def trained(on: "Array") -> Result:
        prepare, mlp = pipeline_for(table, "regression" if table.labels is None else "classification", seed)
        X = prepare.fit_transform(table.inputs[on])
        start = process_time()
        mlp.fit(X, y[on])
        seconds = process_time() - start
        return Result(float(mlp.score(prepare.transform(table.inputs[rows.test]), y[rows.test])), seconds, mlp.n_iter_)

    return trained(rows.train), trained(np.concatenate([rows.train, rows.validation]))


def compare(path: Path, target: str, seeds: range) -> list[str]:
    """A line of the table: medians over the seeds."""
    from core.experiment.experiment import Experiment
    from core.experiment.preparation import load_data

    target_setting = [f"data.target={json.dumps(target)}"] if target else []
    runs = []
    for seed in seeds:
        overrides = [*target_setting, f"seed={seed}"]
        runs.append((ours(overrides, path), *theirs(overrides, path, seed)))
    data = load_data(Experiment.load(path, target_setting))
    own, other, with_validation = (Result(*map(median, zip(*one, strict=True))) for one in zip(*runs, strict=True))
    return [
        path.name, f"{data.rows:,}", f"{data.train.inputs.shape[1]}",
        "accuracy" if data.task == "classification" else "R²",
        f"{own.figure:.4f}", f"{other.figure:.4f}", "reached" if own.figure >= other.figure - 1e-9 else "short",
        f"{with_validation.figure:.4f}", f"{own.seconds:.2f}", f"{other.seconds:.2f}", f"{own.epochs:g}",
    ]  # fmt: skip


def whole_processes(path: Path, target: str, repeats: int) -> list[str]:
    """A line of the table of processes."""
    from processes import processes_in_turn

    from core.experiment.experiment import Experiment
    from core.experiment.preparation import load_data

    settings = [f"data.target={json.dumps(target)}"] if target else []
    found = load_data(Experiment.load(path, settings)).description
    assert found is not None, "a file is described"
    assert found.dialect is not None, "it is a file of text"
    places: dict[str, list[tuple[int, str]]] = {"input": [], "target": [], "ignored": []}
    for place, column in enumerate(found.columns):
        places[column.role].append((place, column.kind))
    blanks = found.dialect.separator == " "
    asked = {
        "file": str(path), "separator": r"\s+" if blanks else found.dialect.separator,
        "header": found.dialect.header, "task": found.task, "seed": 1, "fit": True, "target": places["target"][0][0],
        "numbers": [place for place, kind in places["input"] if kind == "number"],
        "categories": [place for place, kind in places["input"] if kind != "number"],
    }  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        sets = [part for setting in settings for part in ("--set", setting)]
        taken = processes_in_turn(
            {
                "ours": [sys.executable, "-m", "tui_mlp", "train", str(path), *sets, "--json", "--runs-dir", folder],
                "theirs": [sys.executable, str(Path(__file__).with_name("scikit_process.py")), json.dumps(asked)],
            },
            repeats,
        )
    both = (taken["ours"], taken["theirs"])
    return [path.name, *(t for one in both for t in (f"{one.clock:.2f}", f"{one.processor:.2f}", f"{one.peak:.0f}"))]


def main() -> int:
    """Compare each table; print the lines as they come. The exit status is 1 if a figure is short."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tables", nargs="+", metavar="TABLE[:TARGET]")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--first-seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=0, metavar="REPEATS", help="time whole processes, in turn")
    options = parser.parse_args()
    from tables import markdown
    from threadpoolctl import threadpool_limits

    warnings.filterwarnings("ignore", module="sklearn")  # that it did not converge in 200 epochs
    lines, times, start = [], [], perf_counter()
    seeds = range(options.first_seed, options.first_seed + options.seeds)
    with threadpool_limits(1):
        for name in options.tables:
            path, _colon, target = name.partition(":")
            lines.append(compare(Path(path), target, seeds))
            print("  ".join(lines[-1]), flush=True)
            if options.processes:
                times.append(whole_processes(Path(path), target, options.processes))
    print(f"\n{options.seeds} seeds, {perf_counter() - start:.0f} s in all\n\n{markdown(HEAD, lines)}")
    if times:
        print(f"Whole processes, median of {options.processes} in turn:\n\n{markdown(PROCESS_HEAD, times)}")
    return int(any("short" in line for line in lines))


if __name__ == "__main__":
    settle()
    raise SystemExit(main())
