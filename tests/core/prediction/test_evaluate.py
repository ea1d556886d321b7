"""The figures of saved runs on their test rows and on files: equal to scikit-learn's, with intervals and a baseline."""

from collections.abc import Callable
from functools import cache
from math import isfinite
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from narrowing import present
from recorded import Recorded

from core.analysis.wilson_interval import wilson_interval
from core.calls import Array
from core.data.shipped_files import find_shipped_file
from core.experiment.experiment import Experiment
from core.prediction.evaluate import EvaluatedRows, evaluate
from core.prediction.evaluation_record import evaluation_record
from core.prediction.saved_model import SavedModel, saved_model
from core.runs.outcome import outcome
from core.runs.run_folder import RESULT, RunFolder
from core.support.errors import InputError

ROWS, TEST_ROWS = 60, 18


def table(kind: str) -> list[str]:
    """A header and lines with a number, a category, missing cells, and targets that can't be learnt exactly."""
    random = np.random.default_rng(4)
    lines = [{"two": "x,c,y", "three": "x,c,y", "labels": "x,c,p,q", "numbers": "x,c,p,q"}[kind]]
    for row in range(ROWS):
        x, c, noise = random.normal(), int(random.integers(3)), random.normal(0, 0.7)
        p, q = x + noise + c / 2, x * c - noise
        target = {
            "two": "yes" if p > 0.5 else "no",
            "three": ("low", "middle", "high")[int(p > 0) + int(p > 1)],
            "labels": f"{int(p > 0.5)},{int(q > 0)}",
            "numbers": f"{40 + 10 * p:.3f},{q:.4f}",
        }[kind]
        lines.append(f"{'' if row % 9 == 0 else round(x, 3)},{'rgb'[c]},{target}")
    return lines


Train = Callable[..., SavedModel]


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Train:
    """A function that trains a few epochs, once for the same arguments.

    The test rows are the last ones of the run's file `all.csv`, in `test.csv` beside it and `runs`.
    """

    @cache
    def train(kind: str, *overrides: str) -> SavedModel:
        lines, folder = table(kind), tmp_path_factory.mktemp(kind)
        (folder / "all.csv").write_text("\n".join([*lines, ""]))
        (folder / "test.csv").write_text("\n".join([lines[0], *lines[-TEST_ROWS:], ""]))
        own = "data.target=['p', 'q']" if kind in ("labels", "numbers") else "data.target=y"
        settings = (own, "data.split=ordered", "data.test_fraction=0.3", "network.hidden=[4]", "training.epochs=4")
        return run_of(Experiment.load(folder / "all.csv", [*settings, *overrides]), folder)

    return train


def file_of_test_rows(saved: SavedModel) -> Path:
    """The file of its test rows."""
    return Path(saved.where).parents[1] / "test.csv"


def run_of(experiment: Experiment, folder: Path) -> SavedModel:
    run = Recorded(experiment, folder / "runs")
    stopped_by = run.trainer.run() or "interrupted"
    run.recorder.stop(stopped_by, outcome(run.trainer, stopped_by, None))
    run.close()
    return saved_model(run.folder)


def figures(evaluated: EvaluatedRows) -> dict[str, Any]:
    record = evaluation_record(evaluated)
    assert evaluated.metrics.rows == record["rows"] == TEST_ROWS
    return record


def truth_and_outputs(saved: SavedModel) -> tuple[Array, Array]:
    """The targets of the test rows as the table has them, and what the model says of the rows, m × s_L."""
    test = saved.data().test
    assert test is not None
    Y = saved.model.in_users_units(test.Y)
    return Y, saved.model.in_users_units(saved.model.network.predict(test.inputs))


