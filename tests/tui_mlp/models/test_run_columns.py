"""The columns of saved runs that say how good they are on their test rows."""

from pathlib import Path

import pytest
from recorded import save_run

from core import Trainer
from core.experiment.experiment import Experiment
from core.runs.run_list import ListedRun, RunList
from tui_mlp.models.run_columns import TEST, by_importance, columns_for, text_of_test_rows
from tui_mlp.models.run_differences import results_on_test_rows


def listed(folder: Path, source: str, *overrides: str) -> ListedRun:
    """The run of two epochs, as saved and listed."""
    trainer = Trainer(Experiment.load(source, ["training.epochs=2", *overrides]))
    trainer.run()
    save_run(trainer, folder, "epochs")
    listing = RunList(folder)
    listing.refresh()
    return listing.runs[0]


def test_a_classification_has_its_accuracy_beside_the_baseline(tmp_path: Path) -> None:
    run = listed(tmp_path, "iris")
    assert run.summary.test_baseline == pytest.approx(1 / 3)
    accuracy = f"{100 * (run.summary.test_accuracy or 0):.1f} %"
    assert text_of_test_rows(run) == f"{accuracy} (baseline 33.3 %)"
    shown = {label: text(run) for label, text in results_on_test_rows([run])}
    assert list(shown) == ["test", "baseline", "balanced"]
    assert (shown["test"], shown["baseline"]) == (accuracy, "33.3 %"), "each short enough for a narrow pane"


def test_a_regression_has_r2(tmp_path: Path) -> None:
    run = listed(tmp_path, "sine", "data.test_fraction=0.2")
    assert run.summary.test_r2 is not None
    assert text_of_test_rows(run) == f"R² {run.summary.test_r2:.4f}"
    assert [label for label, _text in results_on_test_rows([run])] == ["test"]


def test_without_test_rows_there_is_no_column(tmp_path: Path) -> None:
    run = listed(tmp_path, "xor")
    columns = columns_for([run])
    assert TEST not in [column.key for column in columns]
    assert set(by_importance(columns, "run", [run])) <= {column.key for column in columns}
    assert results_on_test_rows([run]) == []
    assert text_of_test_rows(run) == "–"
