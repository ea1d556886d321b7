"""Saved sweeps: the folder, what is read of it, how one is found, and requests to its process."""

import os
from pathlib import Path

import msgspec
import pytest
from sweep_files import a_sweep, sweep_file

from core.support.errors import InputError
from core.support.file_locks import Lock
from core.sweeps.saved import sweep_reader
from core.sweeps.saved.find_sweeps import find_sweep, sweeps_in
from core.sweeps.saved.new_folder import create_sweep_folder
from core.sweeps.saved.records import RUNNING, RunRecord, SweepStatus, TrialRecord, WorkerRecord
from core.sweeps.saved.requests import AnyRequest, GoOn, Narrow, Pause, SetWorkers, Stop, StopTrial, send, take
from core.sweeps.saved.status_file import read_status, write_status
from core.sweeps.saved.sweep_folder import SweepFolder
from core.sweeps.saved.sweep_reader import SweepReader, read_sweep
from core.sweeps.saved.trials_file import append_trial
from core.sweeps.sweep_experiment import SweepExperiment

SPACE = '"training.l1" = [0, 0.1]'


@pytest.fixture
def folder(tmp_path: Path) -> SweepFolder:
    return create_sweep_folder(tmp_path / "runs", a_sweep(tmp_path, SPACE))


def test_new_folder_holds_the_sweep(folder: SweepFolder, tmp_path: Path) -> None:
    saved = SweepReader(folder).refresh()
    assert saved.sweep == a_sweep(tmp_path, SPACE)
    assert (saved.ended, saved.status, saved.process, saved.is_live) == ((), None, None, False)
    assert folder.path.parent == tmp_path / "runs" / "sweeps"
    assert folder.name.startswith("two-spirals-")
    again = create_sweep_folder(tmp_path / "runs", saved.sweep)
    assert again.path != folder.path


def test_reader_sees_what_goes_on(folder: SweepFolder) -> None:
    reader = SweepReader(folder)
    before = reader.refresh()
    with Lock(folder.lock):
        append_trial(folder, TrialRecord(trial=1, settings={"training.l1": 0.1}, state="finished"))
        status = SweepStatus(state=RUNNING, workers=[WorkerRecord(name="1", run="trial-0002", trial=2)])
        write_status(folder, status)
        live = reader.refresh()
        assert (live.status, live.process) == (status, os.getpid())
        assert [trial.trial for trial in live.ended] == [1]
    after = reader.refresh()
    assert (after.ended, after.status, after.process) == (live.ended, status, None)
    assert after.sweep is before.sweep


