"""What is in a file, from its beginning: right for each kind, and never more than a part of a large one is read."""

import io
from pathlib import Path

import numpy as np
import pytest
from recorded import save_run

from core.experiment.experiment import Experiment
from core.support import regular_files
from core.training.trainer import Trainer
from tui_mlp.models.file_summary import HEAD, LARGEST_READ, summary_of
from tui_mlp.models.folder_entries import FolderEntry, Kind, read_folder


def lines_of(folder: Path, name: str) -> list[str]:
    entry = next(entry for entry in read_folder(folder) if entry.path.name == name)
    return [text for text, _style in summary_of(entry)]


def test_arrays_by_their_headers(tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", X=np.zeros((50, 3)), y=np.arange(50, dtype=np.int32))
    assert lines_of(tmp_path, "a.npz") == ["a.npz", "X  50 × 3  float64", "y  50  int32"]


def test_a_run(tmp_path: Path) -> None:
    trainer = Trainer(Experiment.load("xor"))
    trainer.run_epoch()
    run = save_run(trainer, tmp_path, "interrupted")
    lines = lines_of(tmp_path, run.name)
    assert lines[1] == "xor"
    assert "1 epoch, interrupted" in lines
    assert any(line.startswith("train loss 0.") for line in lines)


def test_a_large_table_is_estimated_from_its_beginning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "large.csv").write_text("a,b,y\n" + "12345,6789,1\n" * 400_000)
    read = list[int]()
    opened = regular_files._opened

    def counted(path: Path, *given: object) -> io.BufferedReader:
        file = opened(path, *given)  # type: ignore[arg-type]
        if path.parent != tmp_path:  # a copy of the beginning
            return file  # type: ignore[return-value]
        read_some = file.read
        file.read = lambda size=-1: read.append(size) or read_some(size)  # type: ignore[method-assign,func-returns-value]
        return file  # type: ignore[return-value]

    monkeypatch.setattr(regular_files, "_opened", counted)
    lines = lines_of(tmp_path, "large.csv")
    assert lines[1] == "about 400,000 rows, 5.2 MB"
    assert lines[2] == "3 columns: a b y"
    assert lines[4:6] == ["a,b,y", "12345,6789,1"]
    assert read == [HEAD]


def test_an_experiment_reads_small_data_for_the_settings_that_suit_them_and_large_ones_not(tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text("a,b,y\n" + "".join(f"{n * 0.3},{n % 7},{n % 2}\n" for n in range(40)))
    path = tmp_path / "own.toml"
    path.write_text('[data]\nsource = "own.csv"\n')
    experiment = Experiment.load(path)
    hidden = f"hidden layers {experiment.network.hidden[0]}"
    assert hidden in lines_of(tmp_path, "own.toml")
    path.write_text(experiment.dumps())
    (tmp_path / "own.csv").write_text("no table" * LARGEST_READ)
    assert hidden in lines_of(tmp_path, "own.toml"), "all its settings are in the file"
    path.write_text('[data]\nsource = "own.csv"\n')
    assert lines_of(tmp_path, "own.toml") == ["own.toml", "own", "data own.csv", "settings that suit the data"]


def test_why_a_table_cannot_be_used(tmp_path: Path) -> None:
    path = tmp_path / "ragged.csv"
    path.write_text("u,v,kind\n1,2,a\n3,4,5,b\n")
    lines = lines_of(tmp_path, path.name)
    assert any(line.startswith("line 3: found 4 cells, expected 3") for line in lines)
    assert not any(line.startswith("/") for line in lines)
    assert "3,4,5,b" in lines


def test_what_the_first_rows_of_a_large_table_are(tmp_path: Path) -> None:
    rows = "".join(f"{n * n % 1009},{('red', 'blue')[n % 3 > 0]},{n % 2}\n" for n in range(20_000))
    (tmp_path / "large.tsv").write_text("mass,colour,kind\n".replace(",", "\t") + rows.replace(",", "\t"))
    lines = lines_of(tmp_path, "large.tsv")
    assert lines[1].startswith("about 20,000 rows")
    assert lines[2].startswith("looked at the first 6,")
    assert "classification of kind" in lines
    assert "inputs: mass, colour (category)" in lines


def test_a_problem_is_a_line(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("seed = [")
    (tmp_path / "b.npz").write_bytes(b"PK\x03\x04damaged")
    assert "not valid TOML" in lines_of(tmp_path, "a.toml")[1]
    assert "can't be read" in lines_of(tmp_path, "b.npz")[1]
    gone = FolderEntry(tmp_path / "gone.csv", Kind.TABLE, 3)
    assert "No such file" in summary_of(gone)[1][0]
