"""Tables of runs from before columns had kinds: taken as they were then."""

from pathlib import Path

import pytest
from recorded import Recorded

from core.experiment.experiment import Experiment
from core.resuming.earlier_columns import with_earlier_columns
from core.resuming.run_data import run_data
from core.runs.run_folder import PREPARATION

HEADER = "id,c,u,label\n"
ROWS = "".join(f"{number},7,{number % 7 + 2},{['no', 'yes'][number % 2]}\n" for number in range(1, 31))
NEW_KEYS = ("ignore", "missing", "split", "class_weight", "fold", "kinds", "header", "separator", "decimal", "target")


def earlier_run(path: Path, text: str) -> Recorded:
    """A run as version 0.2.0 saved it: without a preparation, and without the keys of [data] that came later."""
    path.write_text(text)
    run = Recorded(Experiment.load(path, ["network.hidden=[3]", "data.task=classification"]), path.parent / "runs")
    run.to((1, 0))
    run.close()
    (run.folder.path / PREPARATION).unlink()
    file = run.folder.path / "experiment.toml"
    lines = file.read_text().splitlines(keepends=True)
    file.write_text("".join(line for line in lines if not line.startswith(tuple(f"{key} =" for key in NEW_KEYS))))
    return run


def test_columns_that_would_be_left_out_today_stay_inputs(tmp_path: Path) -> None:
    run = earlier_run(tmp_path / "own.csv", HEADER + ROWS)
    assert run.trainer.data.input_names == ("u",)
    data = run_data(run.folder, Experiment.load(run.folder.path), [])
    assert data.input_names == ("id", "c", "u")
    assert data.class_names == ("no", "yes")


def test_a_first_line_of_cells_was_a_header(tmp_path: Path) -> None:
    run = earlier_run(tmp_path / "own.csv", ROWS)
    data = run_data(run.folder, Experiment.load(run.folder.path), [])
    assert data.input_names == ("1", "7", "3")
    assert data.rows == 29


@pytest.mark.parametrize("source", ["xor", "own.npz"])
def test_other_data_are_as_they_are(source: str, tmp_path: Path) -> None:
    run = earlier_run(tmp_path / "own.csv", HEADER + ROWS)
    (tmp_path / "own.npz").write_bytes(b"PK\5\6" + bytes(18))
    experiment = Experiment.load(run.folder.path).replace("data.source", source.replace("own", str(tmp_path / "own")))
    assert with_earlier_columns(run.folder, experiment) is experiment


def test_runs_of_this_version_are_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text(HEADER + ROWS)
    run = Recorded(Experiment.load(tmp_path / "own.csv"), tmp_path / "runs")
    run.to((1, 0))
    run.close()
    start = Experiment.load(run.folder.path)
    assert with_earlier_columns(run.folder, start) is start
