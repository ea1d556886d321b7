"""Recording: what is on the disk and when, and what happens where nothing can be written."""

import errno
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path
from threading import Event
from time import sleep
from typing import IO

import numpy as np
import pytest
from recorded import AtOnce, Recorded, save_run, some_experiment, without

from core.experiment.experiment import Experiment
from core.resuming.replay import Replay
from core.resuming.resume import resume
from core.runs import background_writer, checkpoint, checkpoint_thinning, recorder, summary
from core.runs import metrics_file as metrics
from core.runs.checkpoint_thinning import FEWEST, LATEST, OLDER, thin_checkpoints
from core.runs.outcome import outcome
from core.runs.recorder import Recorder
from core.runs.run_folder import (
    BEST,
    JOURNAL,
    LABEL,
    LAST,
    LOCK,
    METRICS,
    PREPARATION,
    RESULT,
    SUMMARY,
    RunFolder,
    is_locked,
)
from core.runs.run_list import saved_runs
from core.runs.summary import read_summary
from core.runs.writer import RunWriter
from core.support import atomic_files as files
from core.timeline import journal
from core.timeline.advance import advance, run_to
from core.timeline.journal import Change, Resume, Rewind, Start, Stop
from core.training.trainer import Trainer


@pytest.fixture
def experiment(tmp_path: Path) -> Experiment:
    return some_experiment(tmp_path / "home")


@pytest.fixture
def run(experiment: Experiment, tmp_path: Path) -> Iterator[Recorded]:
    run = Recorded(experiment, tmp_path / "runs")
    yield run
    run.close()


def entries(folder: RunFolder) -> list[journal.Entry]:
    return journal.read_journal((folder.path / JOURNAL).read_bytes())


def rows(folder: RunFolder) -> list[int]:
    """The epochs that have lines, in the order of the file."""
    return [int(line.split(",")[0]) for line in (folder.path / METRICS).read_text().splitlines()[1:]]


