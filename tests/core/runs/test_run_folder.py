"""Run folders: names, what is refused, and that one program at a time writes a run."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, tzinfo
from pathlib import Path
from threading import Timer
from typing import Self

import pytest

from core.experiment.experiment import DataSettings, Experiment
from core.runs import run_folder as runs
from core.runs.run_folder import CHECKPOINTS, LOCK, RunFolder, default_runs_dir, is_locked
from core.support import atomic_files as files
from core.support import file_locks as locks
from core.support.errors import InputError
from core.support.file_locks import Lock, Locked


@pytest.fixture
def experiment() -> Experiment:
    return Experiment(name="Two  spirals/ñ!", data=DataSettings(source="inline", inputs=[[1.0]], targets=[[0.0]]))


@pytest.fixture
def folder(tmp_path: Path, experiment: Experiment) -> RunFolder:
    return RunFolder.create(tmp_path, experiment)


def refusal(function: Callable[..., object], *arguments: object) -> str:
    with pytest.raises(InputError) as refused:
        function(*arguments)
    return str(refused.value)


def test_names_tell_what_and_when_and_are_never_used_twice(
    tmp_path: Path, experiment: Experiment, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Noon(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            return cls(2026, 11, 24, 10, 15, 2)

    monkeypatch.setattr(runs, "datetime", Noon)
    names = [RunFolder.create(tmp_path / "new" / "runs", experiment).name for _ in range(3)]
    start = "two-spirals-ñ-2026-11-24-101502"
    assert names == [start, f"{start}-2", f"{start}-3"]


@pytest.mark.parametrize("name", ["", "../..", "a/b", ".hidden", "x" * 500, "ü" * 300, "con\nrol\0"])
def test_any_name_makes_one_plain_folder(tmp_path: Path, experiment: Experiment, name: str) -> None:
    folder = RunFolder.create(tmp_path, experiment.replace("name", name))
    assert folder.path.parent == tmp_path
    assert re.fullmatch(r"[\w-]+-\d{4}-\d\d-\d\d-\d{6}", folder.name)
    assert Experiment.load(folder.path).name == name


def test_the_experiment_is_there_at_once(folder: RunFolder, experiment: Experiment) -> None:
    assert Experiment.load(folder.path) == experiment
    assert RunFolder.open(folder.path) == folder
    assert sorted(os.listdir(folder.path)) == [CHECKPOINTS, "experiment.toml"]


def test_checkpoints_are_known_by_their_names_in_the_order_of_writing(folder: RunFolder) -> None:
    assert folder.numbered_checkpoints() == []
    for name in (
        "000010-epoch-7-batch-0.safetensors",
        "000009-epoch-12-batch-3.safetensors",
        "1000000-epoch-8-batch-1.safetensors",
        "best.safetensors",
        ".000011-epoch-8-batch-0.safetensors.77",
        "000012-epoch-8-batch-0.safetensors.bak",
    ):
        (folder.checkpoints / name).touch()
    assert [(one.number, one.place) for one in folder.numbered_checkpoints()] == [
        (9, (12, 3)),
        (10, (7, 0)),
        (1000000, (8, 1)),
    ]
    assert all(one.path.exists() for one in folder.numbered_checkpoints())


def test_without_its_folder_there_are_no_checkpoints(folder: RunFolder) -> None:
    folder.checkpoints.rmdir()
    assert folder.numbered_checkpoints() == []


def test_no_run_folder(tmp_path: Path) -> None:
    assert "found no experiment.toml there, expected a run folder" in refusal(RunFolder.open, tmp_path)
    assert "expected a run folder" in refusal(RunFolder.open, tmp_path / "none")
    assert "expected a run folder" in refusal(RunFolder.open, tmp_path / ("x" * 5000))


def test_runs_dir_that_is_a_file(tmp_path: Path, experiment: Experiment) -> None:
    (tmp_path / "taken").write_text("")
    for runs_dir in (tmp_path / "taken", tmp_path / "taken" / "below"):
        message = refusal(RunFolder.create, runs_dir, experiment)
        assert "cannot be written" in message
        assert "--runs-dir" in message


def test_a_folder_that_could_not_be_filled_leaves_nothing_behind(
    tmp_path: Path, experiment: Experiment, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, content: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "write", full)
    assert "No space left on device" in refusal(RunFolder.create, tmp_path, experiment)
    assert list(tmp_path.iterdir()) == []


def test_one_at_a_time_holds_the_lock(folder: RunFolder) -> None:
    assert not is_locked(folder)
    with folder.lock():
        assert is_locked(folder)
        assert (folder.path / LOCK).read_text() == f"{os.getpid()}\n"
        with pytest.raises(Locked, match=rf"process {os.getpid()}, is writing this run"):
            folder.lock()
    assert not is_locked(folder)


def test_a_lock_is_let_go_more_than_once(folder: RunFolder) -> None:
    lock = folder.lock()
    lock.close()
    lock.close()
    assert not is_locked(folder)


def test_the_system_lets_go_of_the_lock_of_a_killed_program(folder: RunFolder) -> None:
    lock = f"lock = RunFolder(Path({str(folder.path)!r})).lock(); print(flush=True); input()"
    hold = f"from core.runs.run_folder import *; {lock}"
    holder = subprocess.Popen([sys.executable, "-c", hold], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    with holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        with pytest.raises(Locked, match=f"process {holder.pid},"):
            folder.lock()
        holder.kill()
        holder.wait()
        with folder.lock():
            assert (folder.path / LOCK).read_text() == f"{os.getpid()}\n"


def test_where_nothing_can_be_written_there_is_nothing_to_lock(tmp_path: Path) -> None:
    with Lock(tmp_path / "none" / LOCK) as lock:
        assert not lock.held
    assert not locks.is_held(tmp_path / "none" / LOCK)


def test_a_file_system_without_locks_takes_none(folder: RunFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    fcntl = pytest.importorskip("fcntl")

    def no_locks(*arguments: object) -> None:
        raise OSError(37, "No locks available")

    monkeypatch.setattr(fcntl, "flock", no_locks)
    with folder.lock() as lock:
        assert not lock.held
        assert not is_locked(folder)


def test_who_only_looks_does_not_keep_a_writer_away(folder: RunFolder) -> None:
    fcntl = pytest.importorskip("fcntl")
    with folder.lock():
        pass
    with (folder.path / LOCK).open("rb") as looking:
        fcntl.flock(looking, fcntl.LOCK_SH)
        end = Timer(locks.PATIENCE / 4, fcntl.flock, (looking, fcntl.LOCK_UN))
        end.start()
        with folder.lock() as lock:
            assert lock.held
        end.join()


def test_a_look_writes_nothing(folder: RunFolder) -> None:
    assert not is_locked(folder)
    assert not (folder.path / LOCK).exists()


def test_a_lock_file_that_an_older_version_left_or_holds(folder: RunFolder) -> None:
    """They took it by flock, and left a process's number in it."""
    fcntl = pytest.importorskip("fcntl")
    (folder.path / LOCK).write_text("4194304999\n")
    with folder.lock():
        assert (folder.path / LOCK).read_text() == f"{os.getpid()}\n"
    with (folder.path / LOCK).open("a+b") as older:
        fcntl.flock(older, fcntl.LOCK_EX)
        older.truncate(0)
        older.write(b"4242\n")
        older.flush()
        with pytest.raises(Locked, match="process 4242, is writing this run"):
            folder.lock()
        assert (folder.path / LOCK).read_text() == "4242\n", "what is refused leaves it alone"


def test_default_runs_dir_is_the_persons_own() -> None:
    assert default_runs_dir().parts[-2:] == ("mlp-tui", "runs")
