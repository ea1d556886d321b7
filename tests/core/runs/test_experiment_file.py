"""The present settings written as an experiment file: it opens as the same experiment, and nothing else is touched."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from core.experiment.experiment import Experiment
from core.runs.experiment_file import path_to_write, suggested_name, write_experiment
from core.runs.run_folder import SUMMARY, RunFolder
from core.support.errors import InputError
from core.training.trainer import Trainer


def a_table(folder: Path) -> Experiment:
    """Of a file of data that the experiment names by a path from its own folder."""
    (folder / "data").mkdir()
    (folder / "data" / "rows.csv").write_text("x,y,class\n" + "".join(f"{n},{n % 7},{n % 2}\n" for n in range(60)))
    (folder / "own.toml").write_text('name = "Größe × 2"\n[data]\nsource = "data/rows.csv"\ntarget = "class"\n')
    return Experiment.load(folder / "own.toml")


@pytest.mark.parametrize(
    "make", [lambda _: Experiment.load("spiral"), lambda _: Experiment.load("by-hand"), a_table],
    ids=["built in", "inline with weights", "a table"],
)  # fmt: skip
def test_it_loads_as_the_same_experiment(tmp_path: Path, make: Callable[[Path], Experiment]) -> None:
    present = Trainer(make(tmp_path)).next_experiment
    present = present.replace_all({"training.learning_rate": 0.0123, "training.epochs": 77})
    (tmp_path / "elsewhere").mkdir()
    path = tmp_path / "elsewhere" / suggested_name(present)
    write_experiment(path, present)
    loaded = Experiment.load(path)
    assert loaded == present
    assert Trainer(loaded).experiment == present


def test_names_are_safe_as_names_of_files() -> None:
    spiral = Experiment.load("spiral")
    names = {"Größe × 2": "größe-2.toml", "../../etc": "etc.toml", "…": "experiment.toml", "a" * 90: "a" * 40 + ".toml"}
    assert {name: suggested_name(spiral.replace("name", name)) for name in names} == names


def test_what_is_typed_becomes_a_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    assert path_to_write(" mine.toml ") == tmp_path / "mine.toml"
    assert path_to_write("mine") == tmp_path / "mine.toml"
    assert path_to_write("mine.csv") == tmp_path / "mine.csv.toml"
    assert path_to_write("~/mine.toml") == tmp_path / "home" / "mine.toml"


def test_what_cant_be_written_is_refused_with_a_way_out(tmp_path: Path) -> None:
    run = RunFolder.create(tmp_path / "runs", Experiment.load("spiral"))
    (run.path / SUMMARY).write_text("{}")
    (tmp_path / "link.toml").symlink_to(run.path / "experiment.toml")
    (tmp_path / "folder.toml").mkdir()
    for typed, words in {
        "  ": "found no name",
        f"{tmp_path}/none/a.toml": f"{tmp_path}/none: there is no such folder; make it first",
        f"{tmp_path}/folder.toml": "is a folder; add the name of a file",
        f"{run.path}/experiment.toml": "the folder of a saved run, whose files never change",
        f"{tmp_path}/link.toml": "the folder of a saved run, whose files never change",
    }.items():
        with pytest.raises(InputError, match=words):
            path_to_write(typed)


def test_where_writing_fails_the_old_file_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("old")

    def full(_file: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(InputError, match=r"mine\.toml: cannot be written: No space left on device; choose another"):
        write_experiment(path, Experiment.load("spiral"))
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["mine.toml"]
    with pytest.raises(InputError, match="isn't text"):
        write_experiment(path, Experiment.load("spiral").replace("name", "a\udcff"))
