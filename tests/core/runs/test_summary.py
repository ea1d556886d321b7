"""What people call their runs, and runs that are deleted: nothing that isn't theirs to delete."""

import os
from pathlib import Path

import pytest
from recorded import save_run

from core import Trainer
from core.experiment.experiment import Experiment
from core.runs.delete import delete_run
from core.runs.run_folder import LABEL, Locked, RunFolder
from core.runs.summary import Label, read_label, write_label
from core.support.errors import InputError


@pytest.fixture
def trainer() -> Trainer:
    trainer = Trainer(Experiment.load("xor", ["training.epochs=2"]))
    trainer.run()
    return trainer


@pytest.fixture
def folder(tmp_path: Path, trainer: Trainer) -> RunFolder:
    return save_run(trainer, tmp_path, "epochs")


def test_a_label_is_kept_beside_what_training_writes(tmp_path: Path, trainer: Trainer, folder: RunFolder) -> None:
    assert read_label(folder) == Label()
    write_label(folder, Label("the good one", "with a smaller rate"))
    save_run(trainer, tmp_path, "interrupted", folder)
    assert read_label(folder) == Label("the good one", "with a smaller rate")
    write_label(folder, Label())
    assert read_label(folder) == Label()


@pytest.mark.parametrize("content", [b"", b"{", b'{"name": 3}', b"\xff\xfe", b"[]"])
def test_what_is_no_label_is_none(folder: RunFolder, content: bytes) -> None:
    (folder.path / LABEL).write_bytes(content)
    assert read_label(folder) == Label()


def test_a_label_that_cannot_be_written_is_told(folder: RunFolder) -> None:
    (folder.path / LABEL).mkdir()
    with pytest.raises(InputError, match=r"label.json: found a folder, expected a regular file; remove it"):
        write_label(folder, Label("name"))
    assert not list(folder.path.glob(".*")), "and leaves nothing behind"


def test_a_run_goes_with_all_its_files(tmp_path: Path, folder: RunFolder) -> None:
    write_label(folder, Label("name"))
    (folder.path / ".run.json.123").write_text("left by a program that was killed")
    assert delete_run(folder) == []
    assert os.listdir(tmp_path) == []


def test_other_peoples_files_stay(folder: RunFolder) -> None:
    (folder.path / "notes.txt").write_text("mine")
    (folder.checkpoints / "mine.safetensors").write_text("mine")
    assert delete_run(folder) == ["checkpoints", "notes.txt"]
    assert os.listdir(folder.checkpoints) == ["mine.safetensors"]
    with pytest.raises(InputError, match=r"found no experiment\.toml there"):
        delete_run(folder)


def test_what_is_no_run_stays(tmp_path: Path) -> None:
    (tmp_path / "experiment.toml").write_text("")
    with pytest.raises(InputError, match=r"found no run\.json there"):
        delete_run(RunFolder(tmp_path))
    assert os.listdir(tmp_path) == ["experiment.toml"]


def test_what_is_being_written_stays(folder: RunFolder) -> None:
    before = sorted(os.listdir(folder.path))
    with folder.lock(), pytest.raises(Locked, match=r"another program, process \d+, is writing this run"):
        delete_run(folder)
    assert sorted(os.listdir(folder.path)) == before
    assert delete_run(folder) == []
