"""The rows of a source beside the data that were made of them, for every kind of source; and sources that changed."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from mixed_table import SETTINGS, write_mixed_table

import core
from core.data.dataset import Data
from core.data.preparing.preparation import Preparation
from core.data.source_rows.source_rows import SourceRows
from core.experiment.experiment import Experiment
from core.experiment.preparation import load_data
from core.experiment.source_rows import read_source_rows
from core.support.errors import InputError


def rows_of(source: str | Path, *settings: str, preparation: Preparation | None = None) -> SourceRows:
    experiment = Experiment.load(source, settings, suited=False)
    found = read_source_rows(experiment, load_data(experiment, preparation=preparation))
    check(found)
    return found


def check(found: SourceRows) -> None:
    """Each row is where it says, and its inputs and targets come about as they are in X and Y."""
    sizes, preparation = {"train": 0, "validation": 0, "test": 0}, found.data.preparation
    assert preparation is not None
    for row in range(found.rows):
        prepared, wanted, name = found.prepared(row), found.wanted(row), found.split_name(row)
        if prepared is None or wanted is None:
            assert (name, found.why_left_out(row) == "") == ("", False)
            continue
        sizes[name] += 1
        assert found.row_of(name, int(found.place[row])) == row
        if row % 9 == 0:
            made = [found.prepared_number(row, place) for place in range(len(prepared))]
            assert [one and np.asarray(one.value).astype(prepared.dtype) for one in made] == prepared.tolist()
            targets = [found.prepared_target(row, place) for place in range(len(wanted))]
            assert [one and np.asarray(one.value).astype(wanted.dtype) for one in targets] == wanted.tolist()
    splits = {"train": found.data.train, "validation": found.data.validation, "test": found.data.test}
    assert sizes == {name: split.m if split else 0 for name, split in splits.items()}
    for column in found.columns:
        assert column.text(found.rows - 1) is None or column.text(found.rows - 1) != ""


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_mixed_table(tmp_path_factory.mktemp("mixed"))


@pytest.fixture(scope="module")
def mixed_rows(mixed: Path) -> SourceRows:
    return rows_of(mixed, *SETTINGS, "data.missing=median+flag")


def test_a_table_with_its_lines(mixed_rows: SourceRows) -> None:
    found = mixed_rows
    assert [column.name for column in found.columns] == ["age", "weight", "member", "size", "city", "bought", "class"]
    assert (found.rows, found.test_from, found.lines[0], found.lines[89]) == (90, 90, 2, 91)
    assert [column.text(4) for column in found.columns[:4]] == [None, "-24.52", "no", "large"]
    number = found.prepared_number(4, 1)
    assert number is not None
    assert (number.name, number.value) == ("age missing", 1)


@pytest.mark.parametrize(
    "settings",
    [
        ("data.missing=drop", "dtype=float32", "data.class_weight=balanced"),
        ("data.missing=zero", "data.split=group:city", "network.output=tanh", "data.standardize=false"),
    ],
)
def test_a_table_under_other_settings(mixed: Path, settings: tuple[str, ...]) -> None:
    found = rows_of(mixed, *SETTINGS, *settings)
    left_out = [row for row in range(found.rows) if not found.split_name(row)]
    dropped = settings[0] == "data.missing=drop"
    assert left_out == ([row for row in range(90) if row % 9 == 4] if dropped else [])
    if dropped:
        assert (found.why_left_out(4), found.raw(4), found.raw_target(4), found.prepared_number(4, 0)) == (
            "a missing number", None, None, None,
        )  # fmt: skip


def test_rows_of_a_file_for_the_test_are_behind_those_of_the_source(mixed: Path, tmp_path: Path) -> None:
    head, *lines = mixed.read_text(encoding="utf-8").splitlines()
    other = tmp_path / "other.csv"
    changed = [lines[0].replace("village 0", "Nowhere"), lines[3], lines[5].rpartition(",")[0] + ","]
    other.write_text("\n".join([head, "", *changed]), encoding="utf-8")
    found = rows_of(mixed, *SETTINGS, f"data.test={other}")
    assert (found.rows, found.test_from, found.lines[89], [*found.lines[90:]]) == (93, 90, 91, [3, 4, 5])
    assert (found.split_name(90), found.split_name(92), found.why_left_out(92)) == ("test", "", "no label")
    assert (found.by_name["city"].text(90), found.by_name["age"].text(91)) == ("Nowhere", "41")
    number = found.prepared_number(90, 4)
    assert number is not None
    assert (number.column, number.is_unknown) == ("city", True)
    rows_of(mixed, *SETTINGS, f"data.test={other}", "data.missing=drop")  # rows of both are left out


def test_a_preparation_that_was_fitted_before(mixed: Path, mixed_rows: SourceRows, tmp_path: Path) -> None:
    fitted = mixed_rows.data.preparation
    later = tmp_path / "later.csv"
    later.write_text(mixed.read_text(encoding="utf-8").replace("village 3,", "another place,"), encoding="utf-8")
    found = rows_of(later, *SETTINGS, preparation=fitted)
    place = found.by_name["city"]
    row = next(row for row in range(found.rows) if place.text(row) == "another place")
    number = found.prepared_number(row, 6)
    assert found.data.preparation is fitted
    assert number is not None
    assert number.is_unknown


def test_a_run_of_a_version_before_kinds_of_columns(tmp_path: Path) -> None:
    """Its data were read with settings that its experiment file doesn't have: all columns but the last are numbers."""
    path = tmp_path / "earlier.csv"
    lines = [f"{1000 + row},{row * 37 % 11},1,{'ab'[row % 2]}" for row in range(30)]
    path.write_text("\n".join(["id,x,one,y", *lines]), encoding="utf-8")
    kinds = 'data.kinds={id = "number", x = "number", one = "number"}'
    data = load_data(Experiment.load(path, ["data.header=true", "data.target=y", kinds], suited=False))
    found = read_source_rows(Experiment.load(path, suited=False), data)
    check(found)
    assert [column.description.role for column in found.columns] == ["input", "input", "input", "target"]


