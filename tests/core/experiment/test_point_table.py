"""Points as a table of one's own: where each stands, what stays as it was, and what is refused."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from core.data.dataset import Data, Split
from core.data.preparing.dividing import divide_rows
from core.experiment.data_settings import split_settings
from core.experiment.experiment import Experiment
from core.experiment.point_table import MOST_POINTS, PointTable, refused_source
from core.experiment.preparation import load_data
from core.experiment.tables import read_table
from core.model.output_meaning import OutputMeaning
from core.support.errors import InputError
from core.support.random_streams import streams

SIX = """
[data]
source = "inline"
inputs = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0], [2.0, 0.5], [3.0, 0.1]]
targets = [[0.0], [1.0], [1.0], [0.0], [1.0], [0.0]]
split = "ordered"
validation_fraction = 0.16666666666666666
test_fraction = 0.16666666666666666
standardize = true
"""


def table_of(experiment: Experiment) -> PointTable:
    return PointTable.of(experiment, load_data(experiment))


@pytest.fixture
def six(tmp_path: Path) -> Experiment:
    path = tmp_path / "six.toml"
    path.write_text(SIX)
    return Experiment.load(path)


def splits(data: Data) -> list[Split | None]:
    return [data.train, data.validation, data.test]


@pytest.mark.parametrize(
    ("source", "overrides"),
    [
        ("spiral", ()),
        ("spiral", ("network.output=tanh",)),
        ("spiral", ("network.output=softmax", "data.class_weight=balanced")),
        ("blobs", ("dtype=float32", "data.noise=0.4")),
        ("circle", ('data.features=["x1^2", "x1*x2"]',)),
        ("quadrants", ("data.split=folds:5", "data.fold=2")),
        ("xor", ()),
        ("plane", ()),
        ("peaks", ("data.standardize=false", "seed=7")),
        ("xor-by-hand", ()),
    ],
)
def test_the_table_is_what_the_trainer_reads_already(source: str, overrides: tuple[str, ...], tmp_path: Path) -> None:
    few = ("data.samples=40",) if source not in ("xor", "xor-by-hand") else ()
    experiment = Experiment.load(source, (*few, *overrides))
    data = load_data(experiment)
    own = PointTable.of(experiment, data).in_experiment(experiment)
    again = load_data(own)
    for before, after in zip(splits(data), splits(again), strict=True):
        assert (before is None) is (after is None)
        if before is not None and after is not None:
            np.testing.assert_array_equal(before.X, after.X)
            np.testing.assert_array_equal(before.Y, after.Y)
            np.testing.assert_array_equal(before.w, after.w)
    assert OutputMeaning.of(again) == OutputMeaning.of(data)
    assert again.input_names == data.input_names
    path = tmp_path / "own.toml"
    path.write_text(own.dumps())
    assert Experiment.load(path) == own, "the file is complete in itself"


def test_coordinates_are_those_of_the_source_to_the_last_digit() -> None:
    experiment = Experiment.load("moons", ["data.samples=20"])
    data, table = load_data(experiment), table_of(experiment)
    assert data.train.rows is not None
    raw = read_table(experiment.data, streams(experiment.seed).data).inputs
    assert table.inputs[:12] == raw[data.train.rows].tolist()


def test_a_new_point_stands_behind_those_for_training(six: Experiment) -> None:
    table = table_of(six)
    assert (table.sizes, table.classes, table.target) == ((4, 1, 1), ("0", "1"), "y1")
    added = table.added(5, -1, "1")
    assert added.sizes == (5, 1, 1)
    assert added.inputs == [[0, 0], [0, 1], [1, 0], [1, 1], [5, -1], [2, 0.5], [3, 0.1]]
    assert [row[0] for row in added.targets] == [0, 1, 1, 0, 1, 1, 0]
    assert [added.split_of(point) for point in range(7)] == ["train"] * 5 + ["validation", "test"]
    assert [added.start(split) for split in ("train", "validation", "test")] == [0, 5, 6]
    data = load_data(added.in_experiment(six))
    # x1 of training is 0, 0, 1, 1, 5: its mean 1.4, its variance (1.96 + 1.96 + 0.16 + 0.16 + 12.96) / 5 = 3.44
    np.testing.assert_allclose(data.train.inputs[:, 0], (np.array([0, 0, 1, 1, 5]) - 1.4) / 3.44**0.5)
    assert data.validation is not None
    assert data.validation.Y.tolist() == [[1]]
    assert all(one is other for one, other in zip(added.inputs[:4], table.inputs[:4], strict=True)), "rows are shared"


def test_others_stay_in_their_split_or_leave_it(six: Experiment) -> None:
    table = table_of(six)
    moved = table.moved(4, -2, 7, "0")
    assert (moved.sizes, moved.inputs[4], moved.target_of(4)) == ((4, 1, 1), [-2, 7], "0")
    removed = table.removed(5)
    assert removed.sizes == (4, 1, 0)
    assert load_data(removed.in_experiment(six)).test is None
    back = removed.added(3, 0.1, "0", 5, "test")
    assert back.same_points(table)
    assert not removed.same_points(table)


@settings(max_examples=15)
@given(st.integers(1, MOST_POINTS), st.floats(0, 1), st.floats(0, 1))
def test_fractions_of_the_file_give_exactly_these_splits(points: int, held_out: float, share: float) -> None:
    held = min(int(points * 0.9), int(points * held_out))
    sizes = points - held, int(held * share), held - int(held * share)
    rows = [[0.0, 0.0]] * points
    table = PointTable(rows, [[0.5]] * points, sizes, (), "y")
    experiment = Experiment.load("plane")
    own = table.in_experiment(experiment)
    own.replace_all({})  # raises no InputError
    divided = divide_rows(split_settings(own.data), read_table(own.data, np.random.default_rng(0)), None)  # type: ignore[arg-type]
    assert tuple(map(len, divided)) == sizes
    assert all(first[-1] < second[0] for first, second in pairwise(part for part in divided if len(part)))


def refusal(call: object, *arguments: object) -> str:
    with pytest.raises(InputError) as problem:
        call(*arguments)  # type: ignore[operator]
    return str(problem.value)


def test_training_keeps_what_it_needs(six: Experiment) -> None:
    table = table_of(six).removed(0)
    assert "the last training point of class '0' stays as it is" in refusal(table.removed, 2)
    assert "class '0'" in refusal(table.moved, 2, 1, 1, "1")
    assert table.moved(2, 9, 9).sizes == (3, 1, 1)
    one = PointTable([[0.0, 0.0]], [[1.0]], (1, 0, 0), (), "y")
    assert refusal(one.removed, 0) == "the last point for training stays: add another one first"
    many = PointTable([[0.0, 0.0]] * 20, [[1.0]] * 20, (2, 9, 9), (), "y")
    assert "at least a tenth of all points is for training" in refusal(many.removed, 0)


def test_what_no_point_can_be(six: Experiment) -> None:
    table = table_of(six)
    assert refusal(table.added, 0, 0, "2") == "found '2', expected one of the classes '0', '1'"
    assert "two finite numbers" in refusal(table.added, float("nan"), 0, "1")
    assert refusal(table.removed, 6) == "found point 7, but there are 6 points"
    assert "expected one from 4 to 5" in refusal(table.added, 0, 0, "1", 0, "validation")
    values = PointTable([[0.0, 0.0]], [[1.0]], (1, 0, 0), (), "y")
    assert refusal(values.number_of, "high") == "found 'high', expected a number"
    full = PointTable([[0.0, 0.0]] * MOST_POINTS, [[1.0]] * MOST_POINTS, (MOST_POINTS, 0, 0), (), "y")
    assert "at most 10,000 rows" in refusal(full.added, 0, 0, 1.0)


@pytest.mark.parametrize(
    ("source", "overrides", "reason"),
    [
        ("iris", (), "not on 'iris'"),
        ("sine", (), "in the plane of two inputs"),
        ("spiral", ("data.samples=10001",), "at most 10,000 rows, these would be 10,001"),
    ],
)
def test_data_that_nobody_can_draw_on(source: str, overrides: tuple[str, ...], reason: str) -> None:
    assert reason in refusal(table_of, Experiment.load(source, overrides))


def test_a_file_stays_as_it_is() -> None:
    experiment = Experiment.load("spiral")
    of_file = structs.replace(experiment, data=structs.replace(experiment.data, source="/there/points.csv"))
    assert "The rows are those of a file" in refused_source(of_file)
    beside = structs.replace(experiment, data=structs.replace(experiment.data, test="/there/test.csv"))
    assert "The test rows are those of a file" in refused_source(beside)
    assert not refused_source(experiment)


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        ('classes = ["a", "a"]\n', "data.classes: found a name twice"),
        ('classes = ["a"]\n', "data.classes"),
        ('classes = ["a", "b"]\ntask = "regression"\n', "data.task: found regression"),
    ],
)
def test_names_of_classes_are_checked(tmp_path: Path, lines: str, problem: str) -> None:
    path = tmp_path / "own.toml"
    path.write_text(SIX + lines)
    assert problem in refusal(Experiment.load, path)
    path.write_text(SIX.replace("[1.0], [0.0], [1.0], [0.0]]", "[1.0], [2.0], [1.0], [0.0]]") + 'classes = ["a", "b"]')
    assert "data.targets: found [2.0] in row 4, expected the number of a class, from 0 to 1" in refusal(
        Experiment.load, path
    )
