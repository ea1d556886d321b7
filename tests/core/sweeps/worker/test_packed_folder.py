"""A run's folder as it travels: few files there, checked files back, and a crash at any of them."""

import json
import os
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jobs import a_job, in_pieces, trained

from core.experiment.experiment import Experiment
from core.runs.checkpoint_thinning import LATEST, OLDER
from core.runs.delete import delete_run
from core.runs.run_folder import CHECKPOINTS, LARGEST, LOCK, OBJECTIVES, RESULT, SUMMARY, RunFolder
from core.runs.run_list import saved_runs
from core.support import atomic_files
from core.support.errors import InputError
from core.support.file_locks import Locked
from core.support.regular_files import Refused
from core.sweeps.worker import packed_folder
from core.sweeps.worker.job import Job
from core.sweeps.worker.packed_folder import PackedRun, metrics_until, pack_for_job, unpack
from core.sweeps.worker.run_figures import read_record
from core.sweeps.worker.run_job import run_job

NEEDED = {"experiment.toml", "preparation.json", "objectives.json", "journal.jsonl", "metrics.csv", "run.json"}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "trials").mkdir()
    return tmp_path / "trials" / "trial-0001"


@pytest.fixture
def job() -> Job:
    settings = ("data.samples=60", "network.hidden=[5]", "training.batch_size=7", "training.epochs=8")
    return a_job(Experiment.load("moons", settings), "validation_loss", "validation_balanced_accuracy")


def test_a_job_gets_what_it_needs_to_go_on_and_no_older_checkpoints(home: Path, job: Job) -> None:
    in_pieces(home, job, (2, 3, 5))
    assert pack_for_job(RunFolder(home)).files.keys() == {*NEEDED, "checkpoints/000003-epoch-5-batch-0.safetensors"}
    assert len(RunFolder(home).numbered_checkpoints()) == 3
    assert pack_for_job(RunFolder(home / "none")).files == {}


def test_only_new_and_changed_files_come_back(home: Path, job: Job) -> None:
    in_pieces(home, job, (2,))
    packed = pack_for_job(RunFolder(home)).files
    back = run_job(replace(job, files=packed)).files
    assert not back.keys() & {"experiment.toml", "preparation.json", LOCK, *(name for name in packed if "/" in name)}
    assert {RESULT, SUMMARY, OBJECTIVES, "best.safetensors", "checkpoints/best.safetensors"} <= back.keys()


@pytest.mark.parametrize(
    "name",
    [
        "../run.json",
        "/etc/passwd",
        "run.json/x",
        "lock",
        "label.json",
        "checkpoints/x",
        "checkpoints/../run.json",
        "checkpoints/000001-epoch-1-batch-0.safetensors/x",
        "000001-epoch-1-batch-0.safetensors",
        "",
    ],
)
def test_names_that_no_file_of_a_run_has_are_refused(name: str, home: Path) -> None:
    with pytest.raises(InputError, match="from a worker, expected those of a run"):
        unpack(home, {"experiment.toml": b"", name: b""})
    assert not home.exists()


def test_files_that_are_too_large_or_no_json_are_refused(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match=r"run\.json from a worker that isn't JSON"):
        unpack(home, {"experiment.toml": b"", SUMMARY: b"[" * 10_000})
    assert not home.exists()
    monkeypatch.setitem(LARGEST, SUMMARY, 10)
    with pytest.raises(InputError, match=r"run\.json of 11 bytes from a worker, expected at most 10 bytes"):
        unpack(home, {"experiment.toml": b"", SUMMARY: b"{" + b" " * 9 + b"}"})
    assert not home.exists()


@pytest.mark.parametrize("inside", ["", CHECKPOINTS, "metrics.csv"])
def test_links_are_not_followed(inside: str, home: Path, job: Job, tmp_path: Path) -> None:
    in_pieces(home, job, (2,))
    files = pack_for_job(RunFolder(home)).files
    place = home / inside if inside else home
    aside = Path(shutil.move(place, tmp_path / "aside"))
    os.symlink(aside, place)
    before = sorted(aside.iterdir()) if aside.is_dir() else aside.read_bytes()
    with pytest.raises(Refused, match="symbolic link"):
        unpack(home, dict.fromkeys(files, b"{}"))
    with pytest.raises(Refused, match="symbolic link"):
        pack_for_job(RunFolder(home))
    assert before == (sorted(aside.iterdir()) if aside.is_dir() else aside.read_bytes())


