"""Run folders: names, what is written, and what is refused."""

import json
import os
import re
from itertools import pairwise
from math import inf
from pathlib import Path

import numpy as np
import pytest
from safetensors import safe_open
from safetensors.numpy import save_file

from core import runs
from core.errors import InputError
from core.experiment import DataSettings, Experiment
from core.history import History
from core.runs import RunFolder, default_runs_dir, thinned

SIZES = [2, 3, 1]
OUTCOME = {"run": "here", "epochs": 3, "stopped_by": "epochs", "test_loss": 0.1, "weights_sha256": "ab"}


@pytest.fixture
def experiment():
    return Experiment(name="Two  spirals/ñ!", data=DataSettings(source="inline", inputs=[[1.0]], targets=[[0.0]]))


@pytest.fixture
def folder(tmp_path, experiment):
    return RunFolder.create(tmp_path, experiment)


def some_thetas(dtype="float64", seed=0):
    random = np.random.default_rng(seed)
    return [random.normal(size=(s + 1, t)).astype(dtype) for s, t in pairwise(SIZES)]


def some_history(losses=(0.7, 0.5, 0.6), task="classification"):
    history = History(task)
    for epoch, loss in enumerate(losses, 1):
        history.append(epoch, loss, np.nan if epoch == 1 else loss + 0.1, 0.5, np.nan, 0.2, 0.3, 0.1, 0.03, 1 / 3)
    return history


def test_names_tell_what_and_when_and_are_never_used_twice(tmp_path, experiment, monkeypatch):
    class Noon(runs.datetime):
        @classmethod
        def now(cls):
            return cls(2026, 11, 24, 10, 15, 2)

    monkeypatch.setattr(runs, "datetime", Noon)
    names = [RunFolder.create(tmp_path / "new" / "runs", experiment).name for _ in range(3)]
    start = "two-spirals-ñ-2026-11-24-101502"
    assert names == [start, f"{start}-2", f"{start}-3"]


@pytest.mark.parametrize("name", ["", "../..", "a/b", ".hidden", "x" * 500, "ü" * 300, "con\nrol\0"])
def test_any_name_makes_one_plain_folder(tmp_path, experiment, name):
    folder = RunFolder.create(tmp_path, experiment.replace("name", name))
    assert folder.path.parent == tmp_path
    assert re.fullmatch(r"[\w-]+-\d{4}-\d\d-\d\d-\d{6}", folder.name)
    assert Experiment.load(folder.path).name == name


def test_the_experiment_is_there_at_once(folder, experiment):
    assert Experiment.load(folder.path) == experiment
    assert RunFolder.open(folder.path) == folder
    assert os.listdir(folder.path) == ["experiment.toml"]


def test_files_of_a_saved_run(folder):
    folder.save(some_history(), SIZES, some_thetas(), some_thetas(seed=1), OUTCOME)
    assert sorted(os.listdir(folder.path)) == [
        "best.safetensors", "experiment.toml", "last.safetensors", "metrics.csv", "result.json",
    ]  # fmt: skip
    assert json.loads((folder.path / "result.json").read_text()) == OUTCOME
    for which, epoch in (("last", "3"), ("best", "2")):
        with safe_open(folder.path / f"{which}.safetensors", "numpy") as file:
            assert file.metadata() == {"format_version": "1", "sizes": "[2, 3, 1]", "epoch": epoch}
            assert sorted(file.keys()) == ["theta_1", "theta_2"]


def test_metrics_are_the_figures_in_full(folder):
    history = some_history()
    folder.save(history, SIZES, some_thetas(), None, OUTCOME)
    header, *rows = (folder.path / "metrics.csv").read_text().splitlines()
    assert header.split(",") == list(history[0])
    assert rows[0] == "1,0.7,,0.5,,0.1,0.03,0.3333333333333333"
    assert len(rows) == 3


def test_metrics_of_regression_have_r2(folder):
    folder.save(some_history(task="regression"), SIZES, some_thetas(), None, OUTCOME)
    assert "train_r2,validation_r2" in (folder.path / "metrics.csv").read_text().splitlines()[0]


def test_no_epoch_yet(folder):
    folder.save(History(), SIZES, some_thetas(), None, OUTCOME)
    assert len((folder.path / "metrics.csv").read_text().splitlines()) == 1


def test_saving_again_replaces_all(folder):
    folder.save(some_history(), SIZES, some_thetas(), some_thetas(), OUTCOME)
    folder.save(some_history((0.3,)), SIZES, some_thetas(seed=2), None, OUTCOME | {"epochs": 1})
    assert len((folder.path / "metrics.csv").read_text().splitlines()) == 2
    assert np.array_equal(folder.load_thetas("last")[0], some_thetas(seed=2)[0])
    assert json.loads((folder.path / "result.json").read_text())["epochs"] == 1
    assert "best.safetensors: no such file" in refusal(folder.load_thetas, "best")