def test_arrays_and_sources_in_no_file(tmp_path: Path) -> None:
    random = np.random.default_rng(0)
    X, y = random.normal(size=(40, 3)).astype(np.float32), np.arange(40) % 3
    for name, targets in (("classes", y), ("values", random.normal(size=(40, 2))), ("hot", np.eye(3)[y])):
        np.savez(tmp_path / f"{name}.npz", X=X, y=targets)
        found = rows_of(tmp_path / f"{name}.npz")
        assert (found.columns[0].text(5), len(found.lines)) == (str(X[5, 0]), 0)
    for source in ("spiral", "xor", "iris", "sine"):
        rows_of(source, "dtype=float32")
    features = rows_of("plane", "data.features=['x1^2', 'sin(pi*x2)']")
    assert (features.raw(0) is None, features.data.preparation is None) == (False, False)


def test_arrays_of_a_program() -> None:
    columns = {"a": [1.5, 2, 3, 4] * 5, "b": ["x", "y", None, "x"] * 5, "day": ["2024-01-02", "2024-02-03"] * 10}
    trainer = core.fit(columns, ["no", "yes"] * 10, epochs=1)
    found = read_source_rows(trainer.experiment, trainer.data)
    check(found)
    shown = {column.name: [column.text(row) for row in (0, 2)] for column in found.columns}
    assert shown == {
        "a": ["1.5", "3"], "b": ["x", None], "day month": ["1", "1"], "day day of week": ["2", "2"], "y": ["no", "no"],
    }  # fmt: skip


CHANGES: list[tuple[str, Callable[[list[str]], list[str]]]] = [
    ("it has 49 rows that can be learnt, expected 90", lambda lines: lines[:50]),
    (
        "line 3, column 'age' holds another value",
        lambda lines: [*lines[:2], lines[2].replace("27", "28", 1), *lines[3:]],
    ),
    ("its columns or classes are others", lambda lines: [line.replace("bought", "sold") for line in lines]),
]


def test_a_file_that_changed_is_refused(mixed: Path, tmp_path: Path) -> None:
    path, text = tmp_path / "changed.csv", mixed.read_text(encoding="utf-8")
    path.write_text(text, encoding="utf-8")
    experiment = Experiment.load(path, SETTINGS, suited=False)
    data = load_data(experiment)
    for problem, change in CHANGES:
        changed = change(text.splitlines())
        path.write_text("\n".join(changed), encoding="utf-8")
        with pytest.raises(InputError, match=problem):
            read_source_rows(experiment, data)
    path.unlink()
    with pytest.raises(InputError, match="cannot be read: No such file"):
        read_source_rows(experiment, data)


def test_data_of_another_seed_or_made_by_hand_are_refused() -> None:
    experiment = Experiment.load("spiral")
    data = load_data(experiment)
    with pytest.raises(InputError, match="row 1, column 'x1' holds another value"):
        read_source_rows(experiment.replace("seed", 5), data)
    with pytest.raises(InputError, match="made by a program"):
        read_source_rows(experiment, Data("regression", "identity", data.train))
