"""Whether a file is still the one that was read."""

import os
from pathlib import Path

from core.data.file_stamp import changed_files, stamps_of
from core.experiment.experiment import Experiment
from core.experiment.preparation import load_data


def write(path: Path, text: str, at: int = 1_000) -> str:
    """Write a file that was changed at that time, in nanoseconds; return its path."""
    path.write_text(text, encoding="utf-8")
    os.utime(path, ns=(at, at))
    return str(path)


def test_another_size_or_another_time_is_another_state(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    before = stamps_of(write(path, "a,b"))
    assert changed_files(before, stamps_of(write(path, "a,b"))) == []
    assert changed_files(before, stamps_of(write(path, "a,b,c"))) == [str(path)]
    assert changed_files(before, stamps_of(write(path, "a,c", at=2_000))) == [str(path)]


def test_a_file_that_was_not_read_before_has_not_changed(tmp_path: Path) -> None:
    first, second = write(tmp_path / "first.csv", "a"), write(tmp_path / "second.csv", "bb")
    assert changed_files(stamps_of(first), stamps_of(second)) == []


def test_folders_and_missing_files_have_no_stamp(tmp_path: Path) -> None:
    assert stamps_of(str(tmp_path), str(tmp_path / "none.csv"), None) == ()


def test_data_know_the_state_of_each_of_their_files(tmp_path: Path) -> None:
    rows = "x,y\n" + "".join(f"{number}.5,{'ab'[number % 2]}\n" for number in range(20))
    train, test = write(tmp_path / "train.csv", rows), write(tmp_path / "test.csv", rows)
    assert load_data(Experiment.load(train, [f"data.test={test}"])).files == stamps_of(train, test)
    assert load_data(Experiment.load("xor")).files == ()
