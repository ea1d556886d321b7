"""`mlp-tui evaluate`: what it prints for people and for programs, and what it refuses."""

import subprocess
from pathlib import Path
from typing import Any

import pytest
from program import in_process, records
from rich.cells import cell_len

LONG = "a name of a class that is much longer than a line of a terminal has room for 日本"
TRAIN = ("train", "own.csv", "--epochs", "3", "--set", "network.hidden=[3]", "--set", "data.target=kind")


def own_table(folder: Path) -> Path:
    """The folder, with a table of numbers with classes of any text in it."""
    names = LONG, "b\x1b[31m", "ñ"
    lines = [f"{n % 7}.5,{n * 3 % 11},{names[n % 3]}" for n in range(60)]
    (folder / "own.csv").write_text("\n".join(["x,y,kind", *lines, ""]))
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return own_table(tmp_path)


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """A folder with such a table and a run on it, and the last line of its training."""
    folder = own_table(tmp_path_factory.mktemp("evaluate"))
    return folder, last(in_process(folder, *TRAIN, "--json"))


def evaluated(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return in_process(folder, "evaluate", run_of(folder), *arguments)


def run_of(folder: Path) -> str:
    """The name of the only run."""
    (run,) = (folder / "runs").iterdir()
    return run.name


def last(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    assert done.returncode == 0, done.stderr
    return records(done)[-1]


def test_tables_of_eighty_columns_whatever_the_names_are(trained: tuple[Path, dict[str, Any]]) -> None:
    folder, _last = trained
    for arguments in ((), ("own.csv",)):
        done = evaluated(folder, *arguments)
        lines = done.stdout.splitlines()
        assert done.returncode == 0
        assert max(map(cell_len, lines)) <= 80 <= cell_len(LONG)
        assert any("…  " in line for line in lines[8:])
        assert lines[0].startswith("own.csv: 60 rows, " if arguments else f"{run_of(folder)}: 12 test rows, ")
        assert "weights after epoch 3" in lines[0]
        assert [line.split("  ")[0] for line in lines[3:6]] == ["accuracy", "balanced accuracy", "log loss"]
        assert lines[7].split() == ["class", "recall", "95", "%", "interval", "rows"]
        assert "\x1b" not in done.stdout
    assert sum(int(line.split()[-1]) for line in lines[8:]) == 60


def test_json_has_the_figures_of_the_training_and_intervals(trained: tuple[Path, dict[str, Any]]) -> None:
    folder, ended = trained
    done = evaluated(folder, "--json")
    (found,) = records(done)
    shared = [key for key in ended if key.startswith("test_")]
    assert len(shared) == 5
    assert {key: found[key] for key in shared} == {key: ended[key] for key in shared}
    assert (found["run"], found["rows"], found["epoch"], found["file"]) == (ended["run"], 12, 3, None)
    low, high = found["test_accuracy_interval"]
    assert 0 <= low < found["test_accuracy"] < high <= 1
    assert [*found["test_recall_interval"]] == [*found["test_recall"]] == [LONG, "b\x1b[31m", "ñ"]


def test_a_regression_beside_its_mean(folder: Path) -> None:
    trained = last(in_process(folder, *TRAIN[:-1], "data.target=y", "--set", "data.task=regression", "--json"))
    found = last(evaluated(folder, "--json"))
    assert {key: found[key] for key in ("test_r2", "test_rmse", "test_mae", "test_accuracy")} == {
        key: trained[key] for key in ("test_r2", "test_rmse", "test_mae", "test_accuracy")
    }
    assert found["test_r2"] == pytest.approx(1 - (found["test_rmse"] / found["test_baseline_rmse"]) ** 2)
    lines = evaluated(folder).stdout.splitlines()
    assert lines[2].split() == ["model", "always", "the", "mean"]
    assert [line.split()[0] for line in lines[3:6]] == ["R²", "RMSE", "MAE"]
    assert lines[-1] == "RMSE and MAE are in units of 'y'"


def test_what_it_refuses(folder: Path) -> None:
    in_process(folder, *TRAIN, "--set", "data.validation_fraction=0", "--set", "data.test_fraction=0")
    cases = {
        (): "has no test rows; give a FILE with other rows",
        ("--best", "own.csv"): "has no best weights, as no validation loss was computed",
        ("--epoch", "4", "own.csv"): "found no epoch 4: the run has 3 epochs; choose one from 0 to 3",
        ("--best", "--epoch", "1"): "--best and --epoch exclude each other",
        ("--seed", "3"): "--set seed=3: the run is trained; expected one of data.source",
        ("--set", "data.separator=;"): "the run is trained",
        ("none.csv",): "none.csv: cannot be read",
    }
    for arguments, expected in cases.items():
        done = evaluated(folder, *arguments)
        assert (done.returncode, done.stdout) == (2, "")
        assert expected in done.stderr, arguments
    found = last(evaluated(folder, "own.csv", "--epoch", "2", "--json"))
    assert found["epoch"] == 2
    (folder / "tabs.txt").write_text((folder / "own.csv").read_text().replace(",", "|"))
    same = last(evaluated(folder, "tabs.txt", "--epoch", "2", "--json", "--set", "data.separator=|"))
    assert same == found | {"file": "tabs.txt"}


def test_data_that_were_moved(trained: tuple[Path, dict[str, Any]]) -> None:
    folder, _last = trained
    before = evaluated(folder, "--json")
    moved = (folder / "own.csv").rename(folder / "moved.csv")
    try:
        assert "--set data.source=FILE says where they are now" in evaluated(folder).stderr
        after = evaluated(folder, "--json", "--set", "data.source=moved.csv")
    finally:
        moved.rename(folder / "own.csv")
    assert (after.stdout, after.stderr) == (before.stdout, before.stderr)


def test_best_epoch_in_every_way_of_training(tmp_path: Path) -> None:
    """The number of the epoch with the lowest validation loss, null without a validation split."""
    small = ("train", "moons", "--json", "--epochs", "2", "--set", "data.samples=40", "--set", "network.hidden=[2]")
    trained = last(in_process(tmp_path, *small))
    assert trained["best_epoch"] in (1, 2)
    replayed = last(in_process(tmp_path, "replay", trained["run"], "--headless", "--json"))
    resumed = last(in_process(tmp_path, "resume", trained["run"], "--headless", "--json", "--epochs", "3"))
    assert (replayed["best_epoch"], resumed["epochs"]) == (trained["best_epoch"], 3)
    assert resumed["best_epoch"] in (trained["best_epoch"], 3)
    without = (*small, "--set", "data.validation_fraction=0")
    compared = records(in_process(tmp_path, *without, "--against", "network.hidden=[3]"))
    folds = records(in_process(tmp_path, *without, "--set", "data.split=folds:2"))
    ended = [line for line in (*compared, *folds) if "stopped_by" in line]
    replayed = last(in_process(tmp_path, "replay", ended[0]["run"], "--headless", "--json"))
    assert [line["best_epoch"] for line in (*ended, replayed)] == [None] * 5