def test_infinity_is_null_in_the_result(folder):
    folder.save(some_history(), SIZES, some_thetas(), None, OUTCOME | {"test_loss": inf})
    assert json.loads((folder.path / "result.json").read_text(), parse_constant=pytest.fail)["test_loss"] is None


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("order", ["C", "F"])
def test_weights_come_back_bit_by_bit(folder, dtype, order):
    thetas = [np.asarray(theta, order=order) for theta in some_thetas(dtype)]
    thetas[0][0] = [-0.0, np.nextafter(dtype == "float32", 1, dtype=dtype), np.finfo(dtype).smallest_subnormal]
    folder.save(some_history(), SIZES, thetas, None, OUTCOME)
    for saved, theta in zip(folder.load_thetas("last"), thetas, strict=True):
        assert saved.dtype == theta.dtype
        assert saved.shape == theta.shape
        assert saved.tobytes() == theta.tobytes()


def test_thinning_keeps_ends_and_extremes():
    values = np.random.default_rng(0).normal(size=123_457)
    values[77_777], values[5_001] = 50, -50
    rows = thinned(values, 1000)
    assert len(rows) <= 1000
    assert (np.diff(rows) > 0).all()
    assert (rows[0], rows[-1]) == (0, len(values) - 1)
    assert {77_777, 5_001} <= set(rows.tolist())
    edges = np.linspace(1, len(values) - 1, 500).astype(int)
    for start, stop in pairwise(edges):
        kept = values[rows[(rows >= start) & (rows < stop)]]
        assert kept.min() == values[start:stop].min()
        assert kept.max() == values[start:stop].max()


@pytest.mark.parametrize("n", [0, 1, 2, 9, 10, 11, 12, 25])
def test_thinning_little(n):
    rows = thinned(np.arange(n, dtype=float), 10)
    assert rows.tolist() == list(range(n)) if n <= 10 else len(rows) <= 10
    assert n < 2 or {0, n - 1} <= set(rows.tolist())


def test_long_histories_are_thinned_on_disk(folder):
    losses = np.ones(20_000)
    losses[1234] = 9
    folder.save(some_history(losses), SIZES, some_thetas(), None, OUTCOME)
    rows = (folder.path / "metrics.csv").read_text().splitlines()[1:]
    assert len(rows) <= 10_000
    assert [row.split(",")[0] for row in (rows[0], rows[-1])] == ["1", "20000"]
    assert any(row.startswith("1235,9.0,") for row in rows)


def refusal(function, *arguments):
    with pytest.raises(InputError) as refused:
        function(*arguments)
    return str(refused.value)


def test_no_run_folder(tmp_path):
    assert "found no experiment.toml there, expected a run folder" in refusal(RunFolder.open, tmp_path)
    assert "expected a run folder" in refusal(RunFolder.open, tmp_path / "none")


def test_runs_dir_that_is_a_file(tmp_path, experiment):
    (tmp_path / "taken").write_text("")
    for runs_dir in (tmp_path / "taken", tmp_path / "taken" / "below"):
        message = refusal(RunFolder.create, runs_dir, experiment)
        assert "cannot be written" in message
        assert "--runs-dir" in message


def test_folder_that_went_away(folder):
    (folder.path / "experiment.toml").unlink()
    folder.path.rmdir()
    assert "--runs-dir" in refusal(folder.save, some_history(), SIZES, some_thetas(), None, OUTCOME)


def test_a_failed_write_leaves_the_old_file_alone(folder, monkeypatch):
    folder.save(some_history(), SIZES, some_thetas(), None, OUTCOME)
    before = {path.name: path.read_bytes() for path in folder.path.iterdir()}

    def full(*arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    message = refusal(folder.save, some_history((0.1,)), SIZES, some_thetas(seed=3), None, OUTCOME)
    assert "No space left on device" in message
    assert {path.name: path.read_bytes() for path in folder.path.iterdir()} == before


def foreign(path):
    save_file({"weight": np.zeros(3)}, path)


def misshapen(path):
    metadata = {"format_version": "1", "sizes": "[2, 3, 1]"}
    save_file({"theta_1": np.zeros((3, 3)), "theta_2": np.zeros((3, 1))}, path, metadata)


def lacking(path):
    save_file({"theta_1": np.zeros((3, 3))}, path, {"format_version": "1", "sizes": "[2, 3, 1]"})


def newer(path):
    save_file({"theta_1": np.zeros((3, 3))}, path, {"format_version": "2", "sizes": "[2, 3]"})


def garbled(path):
    save_file({"theta_1": np.zeros((3, 3))}, path, {"format_version": "1", "sizes": "7"})


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda path: path.write_bytes(b""), "cannot be read"),
        (lambda path: path.write_bytes(path.read_bytes()[:-1]), "cannot be read"),
        (lambda path: path.write_bytes(b"\xff" * 100), "cannot be read"),
        (lambda path: (path.unlink(), path.mkdir()), "cannot be read"),
        (Path.unlink, "no such file"),
        (foreign, "format None"),
        (misshapen, "Θ(2) is 3 × 1, expected 4 × 1"),
        (lacking, "theta_2"),
        (newer, "cannot be read: format 2; expected weights in the format 1"),
        (garbled, "cannot be read"),
    ],
)
def test_broken_weights(folder, spoil, words):
    folder.save(some_history(), SIZES, some_thetas(), None, OUTCOME)
    spoil(folder.path / "last.safetensors")
    message = refusal(folder.load_thetas, "last")
    assert "last.safetensors" in message
    assert words in message


def test_default_runs_dir_is_the_persons_own():
    assert default_runs_dir().parts[-2:] == ("mlp-tui", "runs")
