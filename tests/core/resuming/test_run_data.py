"""The data of saved runs: prepared as they were at the start, whatever has become of the table since."""

from pathlib import Path

import pytest
from recorded import Recorded

from core.data.preparing.preparation_record import to_json
from core.experiment.experiment import Experiment
from core.experiment.preparation import load_data
from core.resuming.replay import Replay
from core.resuming.resume import check_resumable, resume
from core.resuming.run_data import run_data
from core.runs.delete import delete_run
from core.runs.run_folder import PREPARATION
from core.support.errors import InputError
from core.training.trainer import Trainer


def table(first: float, island: str) -> str:
    """Twenty rows with missing cells; the first has another number and island."""
    rows = [f"{first},{island},1.5"]
    rows += [f"{number if number % 4 else ''},{'ab'[number % 2]},{number * 0.5}" for number in range(1, 20)]
    return "\n".join(["v,island,y", *rows, ""])


@pytest.fixture
def run(tmp_path: Path) -> Recorded:
    """A run with a mixed table."""
    path = tmp_path / "own.csv"
    path.write_text(table(0.5, "a"))
    experiment = Experiment.load(path, ["network.hidden=[3]", "data.missing=median", "data.test_fraction=0"])
    run = Recorded(experiment, tmp_path / "runs")
    run.to((2, 0), (3, 1))
    run.close()
    return run


def test_a_run_goes_on_and_is_replayed_with_its_preparation(run: Recorded) -> None:
    saved = (run.folder.path / PREPARATION).read_bytes()
    assert run.trainer.data.preparation is not None
    assert saved == to_json(run.trainer.data.preparation)
    again = resume(run.folder)
    assert again.notes == []
    assert again.trainer.weights_sha256 == run.trainer.weights_sha256
    assert again.trainer.X.tobytes() == run.trainer.X.tobytes()
    replay = Replay(run.folder)
    assert replay.run()
    assert replay.verdict().same


def test_a_table_that_has_changed_is_prepared_as_before_and_it_is_said(run: Recorded, tmp_path: Path) -> None:
    saved = (run.folder.path / PREPARATION).read_bytes()
    (tmp_path / "own.csv").write_text(table(1000.5, "new"))
    start = Experiment.load(run.folder.path)
    fitted = load_data(start).preparation
    assert fitted is not None
    assert to_json(fitted) != saved, "by the table of today it would be another"
    check_resumable(run.folder)
    again = resume(run.folder)
    assert any("the training examples are not those that the run had" in note for note in again.notes)
    assert again.trainer.data.preparation is not None
    assert to_json(again.trainer.data.preparation) == saved
    replay = Replay(run.folder)
    assert replay.trainer.data.preparation is not None
    assert to_json(replay.trainer.data.preparation) == saved


def test_a_run_of_an_older_version_is_fitted_again(run: Recorded) -> None:
    (run.folder.path / PREPARATION).unlink()
    again = resume(run.folder)
    assert again.notes == []
    assert again.trainer.weights_sha256 == run.trainer.weights_sha256


def test_a_preparation_that_cannot_be_read_is_told(run: Recorded) -> None:
    (run.folder.path / PREPARATION).write_text("{")
    (note,) = resume(run.folder).notes
    assert note.startswith(f"{run.folder.path / PREPARATION}: cannot be used: found no preparation of data")
    assert note.endswith("the preparation is fitted to the training rows again")


def test_data_that_a_person_changed_are_fitted_again(run: Recorded) -> None:
    start = Experiment.load(run.folder.path)
    changed = start.replace("data.missing", "zero")
    notes: list[str] = []
    data = run_data(run.folder, start, notes, changed)
    assert data.preparation is not None
    assert data.preparation.codings[0].fill == 0
    assert Trainer(changed, data).X.tobytes() == Trainer(changed).X.tobytes()


def test_it_is_deleted_with_its_run(run: Recorded) -> None:
    assert delete_run(run.folder) == []
    assert not run.folder.path.exists()


def test_a_table_that_is_gone_is_told_with_the_setting_that_names_another(run: Recorded, tmp_path: Path) -> None:
    moved = (tmp_path / "own.csv").rename(tmp_path / "moved.csv")
    for opened in (resume, Replay):
        with pytest.raises(InputError, match=r"own\.csv.*; if its data were moved, --set data\.source=FILE says where"):
            opened(run.folder)
    assert Replay(run.folder, str(moved)).run()
