"""The last lines of `train`: what the accuracy is worth, and R² that people can read."""

import json
from pathlib import Path

import numpy as np
import pytest
from program import in_process

from core.analysis.classification_metrics import ClassificationMetrics, classification_metrics
from tui_mlp.cli.final_figures import FEW_CLASSES, recalls

FEW = (
    "--epochs", "20", "--set", "network.hidden=[]", "--set", "training.learning_rate=0.05",
    "--set", "training.batch_size=10", "--set", "training.early_stopping=0",
)  # fmt: skip
"""A single layer learns soon, and of noise nothing but how rare a class is."""


def rare(folder: Path, rows: int, share: float, fraud: str = "yes") -> Path:
    """A table of two inputs and a class that is rare."""
    random = np.random.default_rng(0)
    inputs = random.normal(size=(rows, 2))
    lines = [f"{a:.4f},{b:.4f},{fraud if place < share * rows else 'no'}" for place, (a, b) in enumerate(inputs)]
    path = folder / "rare.csv"
    path.write_text("\n".join(["amount,hour,fraud", *lines]) + "\n")
    return path


def test_a_rare_class_that_is_never_found(tmp_path: Path) -> None:
    done = in_process(tmp_path, "train", str(rare(tmp_path, 200, 0.05)), *FEW)
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    start = next(place for place, line in enumerate(lines) if line.startswith("test "))
    assert lines[start].endswith("95.0 %; always saying 'no' has 95.0 %")
    assert lines[start + 1].strip().startswith("balanced accuracy 50.0 %, AUC 0.")
    table = [line.split() for line in lines[start + 2 : start + 5]]
    assert table == [["class", "recall", "rows"], ["'no'", "100.0", "%", "38"], ["'yes'", "0.0", "%", "2"]]


def test_the_same_as_json(tmp_path: Path) -> None:
    done = in_process(tmp_path, "train", str(rare(tmp_path, 200, 0.05)), *FEW, "--json")
    last = json.loads(done.stdout.splitlines()[-1])
    assert last["test_accuracy"] == last["test_baseline"] == 0.95
    assert last["test_balanced_accuracy"] == 0.5
    assert last["test_recall"] == {"no": 1.0, "yes": 0.0}
    assert 0 <= last["test_auc"] <= 1
    assert 1 <= last["best_epoch"] <= 20
    saved = json.loads((Path(last["run"]) / "result.json").read_text())
    assert saved == last
    listed = in_process(tmp_path, "runs", "--json")
    assert json.loads(listed.stdout)["test_balanced_accuracy"] == 0.5
    again = in_process(tmp_path, "replay", Path(last["run"]).name, "--headless", "--json")
    replayed = json.loads(again.stdout.splitlines()[-1])
    assert {key: replayed[key] for key in last} == last
    resumed = in_process(tmp_path, "resume", Path(last["run"]).name, "--headless", "--json")
    assert json.loads(resumed.stdout.splitlines()[-1]) == last


def test_a_regression_far_off_is_told_in_a_few_digits(tmp_path: Path) -> None:
    area = np.random.default_rng(0).uniform(5e5, 2e6, 60)
    path = tmp_path / "houses.csv"
    path.write_text("area,price\n" + "".join(f"{one:.2f},{200 * one + 0.25:.2f}\n" for one in area))
    settings = ("data.standardize=false", "training.optimizer=gradient_descent", "network.activation=relu")
    done = in_process(
        tmp_path, "train", str(path), "--epochs", "3", *(part for one in settings for part in ("--set", one))
    )
    assert done.returncode in (0, 3)
    line = next(line for line in done.stdout.splitlines() if line.startswith("test "))
    assert line.endswith(": far worse than always saying the mean")
    assert len(line.split("R² ")[1].split(":")[0]) <= 9
    assert "in units of 'price'" in done.stdout


def test_a_good_regression_needs_no_explanation(tmp_path: Path) -> None:
    done = in_process(tmp_path, "train", "sine", "--epochs", "40")
    assert "mean" not in done.stdout
    assert "RMSE 0." in done.stdout


def test_without_test_rows_the_validation_rows_are_judged(tmp_path: Path) -> None:
    done = in_process(tmp_path, "train", "iris", *FEW, "--set", "data.test_fraction=0")
    line = next(line for line in done.stdout.splitlines() if line.startswith("validation "))
    assert "always saying 'setosa' has 33.3 %" in line
    assert "'virginica'" in done.stdout


def test_a_hostile_name_stays_text(tmp_path: Path) -> None:
    done = in_process(tmp_path, "train", str(rare(tmp_path, 40, 0.3, "\x1b]0;owned\x07")), *FEW)
    assert done.returncode == 0
    assert r"'\x1b]0;owned\x07'" in done.stdout
    assert "\x1b" not in done.stdout


def of_classes(count: int) -> ClassificationMetrics:
    """The metrics of so many classes, of which the second has been taken for the first."""
    actual = np.arange(count)
    return classification_metrics(np.where(actual == 1, 0, actual), actual, tuple(f"c{n}" for n in range(count)), 0)


@pytest.mark.parametrize("count", [2, FEW_CLASSES])
def test_few_classes_make_a_table(count: int) -> None:
    lines = list(recalls(of_classes(count)))
    assert len(lines) == count + 1
    assert lines[2].split() == ["'c1'", "0.0", "%", "1"]


def test_of_many_classes_the_lowest_recall_is_said() -> None:
    assert list(recalls(of_classes(FEW_CLASSES + 1))) == ["lowest recall: 0.0 % of 1 row of 'c1'"]
