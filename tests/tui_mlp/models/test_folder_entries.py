"""The entries of a folder: kinds, sizes and order; what can't be opened is left out."""

import os
from pathlib import Path

import pytest
from recorded import save_run

from core.experiment.experiment import Experiment
from core.training.trainer import Trainer
from tui_mlp.models.folder_entries import FolderEntry, Kind, parent_of, read_folder


def test_kinds_sizes_and_order(tmp_path: Path) -> None:
    run = save_run(Trainer(Experiment.load("xor")), tmp_path, "interrupted").path
    (tmp_path / "b").mkdir()
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "sweep.toml").touch()
    (tmp_path / "c" / "cats").mkdir(parents=True)
    (tmp_path / "c" / "cats" / "1.png").touch()
    for name in ("t10k-images-idx3-ubyte.gz", "z.CSV", "a.tsv", "m.npz", "e.toml", "p.png", "notes"):
        (tmp_path / name).write_text("12345")
    (tmp_path / ".hidden.csv").write_text("")
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "nowhere.csv").symlink_to(tmp_path / "gone")
    (tmp_path / "link.csv").symlink_to(tmp_path / "z.CSV")
    found = read_folder(tmp_path)
    assert [(entry.path.name, entry.kind) for entry in found] == [
        ("b", Kind.FOLDER), ("c", Kind.IMAGES), ("d", Kind.SWEEP), (run.name, Kind.RUN),
        ("a.tsv", Kind.TABLE), ("e.toml", Kind.EXPERIMENT), ("link.csv", Kind.TABLE), ("m.npz", Kind.ARRAYS),
        ("t10k-images-idx3-ubyte.gz", Kind.IDX), ("z.CSV", Kind.TABLE), ("notes", Kind.OTHER), ("p.png", Kind.IMAGE),
    ]  # fmt: skip
    assert {entry.size for entry in found if not entry.kind.is_folder} == {5}


def test_a_folder_that_is_gone_raises(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_folder(tmp_path / "gone")


def test_the_root_has_no_folder_above() -> None:
    assert parent_of(Path(os.sep)) == []
    assert parent_of(Path(os.sep) / "a") == [FolderEntry(Path(os.sep), Kind.PARENT)]