@pytest.mark.parametrize("file", ["sweep_file", "status_file"])
def test_unchanged_files_are_not_read_again(folder: SweepFolder, file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    write_status(folder, SweepStatus(state=RUNNING))
    reader = SweepReader(folder)
    saved = reader.refresh()
    monkeypatch.setattr(sweep_reader, {"sweep_file": "read_sweep", "status_file": "read_status"}[file], None)
    assert reader.refresh() == saved


def test_sweep_is_shown_without_its_data_and_goes_on_only_with_them(tmp_path: Path) -> None:
    data = tmp_path / "data.csv"
    data.write_text("a,b\n" + "".join(f"{number},{number % 2}\n" for number in range(40)))
    path = sweep_file(tmp_path, SPACE, "", '[data]\nsource = "data.csv"\ntask = "classification"\n')
    sweep = SweepExperiment.load(path)
    assert sweep.experiment.data.source == str(data)
    folder = create_sweep_folder(tmp_path, sweep)
    data.unlink()
    assert SweepReader(folder).refresh().sweep == sweep
    with pytest.raises(InputError, match=r"data\.csv', expected a built-in data set"):
        read_sweep(folder, resolve=True)


@pytest.mark.parametrize("content", [b"", b"[data", b'[data]\nsource = "xor"', b"\xff"], ids=range(4))
def test_what_is_no_sweep_is_refused(folder: SweepFolder, content: bytes) -> None:
    folder.sweep_file.write_bytes(content)
    with pytest.raises(InputError, match=str(folder.sweep_file)):
        SweepReader(folder).refresh()


def test_an_empty_folder_is_no_sweep(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"found no sweep\.toml there, expected the folder of a sweep"):
        SweepReader(SweepFolder(tmp_path)).refresh()


def test_links_are_refused(folder: SweepFolder, tmp_path: Path) -> None:
    elsewhere = folder.sweep_file.rename(tmp_path / "elsewhere.toml")
    folder.sweep_file.symlink_to(elsewhere)
    with pytest.raises(InputError, match="found a symbolic link"):
        SweepReader(folder).refresh()
    assert sweeps_in(tmp_path / "runs") == []


@pytest.mark.parametrize(
    "status",
    [
        b"{",
        msgspec.json.encode(SweepStatus(state=RUNNING, workers=[WorkerRecord(name="1", run="../x")])),
        msgspec.json.encode(
            SweepStatus(state=RUNNING, training=[TrialRecord(trial=1, settings={}, runs=[RunRecord(run="/x", seed=1)])])
        ),
    ],
    ids=range(3),
)
def test_what_is_no_status_is_none(folder: SweepFolder, status: bytes) -> None:
    folder.status_file.write_bytes(status)
    assert read_status(folder) is None


def test_sweeps_are_listed_and_found(tmp_path: Path) -> None:
    runs = tmp_path / "runs"
    assert sweeps_in(runs) == []
    with pytest.raises(InputError, match=r"found no sweep of this name.*`mlp-tui sweep FILE.toml` begins one"):
        find_sweep("spirals", runs)
    made = [create_sweep_folder(runs, a_sweep(tmp_path, SPACE, "", f"name=number {name}")) for name in (1, 2, 3)]
    for age, folder in zip((10, 30, 20), made, strict=True):
        os.utime(folder.sweep_file, (age, age))
    (runs / "sweeps" / "no sweep").mkdir()
    assert [folder.name for folder in sweeps_in(runs)] == [made[place].name for place in (1, 2, 0)]
    assert find_sweep(made[0].name, runs) == made[0]
    assert find_sweep(str(made[0].path), tmp_path) == made[0]
    with pytest.raises(InputError, match=f"did you mean '{made[2].name}'"):
        find_sweep(made[2].name[:-1] + "x", runs)
    with pytest.raises(InputError, match=r"no sweep: found no sweep\.toml there"):
        find_sweep(str(runs / "sweeps" / "no sweep"), runs)
    with pytest.raises(InputError, match=f"; the latest is '{made[1].name}'"):
        find_sweep("\0", runs)


def test_requests_are_taken_once_in_their_order(folder: SweepFolder) -> None:
    requests: list[AnyRequest] = [
        Pause(),
        GoOn(),
        SetWorkers(count=3),
        StopTrial(trial=4),
        Narrow(narrowing={"a": {"low": 1}}),
        Stop(),
    ]
    for request in requests:
        send(folder, request)
    assert take(folder) == (requests, [])
    assert take(folder) == ([], [])


@pytest.mark.parametrize(
    "content", [b"{", b'{"request": "explode"}', b'{"request": "set_workers"}', b"[" * 100_000], ids=range(4)
)
def test_what_is_no_request_is_said_and_removed(folder: SweepFolder, content: bytes) -> None:
    (folder.requests / "0.json").write_bytes(content)
    send(folder, Pause())
    requests, (problem,) = take(folder)
    assert requests == [Pause()]
    assert problem.startswith(f"{folder.requests / '0.json'}: isn't a request: ")
    assert os.listdir(folder.requests) == []


def test_a_request_may_come_before_the_folder_and_may_be_refused(tmp_path: Path) -> None:
    folder = SweepFolder(tmp_path)
    assert take(folder) == ([], [])
    send(folder, Pause())
    assert take(folder).requests == [Pause()]
    folder.requests.rmdir()
    folder.requests.write_text("")
    with pytest.raises(InputError, match="requests: cannot be written"):
        send(folder, Pause())
