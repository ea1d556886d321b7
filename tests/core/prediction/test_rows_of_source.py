"""The raw rows of a run's source, also of runs whose version took its columns otherwise."""

from pathlib import Path

import numpy as np
import pytest

from core.experiment.experiment import Experiment
from core.experiment.preparation import load_data
from core.model.model import Model
from core.network import Network
from core.prediction.rows_of_source import rows_of_source
from core.prediction.saved_model import SavedModel
from core.resuming.earlier_columns import with_earlier_columns
from core.runs.run_folder import RunFolder
from core.support.errors import InputError

TABLE = "id,c,u,kind\n" + "".join(f"{n},7,{n * 3 % 11},{'yes' if n % 2 else 'no'}\n" for n in range(30))
EARLIER = '[data]\nsource = "own.csv"\ntask = "classification"\n'


@pytest.fixture
def saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SavedModel:
    """A model of version 0.2.0, to which all columns but the last were numbers, an identifier and a constant too."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own.csv").write_text(TABLE)
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "experiment.toml").write_text(EARLIER)
    folder, experiment = RunFolder(tmp_path / "run"), Experiment.load("own.csv", ["data.task=classification"])
    data = load_data(with_earlier_columns(folder, experiment))
    model = Model.of(Network([3, 2, 1]), data)
    return SavedModel(model, folder, experiment, lambda: data, [])


def test_columns_that_would_be_left_out_today_are_read_for_runs_that_took_them(saved: SavedModel) -> None:
    rows = rows_of_source(saved)
    np.testing.assert_array_equal(rows, [[n, 7, n * 3 % 11] for n in range(30)])


def test_other_columns_are_refused(saved: SavedModel) -> None:
    Path("own.csv").write_text(TABLE.replace("id,c,u", "id,c,w"))
    with pytest.raises(InputError, match=r"own\.csv: its columns aren't those that the run was trained on$"):
        rows_of_source(saved)


def test_arrays_of_another_width_are_refused(saved: SavedModel) -> None:
    arrays = np.random.default_rng(0).normal(size=(20, 3))
    np.savez("own.npz", X=arrays, y=np.arange(20) % 2)
    experiment = Experiment.load("own.npz", ["data.task=classification"])
    unsaved = saved._replace(folder=None, experiment=experiment, model=Model.of(Network([3, 1]), load_data(experiment)))
    np.testing.assert_array_equal(rows_of_source(unsaved), arrays)
    np.savez("own.npz", X=arrays[:, :2], y=np.arange(20) % 2)
    with pytest.raises(InputError, match=r"own\.npz: found 2 columns of inputs, expected 3$"):
        rows_of_source(unsaved)


def test_a_training_that_is_not_saved_is_of_today(saved: SavedModel) -> None:
    data = load_data(saved.experiment)
    assert data.input_names == ("u",)
    unsaved = saved._replace(folder=None, model=Model.of(Network([1, 2, 1]), data))
    np.testing.assert_array_equal(rows_of_source(unsaved), [[n * 3 % 11] for n in range(30)])
