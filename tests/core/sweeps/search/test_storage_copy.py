"""Optuna's journal as an SQLite file."""

import os
from pathlib import Path

import optuna
import pytest
from sweep_trials import Search

from core.support.errors import InputError
from core.sweeps.search.storage_copy import copy_to_storage


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