@pytest.mark.parametrize(
    ("kind", "overrides"),
    [
        ("two", ("network.output=tanh", "dtype=float32")),
        ("two", ("data.class_weight=balanced",)),
        ("three", ()),
        ("three", ("network.output=sigmoid",)),
    ],
)
def test_classes_as_scikit_learn_has_them(kind: str, overrides: tuple[str, ...], trained: Train) -> None:
    from sklearn import metrics

    saved = trained(kind, *overrides)
    found, names = figures(evaluate(saved)), saved.model.meaning.names
    Y, outputs = truth_and_outputs(saved)
    actual, predicted = saved.model.class_numbers(Y), saved.model.class_numbers(outputs)
    probabilities = saved.model.probabilities(outputs)
    assert found["test_accuracy"] == pytest.approx(metrics.accuracy_score(actual, predicted), rel=1e-14)
    assert found["test_balanced_accuracy"] == pytest.approx(metrics.balanced_accuracy_score(actual, predicted))
    recall = metrics.recall_score(actual, predicted, average=None, labels=range(len(names)))
    assert [*found["test_recall"].values()] == pytest.approx(recall)
    assert found["test_rows"] == dict(zip(names, np.bincount(actual), strict=True))
    if kind == "two":
        assert found["test_auc"] == pytest.approx(metrics.roc_auc_score(actual, probabilities[:, 1]))
    if "network.output=sigmoid" in overrides:
        assert found["test_log_loss"] is None, "three sigmoids are no distribution"
    else:
        assert found["test_log_loss"] == pytest.approx(metrics.log_loss(actual, probabilities), rel=1e-6)
    right = int(np.count_nonzero(actual == predicted))
    assert found["test_accuracy_interval"] == list(wilson_interval(right, TEST_ROWS))
    train = saved.model.class_numbers(saved.model.in_users_units(saved.data().train.Y))
    assert found["test_baseline"] == np.mean(actual == np.bincount(train).argmax())
    own = (Path(saved.where) / RESULT).read_text()
    assert f'"test_loss": {found["test_loss"]!r}' in own, "the loss of `train --json`, weighted as there"
    assert figures(evaluate(saved, file_of_test_rows(saved))) | {"file": None} == found


def test_numbers_as_scikit_learn_has_them(trained: Train) -> None:
    from sklearn import metrics

    saved = trained("numbers")
    evaluated = evaluate(saved)
    found, (Y, outputs) = figures(evaluated), truth_and_outputs(saved)
    assert found["test_r2"] == pytest.approx(metrics.r2_score(Y, outputs))
    assert found["test_rmse"] == pytest.approx(metrics.root_mean_squared_error(Y, outputs))
    assert found["test_mae"] == pytest.approx(metrics.mean_absolute_error(Y, outputs))
    means = np.repeat(Y.mean(0)[None], TEST_ROWS, 0)
    assert found["test_baseline_rmse"] == pytest.approx(metrics.root_mean_squared_error(Y, means))
    assert found["test_baseline_mae"] == pytest.approx(metrics.mean_absolute_error(Y, means))
    each = metrics.root_mean_squared_error(Y, outputs, multioutput="raw_values")
    assert [own.rmse for own, _always in evaluated.by_target] == pytest.approx(each)
    assert found["test_accuracy"] is None
    assert figures(evaluate(saved, file_of_test_rows(saved))) | {"file": None} == found


def test_several_labels_a_row(trained: Train) -> None:
    saved = trained("labels")
    found, (Y, outputs) = figures(evaluate(saved)), truth_and_outputs(saved)
    marks = outputs > 0.5
    assert found["test_accuracy"] == (marks == Y).all(1).mean()
    assert found["test_recall"]["p"] == pytest.approx(marks[Y[:, 0] == 1, 0].mean())
    hits, having = int(marks[Y[:, 1] == 1, 1].sum()), int(Y[:, 1].sum())
    assert found["test_recall_interval"]["q"] == list(wilson_interval(hits, having))
    assert found["test_log_loss"] is None
    assert figures(evaluate(saved, file_of_test_rows(saved))) | {"file": None} == found


def test_a_file_without_the_training_rows(trained: Train, tmp_path: Path) -> None:
    """The baseline is what the training rows' commonest class has: without them it isn't known, and that is said."""
    saved = trained("two", "data.class_weight=balanced")
    lines = table("two")
    (tmp_path / "no.csv").write_text(
        "\n".join([lines[0], *(line for line in lines if line.endswith(",no")), "1,r,", ""])
    )
    source = Path(saved.where).parents[1] / "all.csv"
    moved = source.rename(tmp_path / "moved.csv")
    evaluated = evaluate(saved_model(RunFolder(Path(saved.where))), tmp_path / "no.csv")
    moved.rename(source)
    found = evaluation_record(evaluated)
    assert found["test_baseline"] is None
    assert found["test_recall"] == {"no": found["test_accuracy"], "yes": None}
    assert isinstance(found["test_recall_interval"], dict)
    assert found["test_recall_interval"]["yes"] is None
    assert found["test_auc"] is None, "of two classes one has no row"
    assert any("the training rows can't be read" in note for note in evaluated.notes)
    assert any("left out" in note for note in evaluated.notes), "a row without a target"
    assert found["test_loss"] is None, "it would be weighted by the training rows' classes"
    assert isfinite(evaluated.log_loss)


