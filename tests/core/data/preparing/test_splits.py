"""Every kind of split: what each promises, for rows of any classes and groups."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.calls import Array
from core.data.description import ColumnDescription, Description
from core.data.preparing.dividing import divide_rows
from core.data.preparing.split import SplitRows
from core.data.preparing.split_notes import notes_on_rows, notes_on_split
from core.data.preparing.split_settings import SplitSettings, parse_split
from core.data.row_digests import row_digests
from core.data.table import Table
from core.support.errors import InputError


def table_of(
    labels: list[int] | None = None, rows: int = 0, groups: list[int] | None = None, inputs: Array | None = None
) -> Table:  # fmt: skip
    """A table of distinct rows, unless inputs are given."""
    count = rows if labels is None else len(labels)
    inputs = np.arange(float(count))[:, None] if inputs is None else inputs
    description = Description(len(inputs), ("y",), "regression" if labels is None else "classification")
    if labels is None:
        table = Table(inputs, ("x",), values=np.zeros((len(inputs), 1)), target_names=("y",), description=description)
    else:
        names = tuple(f"c{label}" for label in range(max(labels) + 1))
        table = Table(inputs, ("x",), np.array(labels), names, description=description)
    return table if groups is None else replace(table, groups=np.array(groups))


def divided(table: Table, split: str = "random", seed: int = 0, **settings: Any) -> SplitRows:
    chosen = parse_split(split)._replace(**{"validation": 0.2, "test": 0.2, **settings})
    return divide_rows(chosen, table, np.random.default_rng(seed))


labels = st.lists(st.integers(0, 4), min_size=1, max_size=40)
fractions = st.sampled_from([0.0, 0.1, 0.2, 0.45])


@settings(deadline=None, max_examples=60)
@given(labels, st.data(), fractions, fractions)
def test_each_row_is_in_one_split_and_each_class_in_training(
    classes: list[int], data: st.DataObject, validation: float, test: float
) -> None:
    split = data.draw(st.sampled_from(["random", "group:g", "folds:2", "folds:3"]))
    groups = data.draw(st.lists(st.integers(0, 6), min_size=len(classes), max_size=len(classes)))
    table = table_of(classes, groups=groups)
    assert table.labels is not None
    assume(not split.startswith("folds") or sum(np.bincount(classes)[np.bincount(classes) > 1]) >= int(split[6:]))
    rows = divided(table, split, validation=validation, test=test)
    assert sorted(np.concatenate(rows).tolist()) == list(range(len(classes)))
    assert set(table.labels[rows.train].tolist()) == set(classes)
    assert all((np.diff(part) > 0).all() for part in rows)
    if split == "group:g":
        sides = [set(np.array(groups)[part].tolist()) for part in rows]
        assert sum(map(len, sides)) == len(set(groups))


@settings(deadline=None, max_examples=40)
@given(labels, st.integers(2, 5))
def test_each_row_is_tested_in_one_fold_but_for_the_only_one_of_its_class(classes: list[int], folds: int) -> None:
    table, counts = table_of(classes), np.bincount(classes)
    several = [row for row, label in enumerate(classes) if counts[label] > 1]
    if len(several) < folds:
        with pytest.raises(InputError, match=f"found {folds} folds, expected at most {len(several)}, one row in each"):
            divided(table, f"folds:{folds}")
        return
    tests = [divided(table, f"folds:{folds}", fold=fold).test for fold in range(1, folds + 1)]
    assert sorted(np.concatenate(tests).tolist()) == several
    assert max(map(len, tests)) - min(map(len, tests)) <= 1
    for label in set(classes):
        of_class = [int((np.array(classes)[rows] == label).sum()) for rows in tests]
        assert max(of_class) - min(of_class) <= 1


def test_validation_in_folds_is_a_fraction_of_the_rows_outside_the_fold() -> None:
    rows = divided(table_of(rows=50), "folds:5", validation=0.25)
    assert [len(part) for part in rows] == [30, 10, 10]


@pytest.mark.parametrize(
    ("count", "sizes"), [(100, (60, 20, 20)), (10, (6, 2, 2)), (5, (3, 1, 1)), (4, (4, 0, 0)), (1, (1, 0, 0))]
)
@pytest.mark.parametrize("split", ["random", "ordered"])
def test_a_fraction_of_less_than_a_row_gives_no_split(split: str, count: int, sizes: tuple[int, ...]) -> None:
    assert tuple(map(len, divided(table_of(rows=count), split))) == sizes


def test_in_order_the_last_rows_are_test_and_those_before_validation() -> None:
    rows = divided(table_of(rows=10), "ordered", validation=0.3, test=0.2)
    assert [part.tolist() for part in rows] == [[0, 1, 2, 3, 4], [5, 6, 7], [8, 9]]


def test_in_order_a_class_without_a_training_row_is_refused() -> None:
    with pytest.raises(
        InputError, match=r'data\.split = "ordered": the first 6 rows .* none of them is of class \'c1\''
    ):
        divided(table_of([0] * 8 + [1] * 2), "ordered")


@pytest.mark.parametrize(
    ("classes", "sizes"),
    [
        ([0, 1], (2, 0, 0)),
        ([0, 0, 1, 1], (4, 0, 0)),
        ([0] * 3 + [1] * 3, (4, 1, 1)),
        ([*range(30), *range(30)], (30, 12, 18)),
        ([*range(10)], (10, 0, 0)),
        ([0] * 5 + [1, 2, 3, 4, 5], (8, 1, 1)),
    ],
)
def test_where_classes_are_small_both_splits_have_rows_if_they_can(classes: list[int], sizes: tuple[int, ...]) -> None:
    assert tuple(map(len, divided(table_of(classes)))) == sizes


def test_groups_come_near_their_fractions() -> None:
    groups = [number for number in range(20) for _row in range(5)]
    assert tuple(map(len, divided(table_of(rows=100, groups=groups), "group:g"))) == (60, 20, 20)


def test_groups_need_a_table_with_columns() -> None:
    with pytest.raises(InputError, match=r"data\.split: found 'group:g', but these data have no columns with names"):
        divided(table_of(rows=9), "group:g")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("radom", "did you mean 'random'?"),
        ("random:3", "did you mean 'random'?"),
        ("fold:5", "did you mean 'folds:K'?"),
        ("folds", "did you mean 'folds:K'?"),
        ("folds:five", "did you mean 'folds:K'?"),
        ("group:", "did you mean 'group:COLUMN'?"),
        ("folds:1", "expected from 2 to 1000 folds"),
        ("folds:0", "expected from 2 to 1000 folds"),
        ("xyz", "expected one of random, ordered, group:COLUMN, folds:K"),
    ],
)
def test_unknown_splits_are_refused_with_the_nearest(text: str, words: str) -> None:
    with pytest.raises(InputError) as refused:
        parse_split(text)
    assert words in str(refused.value)


def test_columns_of_groups_may_be_called_anything() -> None:
    assert parse_split("group:a:b c").column == "a:b c"


# Notes


def notes(table: Table, split: str = "random", rows: SplitRows | None = None, **settings: Any) -> list[str]:
    chosen = parse_split(split)._replace(**{"validation": 0.2, "test": 0.2, **settings})
    rows = rows or divided(table, split, **settings)
    return [*notes_on_split(chosen, rows, "fold" in settings), *notes_on_rows(table, rows, None)]


def test_an_ordinary_split_needs_no_note() -> None:
    assert notes(table_of([0, 1] * 20)) == []
    assert notes(table_of(rows=20), "folds:4", fold=2) == []


def test_empty_splits_are_said_in_one_sentence() -> None:
    (note,) = notes(table_of([0, 0, 1, 1]))
    assert note == (
        "data.validation_fraction = 0.2 and data.test_fraction = 0.2: 4 rows are too few, so all rows are for "
        "training; set them to 0, or bring more rows"
    )
    (note,) = notes(table_of([*range(10)]), test=0.0)
    assert note.startswith("data.validation_fraction = 0.2: no class has a row to spare, so there is no such split")
    assert "no group of rows is small enough" in notes(table_of(rows=10, groups=[0] * 10), "group:g")[0]


def test_that_the_first_fold_is_taken_is_said() -> None:
    (note,) = notes(table_of(rows=20), "folds:4")
    assert note.startswith("the first of 4 folds is the test split; data.fold = 2 takes the second")


def test_classes_that_training_alone_has_are_said() -> None:
    table = table_of([0] * 20 + [1] * 2)
    rows = SplitRows(np.array([*range(10), 20, 21]), np.arange(10, 15), np.arange(15, 20))
    (note,) = notes(table, rows=rows)
    assert note.startswith("class 'c1' has rows in training alone")


def test_classes_without_a_test_row_are_said() -> None:
    table = table_of([0] * 20 + [1] * 2)
    rows = SplitRows(np.array([*range(10), 20]), np.array([*range(10, 15), 21]), np.arange(15, 20))
    assert notes(table, rows=rows) == ["class 'c1' has no test row, so its recall in the test is unknown"]


@given(st.integers(3, 5), st.sampled_from([0.0, 0.1, 0.15, 0.2, 0.3]), st.sampled_from([0.1, 0.2, 0.3]))
def test_a_rare_class_has_a_test_row_if_it_can(members: int, validation: float, test: float) -> None:
    labels = [0] * 200 + [1] * members
    rows = divided(table_of(labels), validation=validation, test=test)
    assert sum(labels[row] for row in rows.test) >= 1
    assert sum(labels[row] for row in rows.train) >= 1


def test_rows_that_are_also_trained_on_are_said() -> None:
    inputs = np.array([[1.5, -0.0], [2, 3], [1.5, 0.0], [9, 9], [2, 3], [2, 4]])
    rows = SplitRows(np.array([0, 1]), np.array([2, 3]), np.array([4, 5]))
    assert notes(table_of(inputs=inputs), rows=rows) == [], "of so few different values some are equal by chance"
    inputs = np.tile(inputs, 3)
    found = notes(table_of(inputs=inputs), rows=rows)
    assert [note[:42] for note in found] == [
        "1 of the 2 validation rows is a training r", "1 of the 2 test rows is a training row too",
    ]  # fmt: skip


def test_equal_rows_are_not_said_where_few_different_ones_are_possible() -> None:
    inputs = np.array([[1.0], [2], [1], [2], [1], [2]])
    rows = SplitRows(np.array([0, 1]), np.array([2, 3]), np.array([4, 5]))
    table = table_of(inputs=inputs)
    described = replace(table.description, columns=(ColumnDescription("x", "number", "input", distinct=2),))
    assert notes(replace(table, description=described), rows=rows) == []


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(st.floats(-2, 2), st.integers(-1, 1), st.booleans()), min_size=1, max_size=30))
def test_rows_have_the_same_digest_if_and_only_if_they_are_equal(cells: list[tuple[float, int, bool]]) -> None:
    digests = row_digests(table_of(inputs=np.array(cells, float))).tolist()
    assert len(set(digests)) == len(set(cells))
    assert all((digests[i] == digests[0]) == (cells[i] == cells[0]) for i in range(len(cells)))


def test_settings_without_fractions_take_all_rows_for_training() -> None:
    rows = divide_rows(SplitSettings(), table_of(rows=7), np.random.default_rng(0))
    assert [len(part) for part in rows] == [7, 0, 0]