def test_a_run_that_is_being_written_is_left_alone(home: Path, job: Job) -> None:
    in_pieces(home, job, (2,))
    with RunFolder(home).lock(), pytest.raises(Locked):
        unpack(home, {"metrics.csv": b""})


def test_after_a_crash_at_any_file_the_run_goes_on_to_the_same_bits(
    home: Path, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_pieces(home, job, (3,))
    before = shutil.copytree(home, home.parent / "before")
    result = run_job(replace(job, until_epoch=6, files=pack_for_job(RunFolder(home)).files))
    whole = in_pieces(home.parent / "whole", job, (3, 6, None))
    write, seen = atomic_files.write, set[Any]()
    for crash in range(len(result.files)):
        shutil.rmtree(home)
        shutil.copytree(before, home)
        left = [crash]

        def write_until_crash(path: Path, content: bytes, folder_too: bool, left: list[int] = left) -> None:
            if not left[0]:
                raise KeyboardInterrupt
            left[0] -= 1
            write(path, content, folder_too)

        with monkeypatch.context() as patch:
            patch.setattr(atomic_files, "write", write_until_crash)
            with pytest.raises(KeyboardInterrupt):
                unpack(home, result.files)
        record = read_record(RunFolder(home))
        assert record is not None
        seen.add(record.epochs)
        again = in_pieces(home, job, (None,))
        assert again.record.weights_sha256 == whole.record.weights_sha256
        assert again.record.objectives == whole.record.objectives
        figures = [(one / "metrics.csv").read_text() for one in (home, home.parent / "whole")]
        assert len({tuple(line.rpartition(",")[0] for line in text.splitlines()) for text in figures}) == 1
    assert seen == {3, 6}
    assert whole.record.weights_sha256 == trained(job.experiment).weights_sha256


def test_a_crash_before_the_first_checkpoint_begins_the_run_again(
    home: Path, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = run_job(replace(job, until_epoch=3))
    for name in packed_folder.FIRST:
        if name in result.files:
            unpack(home, {name: result.files[name]})
        assert pack_for_job(RunFolder(home)) == PackedRun({}), "there is nothing to say: no epoch was saved"
    assert read_record(RunFolder(home)) is None
    assert in_pieces(home, job, (None,)).record.weights_sha256 == trained(job.experiment).weights_sha256


def test_a_damaged_checkpoint_is_passed_over_with_a_note(home: Path, job: Job) -> None:
    in_pieces(home, job, (3, 6))
    last = RunFolder(home).numbered_checkpoints()[-1].path
    last.write_bytes(last.read_bytes()[:-10])
    packed = pack_for_job(RunFolder(home))
    assert "checkpoints/000001-epoch-3-batch-0.safetensors" in packed.files
    assert any(str(last) in note for note in packed.notes)
    result = run_job(replace(job, files=packed.files))
    assert result.record.weights_sha256 == trained(job.experiment).weights_sha256


def test_a_folder_of_a_later_version_gets_a_message(home: Path, job: Job) -> None:
    in_pieces(home, job, (3,))
    summary = json.loads((home / SUMMARY).read_text())
    (home / SUMMARY).write_text(json.dumps({**summary, "format": "99"}))
    with pytest.raises(InputError, match="99"):
        pack_for_job(RunFolder(home))


def test_the_run_is_in_the_list_under_its_name_at_home(home: Path, job: Job) -> None:
    in_pieces(home, job, (3,))
    assert [one.folder.name for one in saved_runs(home.parent)] == ["trial-0001"]
    moved = home.parent / "trial-0007"
    unpack(moved, run_job(job).files)
    assert json.loads((moved / RESULT).read_text())["run"] == str(moved)
    assert json.loads((moved / SUMMARY).read_text())["run"] == "trial-0007"
    assert delete_run(RunFolder(moved)) == []


def test_at_home_older_checkpoints_are_thinned_out(home: Path) -> None:
    names = [f"checkpoints/{number:06}-epoch-{number}-batch-0.safetensors" for number in range(1, 31)]
    unpack(home, dict.fromkeys(names, b"x"))
    assert len(RunFolder(home).numbered_checkpoints()) == LATEST + OLDER


def test_figures_are_cut_where_the_checkpoint_is() -> None:
    lines = [
        b"epoch,train_loss\n",
        *(f"{epoch},0.5\n".encode() for epoch in (1, 2, 8192, 8193, 8194)),
        b"rubbish\n",
        b"9",
    ]
    assert metrics_until(b"".join(lines), 8194) == b"".join([*lines[:4], lines[5]])
    assert metrics_until(b"".join(lines), 2) == b"".join(lines[:3])
    assert metrics_until(b"", 2) == b""