def test_columns_go_by_their_names_where_the_training_rows_were_an_array(tmp_path: Path) -> None:
    saved = run_of(Experiment.load("iris", ["training.epochs=2"]), tmp_path)
    with np.load(find_shipped_file("iris.npz")) as arrays:
        X, y = arrays["X"], arrays["y"]
    names, classes = saved.data().input_names, saved.model.meaning.names
    rows = [[str(classes[k]), *map(str, row[::-1].tolist()), f"{k / 7}"] for row, k in zip(X, y, strict=True)]
    rows[4][-1] = "no number in a column that is not needed"
    file = tmp_path / "rows.csv"
    file.write_text("\n".join(map(",".join, [["species", *names[::-1], "more"], *rows, [""] * 6])))
    right = float(np.mean(saved.model.predict(X) == np.array(classes)[y]))
    assert present(evaluate(saved, file).metrics.classification).accuracy == right
    rows[8][2] = ""
    file.write_text("\n".join(map(",".join, [["species", *names[::-1], "more"], *rows])))
    with pytest.raises(InputError, match=r"line 10, column 'petal length': found a missing cell, expected a number"):
        evaluate(saved, file)


def test_arrays_go_by_place_or_by_their_own_names_where_the_training_rows_were_a_table(tmp_path: Path) -> None:
    random = np.random.default_rng(1)
    X, y = random.normal(size=(60, 2)), random.integers(0, 2, 60)
    table = tmp_path / "all.csv"
    table.write_text("u,v,y\n" + "".join(f"{a!r},{b!r},{'ab'[k]}\n" for (a, b), k in zip(X.tolist(), y, strict=True)))
    saved = run_of(Experiment.load(table, ["training.epochs=2"]), tmp_path)
    by_table = evaluation_record(evaluate(saved, table))
    npz, classes = tmp_path / "rows.npz", np.array(["a", "b"])[y]
    np.savez(npz, X=X, y=classes)
    assert evaluation_record(evaluate(saved, npz)) == {**by_table, "file": str(npz)}
    np.savez(npz, X=X[:, ::-1], y=classes, columns=np.array(["v", "u"]))
    assert evaluation_record(evaluate(saved, npz)) == {**by_table, "file": str(npz)}


def test_what_cannot_be_evaluated(trained: Train, tmp_path: Path) -> None:
    saved = trained("three")
    cases = {
        "x,c\n1,r\n": "there is no target 'y', with which the predictions could be compared",
        "x,y\n1,low\n": "there is no column 'c', from which the network learnt; found x, y",
        "x,c,y\n1,r,low\n2,r,huge\n": "'huge'",
        "x,c,y\none,r,low\n": "line 2, column 'x': found 'one', expected a number",
        "x,c,y\n1,r,\n": "no row is left",
    }
    many = "".join(f"{row / 7},r,low\n" for row in range(40))
    cases[f"x,c,y\n{many}big,r,low\n"] = "line 42, column 'x': found 'big', expected a number"
    for content, expected in cases.items():
        (tmp_path / "other.csv").write_text(content)
        with pytest.raises(InputError) as caught:
            evaluate(saved, tmp_path / "other.csv")
        assert str(caught.value).startswith(f"{tmp_path / 'other.csv'}")
        assert expected in str(caught.value), content
        assert "data.kinds" not in str(caught.value), "what the columns hold was settled in training"
    with pytest.raises(InputError, match=r"has no test rows; give a FILE with other rows, or train with data\.test"):
        evaluate(run_of(Experiment.load("iris", ["training.epochs=1", "data.test_fraction=0"]), tmp_path))
