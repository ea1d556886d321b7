"""trials.jsonl: appended, read bit by bit, and never trusted."""

from math import nan
from pathlib import Path

import msgspec
import pytest

from core.sweeps.saved import trials_file
from core.sweeps.saved.records import FINISHED, TRAINING, RunRecord, TrialRecord
from core.sweeps.saved.sweep_folder import SweepFolder
from core.sweeps.saved.trials_file import TrialsReader, append_trial, write_trials


def a_trial(number: int, **about: object) -> TrialRecord:
    made = {"trial": number, "settings": {"training.l1": 0.1, "network.hidden": [8]}, "state": FINISHED, **about}
    return msgspec.convert(made, TrialRecord)


@pytest.fixture
def folder(tmp_path: Path) -> SweepFolder:
    return SweepFolder(tmp_path)


def test_trials_are_read_as_they_are_added(folder: SweepFolder) -> None:
    reader = TrialsReader(folder.trials_file)
    assert not reader.refresh()
    assert reader.records == ()
    trials = [a_trial(number, objectives=[nan if number == 2 else number / 3], epochs=4) for number in (2, 1, 3)]
    for count, trial in enumerate(trials, 1):
        append_trial(folder, trial)
        assert reader.refresh()
        assert len(reader.records) == count
        assert not reader.refresh()
    trials[0].objectives = [None]  # JSON has no NaN
    assert list(reader.records) == trials


def test_only_what_was_added_is_read(folder: SweepFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    write_trials(folder, map(a_trial, range(1, 101)))
    reader = TrialsReader(folder.trials_file)
    reader.refresh()
    append_trial(folder, a_trial(101))
    lines = []

    def decode(line: bytes, into: type[TrialRecord]) -> TrialRecord:
        lines.append(line)
        return msgspec.json.decode(line, type=into)

    monkeypatch.setattr(trials_file, "decode", decode)
    assert reader.refresh()
    assert (len(lines), len(reader.records)) == (1, 101)


def test_half_a_line_waits_for_its_end(folder: SweepFolder) -> None:
    append_trial(folder, a_trial(1))
    content = folder.trials_file.read_bytes()
    folder.trials_file.write_bytes(content[:-5])
    reader = TrialsReader(folder.trials_file)
    assert not reader.refresh()
    with folder.trials_file.open("ab") as file:
        file.write(content[-5:])
    assert reader.refresh()
    assert list(reader.records) == [a_trial(1)]
    assert not reader.problems


def test_a_file_written_anew_is_read_anew(folder: SweepFolder) -> None:
    write_trials(folder, map(a_trial, (1, 2, 3)))
    reader = TrialsReader(folder.trials_file)
    reader.refresh()
    write_trials(folder, map(a_trial, (5, 6, 7, 8)))
    assert reader.refresh()
    assert [trial.trial for trial in reader.records] == [5, 6, 7, 8]
    folder.trials_file.unlink()
    assert reader.refresh()
    assert reader.records == ()


def test_the_last_line_of_a_trial_counts(folder: SweepFolder) -> None:
    write_trials(folder, [a_trial(1), a_trial(2), a_trial(1, epochs=9)])
    reader = TrialsReader(folder.trials_file)
    reader.refresh()
    assert [(trial.trial, trial.epochs) for trial in reader.records] == [(2, 0), (1, 9)]


@pytest.mark.parametrize(
    "line",
    [
        b"{",
        b"[]",
        b"\xff",
        b"[" * 100_000,
        msgspec.json.encode(a_trial(0)),
        msgspec.json.encode(a_trial(4, state=TRAINING)),
        msgspec.json.encode(a_trial(4, runs=[RunRecord(run="../../elsewhere", seed=1)])),
        msgspec.json.encode(a_trial(4, runs=[RunRecord(run="trial-0004\n", seed=1)])),
        b'{"trial": 4, "state": "finished", "settings": {"training.l1": null}}',
    ],
    ids=range(9),
)
def test_what_is_no_trial_is_left_out(folder: SweepFolder, line: bytes) -> None:
    good = a_trial(3, runs=[RunRecord(run="trial-0003-seed-1-fold-2", seed=1, fold=2)])
    folder.trials_file.write_bytes(line + b"\n" + msgspec.json.encode(good) + b"\n")
    reader = TrialsReader(folder.trials_file)
    assert reader.refresh()
    assert list(reader.records) == [good]
    (problem,) = reader.problems
    assert problem.startswith(f"{folder.trials_file}: a line is left out: ")


def test_a_link_is_not_followed(folder: SweepFolder, tmp_path: Path) -> None:
    real = tmp_path / "real"
    real.write_bytes(msgspec.json.encode(a_trial(1)) + b"\n")
    folder.trials_file.symlink_to(real)
    reader = TrialsReader(folder.trials_file)
    assert not reader.refresh()
    assert "found a symbolic link" in reader.problems[0]
