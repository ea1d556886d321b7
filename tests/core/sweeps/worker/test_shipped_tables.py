"""Rows of files on workers: read at home, prepared there as they would be at home, and kept for the next trial."""

import pickle
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest
from jobs import a_job, in_pieces, trained
from PIL import Image

import core
from core.data.dataset import Data
from core.data.preparing.preparation_record import to_json
from core.experiment.experiment import Experiment
from core.experiment.preparation import load_data
from core.resuming.replay import Replay
from core.runs.run_folder import PREPARATION, RunFolder
from core.support.errors import InputError
from core.sweeps.saved.records import FAILED, FINISHED
from core.sweeps.worker import prepared_data as prepared_module
from core.sweeps.worker.prepared_data import prepared_data
from core.sweeps.worker.run_job import run_job
from core.sweeps.worker.shipped_tables import add_table, read_shipped_tables, remove_table, table_key

SETTINGS = ("network.hidden=[4]", "training.epochs=4", "training.early_stopping=0")


@pytest.fixture(autouse=True)
def nothing_kept(one_duckdb: None) -> Iterator[None]:
    """No data of other tests, nor for them."""
    prepared_module._kept.clear()
    yield
    prepared_module._kept.clear()


def table_text(rows: int, seed: int) -> str:
    """A table with numbers, some missing, and categories."""
    random = np.random.default_rng(seed)
    lines = ["age,dose,group,outcome"]
    for number in range(rows):
        age, dose = random.normal(50, 12), random.gamma(2.0)
        group, outcome = "abc"[number % 3], "yes" if dose + random.normal() > 2 else "no"
        lines.append(f"{'' if number % 9 == 0 else round(age, 1)},{dose:.3f},{group},{outcome}")
    return "\n".join(lines) + "\n"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A folder with the files of data: a table with another one to test on, as Parquet too, arrays, and pictures."""
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "doses.csv").write_text(table_text(60, 1))
    (folder / "later.csv").write_text(table_text(20, 2))
    random = np.random.default_rng(3)
    np.savez(folder / "arrays.npz", X=random.normal(size=(50, 16)), y=random.integers(0, 3, 50))
    for place in range(12):
        path = folder / "pictures" / "ab"[place % 2] / f"{place}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(random.integers(0, 256, (4, 4), np.uint8)).save(path)
    duckdb.sql(f"COPY (FROM '{folder / 'doses.csv'}') TO '{folder / 'doses.parquet'}'")
    return folder


def ship(experiment: Experiment) -> str:
    """Read the rows, and take them to the worker as they travel."""
    key = table_key("sweep", experiment)
    assert key is not None
    add_table(key, pickle.loads(pickle.dumps(read_shipped_tables(experiment))))
    return key


@pytest.mark.parametrize(("file", "overrides"), [
    ("doses.csv", ["data.test=later.csv", "data.missing=median+flag"]),
    ("doses.csv", ["data.class_weight=balanced", "data.split=folds:3", "data.fold=2"]),
    ("doses.parquet", []),
    ("arrays.npz", []),
    ("pictures", []),
])  # fmt: skip
def test_a_worker_without_the_files_trains_as_home_does(
    file: str, overrides: list[str], source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(source)
    experiment = Experiment.load(source / file, [*SETTINGS, *overrides])
    key, aside = ship(experiment), source.parent / "aside"
    shutil.move(source, aside)
    home = source.parent / "trial-0001"
    result = in_pieces(home, a_job(experiment, table=key), (1, 3, None))
    shutil.move(aside, source)
    assert (result.state, result.problem, result.notes) == (FINISHED, "", ())
    at_home = trained(experiment)
    assert result.record.weights_sha256 == at_home.weights_sha256
    replay = Replay(RunFolder(home), program="test")
    replay.run()
    assert (replay.verdict().exact, replay.differs, replay.notes) == (True, [], [])
    model, rows = core.load(home), at_home.data.train.inputs
    assert np.array_equal(model.network.predict(rows), at_home.network.predict(rows))


def test_all_that_is_understood_of_the_data_is_as_at_home(source: Path) -> None:
    experiment = Experiment.load(source / "doses.csv", [*SETTINGS, f"data.test={source / 'later.csv'}"])
    there, here = prepared_data(experiment, ship(experiment)), load_data(experiment)
    assert there.description == here.description
    assert (there.input_names, there.class_names, there.class_kind) == (
        here.input_names,
        here.class_names,
        here.class_kind,
    )
    for name, split in here.splits.items():
        assert np.array_equal(there.splits[name].X, split.X)
        assert np.array_equal(there.splits[name].Y, split.Y)


def test_a_key_is_for_what_decides_about_the_rows(source: Path) -> None:
    def key(sweep: str = "sweep", **values: object) -> str | None:
        experiment = Experiment.load(source / "doses.csv", SETTINGS, suited=False)
        return table_key(sweep, experiment.replace_all({f"data.{name}": value for name, value in values.items()}))

    assert key() == key(standardize=False) == key(validation_fraction=0.3) == key(split="folds:3", fold=2)
    others = [key("other"), key(separator=";"), key(missing="drop"), key(split="group:group"), key(target="dose"),
              key(ignore=["age"]), key(kinds={"age": "category"}), key(test=str(source / "later.csv"))]  # fmt: skip
    assert len({key(), *others}) == 9
    assert table_key("sweep", Experiment.load("spiral")) is None
    assert table_key("sweep", Experiment.load("xor")) is None


def test_data_are_prepared_once_for_trials_with_the_same_data_settings(
    source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    experiment = Experiment.load(source / "doses.csv", SETTINGS)
    key, seeds = ship(experiment), list[int]()

    def counted(one: Experiment, **given: Any) -> Data:
        seeds.append(one.seed)
        return load_data(one, **given)

    monkeypatch.setattr(prepared_module, "load_data", counted)
    other = experiment.replace("training.learning_rate", 0.5).replace("network.hidden", [3, 3])
    first = prepared_data(experiment, key)
    assert prepared_data(other, key, first.preparation) is first
    for seed in (2, 1, 2, 3, 1):
        prepared_data(experiment.replace("seed", seed), key)
    assert seeds == [1, 2, 3, 1]
    kept = prepared_data(experiment, key)
    ship(experiment)
    assert prepared_data(experiment, key) is not kept
    assert prepared_data(experiment.replace("data.standardize", False), key).input_scaling is None


def test_a_run_keeps_the_preparation_with_which_it_began(source: Path) -> None:
    experiment = Experiment.load(source / "doses.csv", SETTINGS)
    home, job = source.parent / "trial-0001", a_job(experiment, table=ship(experiment))
    in_pieces(home, job, (1,))
    own = load_data(experiment).preparation
    assert own is not None
    assert own.scaling is not None
    other = replace(own, scaling=replace(own.scaling, mean=own.scaling.mean + 0.1))  # as of another processor
    prepared = prepared_data(experiment, job.table, other)
    assert prepared.preparation is other
    (home / PREPARATION).write_bytes(before := to_json(other))
    result = in_pieces(home, job, (None,))
    assert (home / PREPARATION).read_bytes() == before
    assert result.record.weights_sha256 != trained(experiment).weights_sha256


def test_a_worker_without_rows_says_so(source: Path) -> None:
    experiment = Experiment.load(source / "doses.csv", SETTINGS)
    key = ship(experiment)
    remove_table(key)
    with pytest.raises(InputError, match="has no rows of the data"):
        prepared_data(experiment, key)
    assert run_job(a_job(experiment, table=key)).state == FAILED
