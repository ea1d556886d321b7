"""A folder of runs, looked through again and again: what is read, when, and how long it takes."""

import errno
import os
import subprocess
import sys
from pathlib import Path
from time import perf_counter

import msgspec
import pytest
from recorded import save_run

from core import Trainer
from core.experiment.experiment import Experiment
from core.runs import run_list as listing_module
from core.runs.run_folder import SUMMARY, RunFolder
from core.runs.run_list import RunList
from core.runs.summary import INTERRUPTED, RUNNING, Label, read_summary, write_label


@pytest.fixture(scope="module")
def trainer() -> Trainer:
    trainer = Trainer(Experiment.load("xor", ["training.epochs=3"]))
    trainer.run()
    return trainer


def copies(runs_dir: Path, folder: RunFolder, count: int) -> None:
    """More runs like the one in the folder, each saved a second later."""
    made = msgspec.json.decode((folder.path / SUMMARY).read_bytes())
    for number in range(count):
        path = runs_dir / f"run-{number:04}"
        path.mkdir()
        made["saved"] = f"2026-11-25T{number // 3600:02}:{number // 60 % 60:02}:{number % 60:02}+00:00"
        (path / SUMMARY).write_bytes(msgspec.json.encode(made))


def test_nothing_there_is_no_run(tmp_path: Path) -> None:
    listing = RunList(tmp_path / "nowhere")
    assert not listing.refresh()
    assert listing.runs == ()


def test_the_last_one_saved_comes_first(tmp_path: Path, trainer: Trainer) -> None:
    folder = save_run(trainer, tmp_path / "elsewhere", "epochs")
    copies(tmp_path, folder, 3)
    listing = RunList(tmp_path)
    assert listing.refresh()
    assert [run.folder.name for run in listing.runs] == ["run-0002", "run-0001", "run-0000"]
    assert listing.runs[0].summary == read_summary(listing.runs[0].folder)


def test_only_what_changed_is_read_again(tmp_path: Path, trainer: Trainer, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = save_run(trainer, tmp_path / "elsewhere", "epochs")
    copies(tmp_path, folder, 5)
    listing = RunList(tmp_path)
    listing.refresh()
    read = []
    monkeypatch.setattr(
        listing_module,
        "read_summary",
        lambda folder: (read.append(folder.name), read_summary(folder))[1],  # type: ignore[func-returns-value]
    )
    assert not listing.refresh()
    assert not read
    write_label(RunFolder(tmp_path / "run-0003"), Label("mine"))
    assert listing.refresh()
    assert read == ["run-0003"]
    assert {run.name for run in listing.runs} == {"xor", "mine"}


def test_what_cannot_be_read_is_left_out_till_it_can(tmp_path: Path, trainer: Trainer) -> None:
    folder = save_run(trainer, tmp_path, "epochs")
    whole = (folder.path / SUMMARY).read_bytes()
    (folder.path / SUMMARY).write_bytes(whole[:40])
    listing = RunList(tmp_path)
    listing.refresh()
    assert listing.runs == ()
    (folder.path / SUMMARY).write_bytes(whole)
    assert listing.refresh()
    assert len(listing.runs) == 1


def test_a_deleted_run_is_gone(tmp_path: Path, trainer: Trainer) -> None:
    folder = save_run(trainer, tmp_path, "epochs")
    listing = RunList(tmp_path)
    listing.refresh()
    (folder.path / SUMMARY).unlink()
    assert listing.refresh()
    assert listing.runs == ()


def test_who_writes_a_run(tmp_path: Path, trainer: Trainer) -> None:
    folder = save_run(trainer, tmp_path, RUNNING)
    listing = RunList(tmp_path)
    listing.refresh()
    (run,) = listing.runs
    assert run.writer is None
    assert run.summary.state == INTERRUPTED, "nobody writes it, so it didn't end as it should have"
    with folder.lock():
        assert listing.refresh()
        (run,) = listing.runs
        assert run.writer == os.getpid()
        assert run.is_own
        assert run.summary.state == RUNNING
    assert listing.refresh()
    assert listing.runs[0].writer is None


def test_another_program_writes_it(tmp_path: Path, trainer: Trainer) -> None:
    folder = save_run(trainer, tmp_path, RUNNING)
    lock = f"lock = RunFolder(Path({str(folder.path)!r})).lock(); print(flush=True); input()"
    hold = f"from core.runs.run_folder import *; {lock}"
    holder = subprocess.Popen([sys.executable, "-c", hold], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert holder.stdout is not None
        holder.stdout.readline()
        listing = RunList(tmp_path)
        listing.refresh()
        (run,) = listing.runs
        assert run.writer == holder.pid
        assert not run.is_own
    finally:
        holder.communicate("\n")


def test_a_thousand_runs_take_less_than_a_second(tmp_path: Path, trainer: Trainer) -> None:
    folder = save_run(trainer, tmp_path / "elsewhere", "epochs")
    copies(tmp_path, folder, 1000)
    listing = RunList(tmp_path)
    began = perf_counter()
    listing.refresh()
    assert perf_counter() - began < 1.0
    assert len(listing.runs) == 1000
    began = perf_counter()
    assert not listing.refresh()
    assert perf_counter() - began < 0.2


@pytest.mark.parametrize("refusing", ["lstat", "open"])
def test_a_run_that_may_not_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refusing: str) -> None:
    folder = tmp_path / "closed"
    folder.mkdir()
    (folder / "run.json").touch()

    def refuse(path: str | Path, *more: int, **words: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    with monkeypatch.context() as closed:
        closed.setattr(os, refusing, refuse)
        listing = RunList(tmp_path)
        listing.refresh()
    assert listing.runs == ()
    assert listing.refused == (f"{folder / 'run.json'}: Permission denied",)
    (folder / "run.json").unlink()
    listing.refresh()
    assert listing.refused == ()  # type: ignore[comparison-overlap]