def full(*arguments: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


# What is there


def test_opened_and_closed_leaves_nothing_behind(experiment: Experiment, tmp_path: Path) -> None:
    runs_dir = tmp_path / "runs"
    quiet = Recorder(Trainer(experiment), runs_dir, pytest.fail)
    quiet.add_entry(Change(0, 0, "training.l2", 0.0, 1.0))
    assert quiet.close()
    assert quiet.folder is None
    assert not runs_dir.exists()


def test_a_folder_from_the_first_epoch(experiment: Experiment, tmp_path: Path) -> None:
    trainer = Trainer(experiment)
    written = Recorder(trainer, tmp_path / "runs", pytest.fail)
    trainer.after_epoch = written.epoch_ended
    run_to(trainer, (0, 5))
    assert written.folder is None
    run_to(trainer, (1, 0))
    assert written.close()
    assert isinstance(written.folder, RunFolder)
    assert checkpoint.load(written.folder.numbered_checkpoints()[0].path).place == (1, 0)
    assert rows(written.folder) == [1]
    assert read_summary(written.folder).state == summary.INTERRUPTED, "nobody writes it, and it hasn't stopped"


def test_files_of_a_run_that_stopped(run: Recorded, experiment: Experiment) -> None:
    run.to((2, 0))
    run.change("training.l2", 0.5)
    run.to((5, 3))
    run.recorder.stop("interrupted", outcome(run.trainer, "interrupted", None))
    assert run.close()
    path = run.folder.path
    assert {one.name for one in path.iterdir()} == {
        "checkpoints", "experiment.toml", BEST, JOURNAL, LAST, LOCK, METRICS, PREPARATION, RESULT, SUMMARY,
    }  # fmt: skip
    assert [one.name for one in sorted(run.folder.checkpoints.iterdir())] == [
        "000001-epoch-2-batch-0.safetensors",
        "000002-epoch-5-batch-3.safetensors",
        "000003-epoch-5-batch-3.safetensors",
        BEST,
    ]
    assert Experiment.load(path) == Trainer(experiment).experiment, "as it was when training began"
    digest = run.trainer.weights_sha256
    start, change, stop = entries(run.folder)
    assert isinstance(start, Start)
    assert start.program == "test"
    assert start.numpy == np.__version__
    assert change == Change(2, 0, "training.l2", 0.0, 0.5)
    assert stop == Stop(5, 3, "interrupted", digest)
    assert rows(run.folder) == [1, 2, 3, 4, 5]
    figures = metrics.read_metrics(path / METRICS).rows
    assert np.array_equal(figures, run.trainer.history.view(), equal_nan=True)
    result = json.loads((path / RESULT).read_text())
    assert (result["run"], result["weights_sha256"], result["epochs"]) == (str(path), digest, 5)
    about = read_summary(run.folder)
    assert (about.epochs, about.batch, about.state, about.architecture) == (5, 3, "interrupted", "2-5-1")
    assert about.settings["training.l2"] == 0.5
    assert about.run == run.folder.name
    theta = run.trainer.network.parameters.theta
    for one, weights in ((run.folder.checkpoints / BEST, run.trainer.best), (path / BEST, run.trainer.best),
                         (path / LAST, theta)):  # fmt: skip
        assert weights is not None
        assert np.array_equal(np.concatenate([part.ravel() for part in checkpoint.load_weights(one)]), weights)
    assert not run.told


def test_what_a_person_does_is_on_the_disk_at_once(run: Recorded) -> None:
    run.to((2, 0))
    run.change("training.l2", 0.5)
    assert entries(run.folder)[-1] == Change(2, 0, "training.l2", 0.0, 0.5)
    run.back((1, 2))
    assert entries(run.folder)[-1] == Rewind(2, 0, 1, 2)


def test_in_a_run_that_goes_on_too(run: Recorded, tmp_path: Path) -> None:
    run.to((2, 0))
    run.close()
    again = resume(run.folder)
    second = AtOnce(again.trainer, tmp_path / "runs", pytest.fail, folder=run.folder)
    second.add_entry(Change(2, 0, "training.l2", 0.0, 0.5))
    assert [type(entry) for entry in entries(run.folder)] == [Start, Resume, Change]
    second.close()
    assert resume(run.folder).trainer.experiment.training.l2 == 0.5


def test_a_checkpoint_says_how_much_of_the_journal_it_holds(run: Recorded) -> None:
    run.to((1, 0))
    run.change("training.l2", 0.5)
    run.change("training.l1", 0.5)
    run.to((2, 0))
    assert [checkpoint.read_head(one.path).entries for one in run.folder.numbered_checkpoints()] == [1, 3]


def test_after_going_back_the_table_goes_on_from_there(run: Recorded) -> None:
    run.to((6, 0))
    run.back((3, 2))
    run.to((5, 0))
    assert rows(run.folder) == [1, 2, 3, 4, 5, 6, 3, 4, 5]
    assert metrics.read_metrics(run.folder.path / METRICS).rows[:, 0].tolist() == [1, 2, 3, 4, 5]
    run.back((0, 0))
    run.to((1, 0))
    assert metrics.read_metrics(run.folder.path / METRICS).rows[:, 0].tolist() == [1]


def test_figures_beyond_what_is_dense_are_those_of_marked_epochs_and_the_last(
    run: Recorded, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(metrics, "DENSE", 4)
    run.to((5, 0))
    run.change("training.l2", 0.5)
    run.to((13, 2))
    run.recorder.stop("interrupted", outcome(run.trainer, "interrupted", None))
    assert rows(run.folder) == [1, 2, 3, 4, 5, 6, 8, 12, 13]


def test_it_is_locked_while_it_goes_on(run: Recorded) -> None:
    run.to((1, 0))
    assert is_locked(run.folder)
    assert read_summary(run.folder).state == summary.RUNNING
    run.close()
    assert not is_locked(run.folder)


def test_numbers_that_json_has_no_word_for(run: Recorded) -> None:
    run.to((1, 0))
    result = outcome(run.trainer, "divergence", None) | {"test_loss": float("inf"), "test_accuracy": float("nan")}
    run.trainer.history.append(2, float("inf"), *[float("nan")] * 5, float("inf"), 0.1, 0.1)
    run.recorder.stop("divergence", result)
    assert not run.told
    text = (run.folder.path / RESULT).read_text()
    assert json.loads(text, parse_constant=pytest.fail)["test_loss"] is None
    assert json.loads((run.folder.path / SUMMARY).read_text(), parse_constant=pytest.fail)["train_loss"] is None
    assert read_summary(run.folder).train_loss is None


def test_names_that_are_no_text(experiment: Experiment, tmp_path: Path) -> None:
    """As Python has those of files that aren't in UTF-8."""
    run = Recorded(experiment.replace("name", "caf\udce9"), tmp_path / "runs\udce9")
    run.to((1, 0))
    run.recorder.stop("interrupted", outcome(run.trainer, "interrupted", None))
    assert run.close()
    assert not run.told
    assert read_summary(run.folder).name == "caf?"
    assert resume(run.folder).trainer.weights_sha256 == run.trainer.weights_sha256


def test_a_run_that_goes_on_says_so_and_counts_on(run: Recorded, experiment: Experiment, tmp_path: Path) -> None:
    run.to((2, 0))
    run.change("training.l2", 0.5)
    run.to((3, 0))
    run.close()
    again = resume(run.folder)
    second = AtOnce(again.trainer, tmp_path / "runs", pytest.fail, folder=run.folder, started=again.started)
    again.trainer.after_epoch = second.epoch_ended
    run_to(again.trainer, (4, 1))
    second._enqueue_state(summary.RUNNING)
    assert second.close()
    last = entries(run.folder)[-1]
    assert isinstance(last, Resume)
    assert (last.epoch, last.batch) == (3, 0)
    assert rows(run.folder) == [1, 2, 3, 4]
    newest = run.folder.numbered_checkpoints()[-1]
    assert (newest.number, newest.place, checkpoint.read_head(newest.path).entries) == (3, (4, 1), 3)


def test_a_training_that_nobody_recorded_is_saved_whole(experiment: Experiment, tmp_path: Path) -> None:
    trainer = Trainer(experiment)
    run_to(trainer, (3, 2))
    folder = save_run(trainer, tmp_path, "interrupted")
    assert rows(folder) == [1, 2, 3]
    assert [type(entry) for entry in entries(folder)] == [Start, Stop]
    assert resume(folder).trainer.weights_sha256 == trainer.weights_sha256
    assert not is_locked(folder)
    run_to(trainer, (4, 0))
    assert save_run(trainer, tmp_path, "interrupted", folder) == folder
    assert rows(folder) == [1, 2, 3, 4]
    assert resume(folder).trainer.weights_sha256 == trainer.weights_sha256


# When


def test_a_second_after_the_last_time_and_not_twice_the_same(
    experiment: Experiment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    times = count()
    monkeypatch.setattr(recorder, "perf_counter", lambda: next(times) * recorder.SECONDS * 0.4)
    trainer = Trainer(experiment)
    written = AtOnce(trainer, tmp_path, pytest.fail)
    trainer.after_epoch = written.epoch_ended
    run_to(trainer, (12, 0))
    assert written.folder is not None
    saved = [one.place[0] for one in written.folder.numbered_checkpoints()]
    assert saved[0] == 1
    assert 3 <= len(saved) < 12
    written.save()
    written.save()
    assert written.folder is not None
    assert [one.place[0] for one in written.folder.numbered_checkpoints()][-1] == 12
    assert written.folder is not None
    assert len({one.place for one in written.folder.numbered_checkpoints()}) == len(
        written.folder.numbered_checkpoints()
    )
    written.close()


def test_a_slow_disk_holds_nobody_up_and_nothing_piles_up(
    experiment: Experiment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recorder, "SECONDS", 0.0)
    free, busy = Event(), Event()
    real = files.write

    def slow(path: Path, content: bytes) -> None:
        busy.set()
        assert free.wait(60)
        real(path, content)

    monkeypatch.setattr(files, "write", slow)
    trainer = Trainer(experiment)
    written = Recorder(trainer, tmp_path, pytest.fail)
    trainer.after_epoch = written.epoch_ended
    run_to(trainer, (1, 0))
    assert busy.wait(60)
    run_to(trainer, (30, 0))
    assert written.writer.waiting <= 1
    free.set()
    written.stop("interrupted", {})
    assert written.close()
    assert written.folder is not None
    assert rows(written.folder) == list(range(1, 31))
    assert written.folder is not None
    assert written.folder.numbered_checkpoints()[-1].place == (30, 0)


def test_closing_says_whether_all_was_written_in_time(
    experiment: Experiment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = Event()
    monkeypatch.setattr(RunWriter, "write", lambda self, writes: free.wait(60))
    trainer = Trainer(experiment)
    written = Recorder(trainer, tmp_path, pytest.fail)
    trainer.after_epoch = written.epoch_ended
    run_to(trainer, (1, 0))
    assert not written.close(0.01)
    free.set()
    assert written.close()


# Where nothing can be written


def like_undisturbed(run: Recorded, experiment: Experiment, tmp_path: Path) -> None:
    """Whether a run whose writing failed meanwhile left what one of which nothing failed has left."""
    other = Recorded(experiment, tmp_path / "undisturbed")
    other.to((3, 0))
    other.change("training.l2", 0.5)
    other.to((5, 0), save=False)
    other.change("training.optimizer", "momentum")
    other.to((8, 2))
    other.close()
    assert entries(run.folder)[1:] == entries(other.folder)[1:]
    assert rows(run.folder) == rows(other.folder)
    newest = [one.folder.numbered_checkpoints()[-1] for one in (run, other)]
    assert newest[0].place == newest[1].place
    assert len({checkpoint.read_head(one.path).entries for one in newest}) == 1
    digests = {resume(one.folder).trainer.weights_sha256 for one in (run, other)}
    assert digests == {other.trainer.weights_sha256}
    assert not list(run.folder.path.rglob(".*")), "nothing unfinished is left"


@pytest.mark.parametrize("broken", ["write", "append", "both", "sync", "replace"])
def test_a_full_disk_is_told_once_and_nothing_is_missing_when_there_is_room_again(
    run: Recorded, experiment: Experiment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    run.to((3, 0))
    with monkeypatch.context() as disk:
        if broken == "sync":
            disk.setattr(os, "fsync", full)
        elif broken == "replace":
            disk.setattr(os, "replace", full)
        else:
            for name in ("write", "append") if broken == "both" else (broken,):
                disk.setattr(files, name, full)
        run.change("training.l2", 0.5)
        run.to((4, 0), (4, 3), (5, 0))
        run.change("training.optimizer", "momentum")
        run.to((7, 0))
        assert run.told == [
            f"{run.folder.path}: cannot be written: No space left on device. "
            "Training goes on in memory, and saving is tried again"
        ]
    run.to((8, 2))
    assert run.close()
    assert len(run.told) == 1
    like_undisturbed(run, experiment, tmp_path)


@pytest.mark.parametrize("start", ["at once", "later"])
def test_a_full_disk_before_the_folder_is_there(
    run: Recorded, experiment: Experiment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, start: str
) -> None:
    with monkeypatch.context() as disk:
        disk.setattr(files, "write", full)
        run.to((1, 0), (2, 0), (3, 0))
        run.change("training.l2", 0.5)
        assert len(run.told) == 1
        assert "No space left on device; choose another folder with --runs-dir DIR" in run.told[0]
        assert list((tmp_path / "runs").iterdir()) == [], "no empty folder for each try"
        if start == "later":
            run.to((5, 0), save=False)
            run.change("training.optimizer", "momentum")
    if start == "at once":
        run.to((5, 0), save=False)
        run.change("training.optimizer", "momentum")
    run.to((8, 2))
    assert run.close()
    like_undisturbed(run, experiment, tmp_path)


def test_it_is_told_again_when_it_fails_again(run: Recorded, monkeypatch: pytest.MonkeyPatch) -> None:
    run.to((1, 0))
    for epoch in (2, 4):
        with monkeypatch.context() as disk:
            disk.setattr(files, "write", full)
            run.to((epoch, 0), (epoch, 3))
        run.to((epoch + 1, 0))
    assert len(run.told) == 2


def test_what_could_not_be_written_has_one_more_chance_at_the_end(
    run: Recorded, monkeypatch: pytest.MonkeyPatch
) -> None:
    run.to((1, 0))
    with monkeypatch.context() as disk:
        disk.setattr(files, "write", full)
        run.recorder.stop("interrupted", outcome(run.trainer, "interrupted", None))
    assert run.close()
    assert json.loads((run.folder.path / RESULT).read_text())["stopped_by"] == "interrupted"


@pytest.fixture
def threaded(
    experiment: Experiment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Trainer, Recorder, Event, list[str]]]:
    """A recorder that writes on its thread and tries again at once; whatever changes in it sets the event."""
    monkeypatch.setattr(background_writer, "RETRY_SECONDS", 0.01)
    trainer, changed = Trainer(experiment), Event()
    told: list[str] = []
    written = Recorder(trainer, tmp_path / "runs", told.append, on_change=changed.set)
    trainer.after_epoch = written.epoch_ended
    run_to(trainer, (1, 0))
    while not (written.folder and written.folder.numbered_checkpoints()):
        sleep(0.001)
    yield trainer, written, changed, told
    written.close()


def test_at_rest_saving_is_tried_again_till_there_is_room(
    threaded: tuple[Trainer, Recorder, Event, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    trainer, written, changed, told = threaded
    with monkeypatch.context() as disk:
        disk.setattr(files, "write", full)
        run_to(trainer, (2, 0))
        written.save()
        assert changed.wait(60)
        assert written.reason == "No space left on device"
        assert ": cannot be written: No space left on device" in written.problem
        changed.clear()
    assert changed.wait(60), "nothing new was to be saved, and it was saved"
    assert (written.problem, written.reason) == ("", "")
    assert written.folder is not None
    assert written.folder.numbered_checkpoints()[-1].place == (2, 0)
    assert len(told) == 1


def test_a_run_that_another_took_the_place_of_is_saved_when_there_is_room(
    threaded: tuple[Trainer, Recorder, Event, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    trainer, written, changed, _told = threaded
    with monkeypatch.context() as disk:
        disk.setattr(files, "write", full)
        run_to(trainer, (2, 0))
        written.stop("interrupted", {})
        written.finish()
        assert changed.wait(60)
        changed.clear()
    assert changed.wait(60)
    assert written.close()
    assert written.folder is not None
    assert written.folder.numbered_checkpoints()[-1].place == (2, 0)


def test_closing_a_run_that_cannot_be_saved_says_so_and_why(
    threaded: tuple[Trainer, Recorder, Event, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    trainer, written, _changed, _told = threaded
    monkeypatch.setattr(files, "write", full)
    run_to(trainer, (2, 0))
    written.stop("interrupted", {})
    written.finish()
    assert not written.close()
    assert written.not_saved.startswith("the end of the run is not saved: ")
    assert ": cannot be written: No space left on device" in written.not_saved


def test_without_memory_for_a_copy_training_goes_on_and_is_saved_later(
    run: Recorded, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lacking(*arguments: object) -> None:
        raise MemoryError

    run.to((1, 0))
    with monkeypatch.context() as memory:
        memory.setattr(Trainer, "state", lacking)
        run.to((2, 0), save=False)
        run.recorder.save()
        run.recorder.save()
        assert len(run.told) == 1
        assert "there is not enough memory" in run.told[0]
        run.change("training.l2", 0.5)
        assert run.recorder.problem, "the change was written, the state was not"
    run.recorder.save()
    assert not run.recorder.problem
    assert run.folder.numbered_checkpoints()[-1].place == (2, 0)
    assert run.close()


def test_without_memory_at_the_end_the_journal_is_there_and_the_rest_is_trained_again(
    run: Recorded, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lacking(*arguments: object) -> None:
        raise MemoryError

    run.to((1, 0))
    expected = run.to((3, 0), save=False)
    with monkeypatch.context() as memory:
        memory.setattr(Trainer, "state", lacking)
        run.recorder.stop("interrupted", outcome(run.trainer, "interrupted", None))
        assert not run.close()
    assert "cannot be written: there is not enough memory" in run.recorder.not_saved
    assert isinstance(entries(run.folder)[-1], Stop)
    again = resume(run.folder).trainer
    run_to(again, (3, 0))
    assert again.weights_sha256 == expected


def test_closing_says_that_something_is_not_on_the_disk(run: Recorded, monkeypatch: pytest.MonkeyPatch) -> None:
    run.to((1, 0))
    monkeypatch.setattr(files, "write", full)
    run.recorder.stop("interrupted", {})
    assert not run.close()
    assert len(run.told) == 1


def test_a_folder_that_vanishes_and_comes_back(run: Recorded, experiment: Experiment, tmp_path: Path) -> None:
    run.to((3, 0))
    run.folder.path.rename(tmp_path / "away")
    run.change("training.l2", 0.5)
    run.to((4, 0), (5, 0))
    run.change("training.optimizer", "momentum")
    assert len(run.told) == 1
    assert "No such file or directory" in run.told[0]
    assert not run.folder.path.exists()
    (tmp_path / "away").rename(run.folder.path)
    run.to((8, 2))
    assert run.close()
    like_undisturbed(run, experiment, tmp_path)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="there is no folder that this person can't write")
def test_a_read_only_folder(run: Recorded, experiment: Experiment, tmp_path: Path) -> None:
    (tmp_path / "runs").mkdir()
    (tmp_path / "runs").chmod(0o500)
    run.to((1, 0), (2, 0))
    assert len(run.told) == 1
    assert "Permission denied" in run.told[0]
    (tmp_path / "runs").chmod(0o700)
    run.to((3, 0))
    assert rows(run.folder) == [1, 2, 3]


def test_a_runs_dir_that_is_a_file(experiment: Experiment, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    run = Recorded(experiment, tmp_path / "taken")
    assert run.to((1, 0), (2, 3)) == without(experiment, (2, 3))
    assert not run.close()
    assert len(run.told) == 1
    assert "--runs-dir" in run.told[0]


def test_a_fault_of_ours_is_told_too(run: Recorded, monkeypatch: pytest.MonkeyPatch) -> None:
    run.to((1, 0))

    def wrong(*arguments: object) -> None:
        raise AttributeError("nothing there")

    monkeypatch.setattr(checkpoint, "dump", wrong)
    run.to((2, 0), (3, 0))
    assert run.told == [
        f"{run.folder.path}: cannot be written: AttributeError: nothing there. "
        "Training goes on in memory, and saving is tried again"
    ]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 64 KiB."""
    path = tmp_path / "disk"
    path.mkdir()
    if os.name != "posix" or os.geteuid():
        pytest.skip("only root can mount a disk")
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", path], capture_output=True).returncode:
        pytest.skip("no disk can be mounted here")
    yield path
    subprocess.run(["umount", path], check=True)


def fill(file: IO[bytes]) -> None:
    """The disk, to its last byte."""
    with suppress(OSError):
        while True:
            file.write(bytes(1024))


def test_a_disk_that_is_full_indeed(experiment: Experiment, small_disk: Path, tmp_path: Path) -> None:
    run = Recorded(experiment, small_disk)
    run.to((3, 0))
    run.change("training.l2", 0.5)
    filler = small_disk / "filler"
    with filler.open("wb", buffering=0) as file:
        fill(file)
    run.to((4, 0), (5, 0))
    run.change("training.optimizer", "momentum")
    run.to((6, 0), (7, 0))
    assert len(run.told) == 1
    assert "No space left on device" in run.told[0]
    filler.unlink()
    run.to((8, 2))
    assert run.close()
    like_undisturbed(run, experiment, tmp_path)


# Tearing


@pytest.mark.parametrize("name", [JOURNAL, METRICS])
def test_what_a_crash_left_without_its_end_is_cut_off(run: Recorded, name: str) -> None:
    run.to((2, 0))
    run.change("training.l2", 0.5)
    run.to((3, 0))
    run.close()
    path = run.folder.path / name
    whole = path.read_bytes()
    lines = whole.splitlines(keepends=True)
    for length in (len(whole) - 1, len(whole) - len(lines[-1]) + 1, len(lines[0]) - 3, 0):
        path.write_bytes(whole[:length])
        writer = RunWriter(run.folder.path.parent, run.trainer.experiment, run.folder)
        writer.open()
        kept = path.read_bytes()
        assert whole.startswith(kept)
        assert kept.count(b"\n") == whole[:length].count(b"\n")
        assert not kept or kept.endswith(b"\n")
        writer.close()


def test_figures_go_on_under_their_names_where_those_were_torn(run: Recorded, tmp_path: Path) -> None:
    run.to((2, 0))
    run.close()
    path = run.folder.path / METRICS
    path.write_bytes(path.read_bytes()[:20])
    again = resume(run.folder)
    second = AtOnce(again.trainer, tmp_path / "runs", pytest.fail, folder=run.folder)
    again.trainer.after_epoch = second.epoch_ended
    run_to(again.trainer, (4, 0))
    second._enqueue_state(summary.RUNNING)
    assert second.close()
    found = metrics.read_metrics(path)
    assert not found.problems
    assert found.rows[-1, 0] == 4


def test_unfinished_files_of_a_killed_program_go_and_those_of_others_stay(run: Recorded) -> None:
    run.to((1, 0))
    run.close()
    own = [run.folder.path / f".{SUMMARY}.123", run.folder.checkpoints / ".000002-epoch-2-batch-0.safetensors.99"]
    others = [run.folder.path / name for name in (".gitignore", ".DS_Store", ".nfs0001", LABEL, "a.1")]
    for path in (*own, *others):
        path.touch()
    writer = RunWriter(run.folder.path.parent, run.trainer.experiment, run.folder)
    writer.open()
    writer.close()
    assert not any(path.exists() for path in own)
    assert all(path.exists() for path in others)


# Thinning


def checkpoints(folder: RunFolder, epochs: list[int] | range, size: int = 10) -> None:
    for number, epoch in enumerate(epochs, 1):
        path = folder.checkpoints / f"{number:06}-epoch-{epoch}-batch-0.safetensors"
        path.write_bytes(bytes(size))


@pytest.fixture
def folder(experiment: Experiment, tmp_path: Path) -> RunFolder:
    return RunFolder.create(tmp_path, experiment)


def kept(folder: RunFolder) -> list[int]:
    return [one.place[0] for one in folder.numbered_checkpoints()]


@pytest.mark.parametrize("count", range(7))
def test_few_checkpoints_all_stay(folder: RunFolder, count: int) -> None:
    checkpoints(folder, range(count))
    thin_checkpoints(folder)
    assert kept(folder) == list(range(count))


def test_the_last_three_and_the_first_stay_and_the_rest_spreads(folder: RunFolder) -> None:
    for number in range(1, 400):
        path = folder.checkpoints / f"{number:06}-epoch-{number * 10}-batch-0.safetensors"
        path.touch() if number == 1 else path.write_bytes(b"x")
        thin_checkpoints(folder)
    epochs = kept(folder)
    assert len(epochs) == LATEST + OLDER
    assert epochs[-LATEST:] == [3970, 3980, 3990]
    assert epochs[0] == 10
    gaps = np.diff(epochs[:-LATEST])
    assert gaps.max() <= 4 * (3960 / (OLDER - 1))


def test_large_ones_are_few(folder: RunFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkpoint_thinning, "BYTES", 100)
    checkpoints(folder, range(20), size=25)
    thin_checkpoints(folder)
    assert len(kept(folder)) == LATEST + 4
    checkpoints(folder, range(20), size=1000)
    thin_checkpoints(folder)
    assert len(kept(folder)) == LATEST + FEWEST


def test_after_going_back_too(folder: RunFolder) -> None:
    checkpoints(folder, [*range(20), *range(5, 25)])
    thin_checkpoints(folder)
    assert len(kept(folder)) == LATEST + OLDER
    assert kept(folder)[-3:] == [22, 23, 24]


def test_the_best_stays(run: Recorded) -> None:
    run.to(*((epoch, 0) for epoch in range(1, 25)))
    assert (run.folder.checkpoints / BEST).exists()
    assert len(run.folder.numbered_checkpoints()) == LATEST + OLDER


def test_opened_before_training_it_is_in_the_lists_from_the_first_moment(
    experiment: Experiment, tmp_path: Path
) -> None:
    opened = Recorder(Trainer(experiment), tmp_path, pytest.fail)
    folder = opened.open()
    (found,) = saved_runs(tmp_path)
    assert (found.folder, found.summary.state, found.summary.epochs) == (folder, summary.RUNNING, 0)
    opened.close()
    assert resume(folder).trainer.epoch == 0


def test_killed_in_the_midst_of_its_first_save_it_is_in_the_lists(
    run: Recorded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "append", full)
    run.to((1, 0))
    assert [found.folder for found in saved_runs(tmp_path / "runs")] == [run.folder]


# A folder that somebody deletes


def deleted(run: Recorded, how: str) -> None:
    """Delete the folder as people and programs do; in the midst of it, all but what was written meanwhile is gone."""
    if how == "whole":
        shutil.rmtree(run.folder.path)
    elif how == "with all runs":
        shutil.rmtree(run.folder.path.parent)
    else:
        for path in sorted(run.folder.path.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()


@pytest.mark.parametrize("how", ["whole", "with all runs", "but for the folder itself"])
def test_a_folder_that_was_deleted_is_written_again_at_the_end(
    run: Recorded, experiment: Experiment, tmp_path: Path, how: str
) -> None:
    run.to((3, 0))
    deleted(run, how)
    run.change("training.l2", 0.5)
    run.to((5, 0))
    run.change("training.optimizer", "momentum")
    run.to((7, 0))
    assert len(run.told) == 1
    assert "if it was deleted, the run is written again when training stops" in run.told[0]
    assert not run.folder.path.exists() or not os.listdir(run.folder.path), "till then it stays deleted"
    run.to((8, 2), save=False)
    run.recorder.stop("interrupted", outcome(run.trainer, "interrupted", None))
    assert is_locked(run.folder)
    assert run.close()
    assert len(run.told) == 1
    other = Recorded(experiment, tmp_path / "undisturbed")
    other.to((3, 0))
    other.change("training.l2", 0.5)
    other.to((5, 0))
    other.change("training.optimizer", "momentum")
    other.to((8, 2))
    other.recorder.stop("interrupted", outcome(other.trainer, "interrupted", None))
    other.close()
    names = {path.name for path in other.folder.path.iterdir()}
    assert {path.name for path in run.folder.path.iterdir()} == names
    assert (run.folder.path / "experiment.toml").read_bytes() == (other.folder.path / "experiment.toml").read_bytes()
    assert entries(run.folder)[1:] == entries(other.folder)[1:]
    assert rows(run.folder) == rows(other.folder)
    assert read_summary(run.folder).epochs == 8
    assert (run.folder.checkpoints / BEST).exists()
    again = resume(run.folder)
    assert not again.notes
    assert again.trainer.weights_sha256 == other.trainer.weights_sha256
    assert Replay(run.folder).run()


def test_a_run_that_goes_on_is_written_again_with_how_it_began(run: Recorded, tmp_path: Path) -> None:
    run.to((1, 0))
    run.change("training.l2", 0.5)
    run.to((2, 0))
    folder = run.copy(tmp_path / "copy")
    before = (folder.path / "experiment.toml").read_bytes()
    found = resume(folder)
    recorder = Recorder(found.trainer, tmp_path, pytest.fail, folder=folder)
    recorder.open()
    shutil.rmtree(folder.path)
    advance(found.trainer, (4, 0))
    recorder.stop("interrupted", outcome(found.trainer, "interrupted", None))
    assert recorder.close()
    assert (folder.path / "experiment.toml").read_bytes() == before
    assert [type(entry) for entry in entries(folder)] == [Start, Change, Resume, Stop]
    assert rows(folder) == [1, 2, 3, 4]
    replay = Replay(folder)
    assert replay.run()
    assert replay.verdict().exact


def test_where_there_is_no_room_it_is_said_and_tried_again(run: Recorded, monkeypatch: pytest.MonkeyPatch) -> None:
    run.to((3, 0))
    shutil.rmtree(run.folder.path)
    with monkeypatch.context() as disk:
        disk.setattr(files, "append", full)
        run.recorder.stop("interrupted", outcome(run.trainer, "interrupted", None))
        assert "No space left on device" in run.told[-1]
        assert not run.recorder.saved
    assert run.close()
    assert rows(run.folder) == [1, 2, 3]
    assert resume(run.folder).trainer.epoch == 3


def test_a_lock_that_was_deleted_is_taken_again(run: Recorded) -> None:
    run.to((1, 0))
    (run.folder.path / LOCK).unlink()
    run.to((2, 0))
    assert is_locked(run.folder)
    assert rows(run.folder) == [1, 2]
    run.close()


def test_a_run_that_was_deleted_after_it_had_stopped_stays_deleted(run: Recorded) -> None:
    run.to((3, 0))
    run.recorder.stop("interrupted", outcome(run.trainer, "interrupted", None))
    shutil.rmtree(run.folder.path)
    assert run.close()
    assert not run.folder.path.exists()


def ended(run: Recorded) -> bool:
    """Whether all of it was written when training stopped."""
    run.recorder.stop("interrupted", outcome(run.trainer, "interrupted", None))
    return run.close()


@pytest.mark.parametrize("name", ["checkpoints", "experiment.toml"])
def test_what_a_run_cannot_go_on_without_is_there_at_the_end(run: Recorded, name: str) -> None:
    run.to((1, 0))
    path = run.folder.path / name
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    run.to((2, 0))
    assert ended(run)
    assert resume(RunFolder.open(run.folder.path)).trainer.epoch == 2


def test_a_run_that_came_without_checkpoints_is_saved(run: Recorded, tmp_path: Path) -> None:
    run.to((1, 0))
    folder = run.copy(tmp_path / "copy")
    shutil.rmtree(folder.checkpoints)
    found = resume(folder)
    recorder = Recorder(found.trainer, tmp_path, pytest.fail, folder=folder)
    advance(found.trainer, (2, 0))
    recorder.stop("interrupted", outcome(found.trainer, "interrupted", None))
    assert recorder.close()
    assert resume(folder).trainer.epoch == 2


@pytest.mark.parametrize("what", ["the run", "another run", "checkpoints"])
def test_what_takes_a_folders_place_while_it_trains_is_left_alone(
    run: Recorded, experiment: Experiment, tmp_path: Path, what: str
) -> None:
    other = Recorded(experiment, tmp_path / "others")
    other.to((1, 0))
    assert ended(other)
    run.to((1, 0))
    path, target = run.folder.path, other.folder.path
    if what == "checkpoints":
        path, target = path / what, target / what
    shutil.move(path, tmp_path / "away")
    if what == "another run":
        shutil.move(target, path)
        target = path
    else:
        path.symlink_to(target)
    before = {one: one.read_bytes() for one in target.rglob("*") if one.is_file()}
    run.to((2, 0))
    assert not ended(run)
    assert str(path) in run.told[0]
    assert "found another folder" in run.told[0] or "found a symbolic link" in run.told[0]
    assert {one: one.read_bytes() for one in target.rglob("*") if one.is_file()} == before


def test_a_folder_whose_name_is_no_text_is_written(run: Recorded, tmp_path: Path) -> None:
    run.to((1, 0))
    folder = run.copy(tmp_path / os.fsdecode(b"run\xff"))
    found = resume(folder)
    recorder = Recorder(found.trainer, tmp_path, pytest.fail, folder=folder)
    recorder.stop("interrupted", outcome(found.trainer, "interrupted", None))
    assert recorder.close()
