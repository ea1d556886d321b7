"""A sweep's trials as CSV, and Optuna's journal as an SQLite file."""

import csv
import os
from dataclasses import replace
from io import StringIO
from pathlib import Path

import optuna
import pytest
from sweep_trials import Search, by_rate

from core.support.errors import InputError
from core.sweeps.saved.records import FAILED, RunRecord, TrialRecord
from core.sweeps.search.export import copy_to_storage, trials_as_csv


def test_csv_has_all_digits_and_a_cell_for_each_key(tmp_path: Path) -> None:
    search = Search(tmp_path)
    search.proposals(5)
    records = search.study.ended()
    rows = list(csv.DictReader(StringIO("".join(trials_as_csv(search.sweep, records)), newline="")))
    assert len(rows) == 5
    for row, record in zip(rows, records, strict=True):
        assert float(row["training.learning_rate"]) == record.settings["training.learning_rate"]
        assert float(row["validation_loss"]) == by_rate(record.settings)
        assert row["network.hidden"] == str(record.settings["network.hidden"])
        assert row["training.momentum"] == str(record.settings.get("training.momentum", ""))
        told = (row["trial"], row["state"], row["epochs"], row["best_epoch"], row["seconds"], row["by_hand"])
        assert told == (str(record.trial), "finished", "9", "8", "0.5", "false")
        assert (row["run"], row["seed"], row["weights_sha256"]) == (record.runs[0].run, "1", "ab")


def test_csv_of_several_runs_and_texts_that_a_spreadsheet_would_run(tmp_path: Path) -> None:
    sweep = replace(Search(tmp_path).sweep)
    runs = [RunRecord(run=f"trial-0001-seed-{seed}", seed=seed, weights_sha256=f"d{seed}") for seed in (1, 2)]
    record = TrialRecord(
        trial=1, settings={"training.optimizer": "=1+1"}, state=FAILED, runs=runs, objectives=[None],
        problem='say "no", \x1b[1m\n', spread=[0.25],
    )  # fmt: skip
    header, row = csv.reader(StringIO("".join(trials_as_csv(sweep, [record])), newline=""))
    cells = dict(zip(header, row, strict=True))
    assert cells["training.optimizer"] == "'=1+1"
    assert cells["problem"] == 'say "no", \\x1b[1m\\n'
    assert (cells["validation_loss"], cells["validation_loss_spread"]) == ("", "0.25")
    assert cells["run"] == "trial-0001-seed-1 trial-0001-seed-2"
    assert (cells["seed"], cells["weights_sha256"]) == ("1 2", "d1 d2")


def test_the_copy_for_the_dashboard_has_all_trials(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    search = Search(tmp_path / "sweep")
    proposals = search.proposals(3)
    proposals += filter(None, [search.study.ask()])
    with search.folder.journal.open("ab") as file:
        file.write(b'{"op_code": 4, "wor')  # the sweep is writing it at this moment
    written = search.folder.journal.read_bytes()
    path = tmp_path / "50%?mode=ro#.db"
    copy_to_storage(search.folder, path)
    assert capfd.readouterr() == ("", "")
    assert search.folder.journal.read_bytes() == written
    assert sorted(os.listdir(tmp_path)) == [path.name, "sweep"]
    path.rename(tmp_path / "plain.db")
    study = optuna.load_study(study_name=None, storage=f"sqlite:///{tmp_path / 'plain.db'}")
    assert [trial.user_attrs["settings"] for trial in study.trials] == [one.settings for one in proposals]
    assert [trial.state.name for trial in study.trials] == ["COMPLETE"] * 3 + ["RUNNING"]
    study._storage.remove_session()


def test_what_cant_be_copied_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    search = Search(tmp_path / "sweep")
    there = tmp_path / "there.db"
    there.write_bytes(b"mine")
    with pytest.raises(InputError, match="exists already"):
        copy_to_storage(search.folder, there)
    with pytest.raises(InputError, match="no such folder"):
        copy_to_storage(search.folder, tmp_path / "nowhere" / "new.db")
    search.folder.journal.write_bytes(b"rubbish\nrubbish\n")
    with pytest.raises(InputError, match="isn't the journal of a sweep"):
        copy_to_storage(search.folder, tmp_path / "new.db")
    search.folder.journal.unlink()
    with pytest.raises(InputError, match="no trial has begun"):
        copy_to_storage(search.folder, tmp_path / "new.db")
    assert there.read_bytes() == b"mine"
    assert sorted(os.listdir(tmp_path)) == ["sweep", "there.db"]
