"""`mlp-tui train` with folds: a run for each, then mean and spread of the figures."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from program import EPOCH_KEYS, records

FOLDS = ("train", "iris", "--epochs", "2", "--set", "data.split=folds:3")


def test_json_has_a_line_for_each_epoch_and_fold_and_a_last_one(
    inside: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    done = inside(*FOLDS, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    *lines, last = records(done)
    epochs, outcomes = [line for line in lines if "epoch" in line], [line for line in lines if "run" in line]
    assert [(line["fold"], line["epoch"]) for line in epochs] == [(k, epoch) for k in (1, 2, 3) for epoch in (1, 2)]
    assert all(list(line) == ["fold", *EPOCH_KEYS] for line in epochs)
    assert list(last)[:4] == ["folds", "runs", "test_loss", "test_accuracy"]
    assert last["folds"] == 3
    assert last["runs"] == [line["run"] for line in outcomes]
    accuracies = [line["test_accuracy"] for line in outcomes]
    assert last["test_accuracy"]["mean"] == pytest.approx(sum(accuracies) / 3)
    for fold, outcome in enumerate(outcomes, 1):
        alone = records(inside(*FOLDS, "--set", f"data.fold={fold}", "--json"))[-1]
        assert alone["weights_sha256"] == outcome["weights_sha256"], "each is a run as any other"
        saved = json.loads((Path(outcome["run"]) / "preparation.json").read_text())
        assert len(saved["inputs"]) == 4


def test_the_table_has_a_line_for_each_fold_then_mean_and_deviation(
    inside: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    done = inside(*FOLDS)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0].split() == ["fold", "epochs", "test", "loss", "test", "accuracy", "balanced", "accuracy"]
    assert [line.split()[0] for line in lines[1:6]] == ["1", "2", "3", "mean", "deviation"]
    assert [line[:15] for line in lines[6:]] == [f"fold {fold} saved in" for fold in (1, 2, 3)]


def test_a_comparison_takes_one_fold(inside: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    done = inside(*FOLDS, "--against", "training.epochs=1")
    assert done.returncode == 2
    assert done.stderr.startswith(
        "mlp-tui: --against: found data.split = 'folds:3', which trains 3 times; choose one fold"
    )
    assert inside(*FOLDS, "--set", "data.fold=2", "--against", "training.epochs=1").returncode == 0
