"""Cells of columns counted by their targets, by hand."""

from dataclasses import replace
from math import isnan, nan

import numpy as np
import pytest
from voyage_table import rows_of

from core.data.description import ColumnDescription
from core.data.source_rows.source_column import SourceColumn
from core.data.source_rows.source_rows import SourceRows
from core.experiment.experiment import Experiment
from core.experiment.source_rows import read_source_rows
from core.training.trainer import Trainer
from tui_mlp.models.data.distributions.distribution import Distribution, Wanted, distribution
from tui_mlp.models.data.distributions.distribution_csv import distribution_rows
from tui_mlp.models.data.distributions.distribution_texts import levels_text, percent_text, range_text
from tui_mlp.models.data.distributions.split_counts import LEFT, SplitCounts, split_counts
from tui_mlp.models.data.distributions.tally import tally
from tui_mlp.models.data.row_targets import RowTargets, kept_row_targets, row_targets

TABLE = """id,age,port,when,same,note,label
a,1.0,south,2020-01-05,x,one,no
b,2.0,south,2021-01-05,x,two,yes
c,,east,2022-01-05,x,three,yes
d,2.0,,2022-03-05,x,four,no
e,9.0,south,2029-01-05,x,five,
f,3.0,east,2020-01-05,x,six,no
g,3.0,1.0,2020-01-05,x,seven,yes
h,4.0,1,2020-01-05,x,eight,no
"""


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> SourceRows:
    path = tmp_path_factory.mktemp("table") / "ports.csv"
    path.write_text(TABLE, "utf-8")
    kinds = 'data.kinds={id="text",age="number",port="category",when="date",note="text"}'
    experiment = Experiment.load(str(path), ["data.target=label", kinds, "data.test_fraction=0.25"])
    return read_source_rows(experiment, Trainer(experiment).data)


def counted(source: SourceRows, name: str, **wanted: object) -> Distribution:
    return distribution(source, row_targets(source), Wanted(name, cells=9, **wanted))  # type: ignore[arg-type]


def test_the_target_of_each_row(source: SourceRows) -> None:
    targets = kept_row_targets(source)
    assert targets is kept_row_targets(source)
    assert targets.names == ("no", "yes")
    assert targets.numbers is not None
    assert targets.numbers.tolist() == [0, 1, 1, 0, -1, 0, 1, 0]
    assert targets.known.tolist() == [True] * 4 + [False] + [True] * 3


def test_numbers(source: SourceRows) -> None:
    found = counted(source, "age")
    assert found.bins is not None
    assert (found.bins.step, found.bins.count) == (1, 9)
    assert found.tally.rows.tolist() == [1, 2, 2, 1, 0, 0, 0, 0, 1, 1], "the last one is the missing cell"
    assert found.tally.known.tolist() == [1, 2, 2, 1, 0, 0, 0, 0, 0, 1]
    assert found.tally.groups[1].tolist() == [0, 1, 1, 0, 0, 0, 0, 0, 0, 1]
    assert found.tally.shares(1)[:2].tolist() == [0, 0.5]
    assert isnan(found.tally.shares(1)[4])
    assert found.tally.shares(1)[-1] == 1
    assert found.group_means == (2.5, 2.5)
    assert range_text(found, 2.0) == "1 to 9, deviation 2.44 (2 filled)"


def test_rows_of_a_split(source: SourceRows) -> None:
    parts = [counted(source, "age", scope=scope) for scope in ("train", "validation", "test")]
    assert sum(int(part.tally.rows.sum()) for part in parts) == 7, "the row without a target is in none"


def test_categories_are_one_where_they_are_the_same_number(source: SourceRows) -> None:
    found = counted(source, "port")
    assert found.bins is None
    assert dict(zip(found.levels, found.tally.present.tolist(), strict=True)) == {"south": 3, "1": 2, "east": 2}
    assert found.tally.missing == 1
    assert levels_text(found) == "3 values, 1 missing"
    head, lines = distribution_rows(found, ("no", "yes"), True)
    assert head == ["value", "rows", "no", "yes"]
    assert lines[0] == ["south", 3, 1, 1]
    assert lines[-1] == ["missing", 1, 1, 0]


def test_dates_texts_constants_and_the_target(source: SourceRows) -> None:
    dates = counted(source, "when")
    assert dates.bins is not None
    assert dates.bins.unit == "year"
    assert range_text(dates, None) == "2020 to 2029"
    assert int(dates.tally.present.sum()) == 8
    assert len(counted(source, "note").levels) == 8
    assert levels_text(counted(source, "same")) == "always x"
    target = distribution(source, None, Wanted("label"))
    assert target.levels == ("no", "yes")
    assert target.tally.rows.tolist() == [4, 3, 1]


def test_targets_that_are_numbers() -> None:
    targets = RowTargets(("y",), np.array([True, True, True, False]), values=np.array([[1.0], [3], [5], [nan]]))
    found = tally(np.array([0, 0, 2, 1]), 2, targets, None)
    assert found.rows.tolist() == [2, 1, 1]
    assert found.known.tolist() == [2, 0, 1]
    assert found.mean[[0, 2]].tolist() == [2, 5]
    assert isnan(found.mean[1])
    assert found.deviation[0] == 1
    assert tally(np.array([0, 0, 2, 1]), 2, targets, np.array([1, 3])).rows.tolist() == [1, 1, 0]
    enormous = RowTargets(("y",), np.ones(2, bool), values=np.array([[1.5e308], [-1.5e308]]))
    found = tally(np.array([0, 0]), 1, enormous, None)
    assert (found.mean[0], found.deviation[0]) == (0, 1.5e308)


def test_labels_that_hold_together_are_counted_each() -> None:
    labels = np.array([[True, True], [True, False], [False, False]])
    found = tally(np.array([0, 1, 1]), 1, RowTargets(("a", "b"), np.ones(3, bool), labels=labels), None)
    assert found.groups.tolist() == [[1, 1], [1, 0]]
    assert found.shares(0).tolist() == [1, 0.5]


@pytest.mark.parametrize(
    ("share", "text"),
    [(0.0, "0 %"), (0.0004, "0.1 %"), (0.42, "42 %"), (0.9999, "99.9 %"), (1.0, "100 %"), (nan, "–")],
)
def test_shares_that_are_nearly_none_or_all(share: float, text: str) -> None:
    assert percent_text(share) == text


def test_splits_of_classes(source: SourceRows) -> None:
    found = split_counts(source, row_targets(source), 0, 9)
    assert found.splits == ("train", "validation", "test", LEFT)
    assert found.rows.sum() == 8
    assert found.rows[-1] == 1
    assert found.counts.sum(1).tolist() == [4, 3]
    assert found.counts[:, -1].tolist() == [0, 0]
    weights, train = found.balanced, found.counts[:, 0]
    assert weights is not None
    assert (weights * train).tolist() == pytest.approx([train.sum() / 2] * 2), "each class weighs the same"


def made(counts: list[list[int]]) -> SourceRows:
    """Rows of three splits, with so many of each class in each: classes × splits."""
    split = np.repeat([0, 1, 2] * len(counts), np.ravel(counts))
    return SourceRows(data=None, columns=(), rows=len(split), split=split.astype(np.int8), place=split)  # type: ignore[arg-type]


def test_differences_and_classes_that_are_missing() -> None:
    table = [[6, 2, 2], [3, 2, 0], [1, 0, 0]]
    numbers = np.repeat([0, 1, 2], np.sum(table, 1)).astype(np.int16)
    targets = RowTargets(("a", "b", "c"), np.ones(len(numbers), bool), numbers=numbers)
    found = split_counts(made(table), targets, 0, 9)
    assert found.counts.tolist() == table
    apart = found.largest_difference
    assert apart is not None
    assert (apart.group, apart.split, apart.in_training, apart.there) == (0, 2, 0.6, 1)
    assert found.in_training_alone == [2]
    assert found.lacking(2) == [1, 2]
    even = split_counts(made([[2, 1, 1], [2, 1, 1]]), RowTargets(
        ("a", "b"), np.ones(8, bool), numbers=np.repeat([0, 1], 4).astype(np.int16)), 0, 9)  # fmt: skip
    assert even.largest_difference is None


def test_splits_of_numbers() -> None:
    values = np.array([[1.0], [3], [5], [10]])
    targets = RowTargets(("y",), np.ones(4, bool), values=values)
    found = split_counts(made([[2, 1, 1]]), targets, 0, 9)
    assert [one and one.mean for one in found.figures] == [2, 5, 10]
    assert found.histograms.sum(1).tolist() == [2, 1, 1]
    assert not found.in_groups
    assert found.balanced is None


def test_numbers_too_large_to_be_drawn() -> None:
    column = SourceColumn(ColumnDescription("x", "number", "input"), np.array([1e305, -1e305]))
    found = distribution(replace(made([[1, 1, 0]]), columns=(column,)), None, Wanted("x", cells=9))
    assert (found.bins, found.places) == (None, 0)
    assert found.figures is not None


def test_a_regression() -> None:
    source = rows_of("diabetes", "seed=1")
    targets = row_targets(source)
    assert targets.values is not None
    own = source.by_name["progression"].numbers
    assert own is not None
    np.testing.assert_allclose(targets.value(0), own)
    found = distribution(source, targets, Wanted("bmi", cells=30))
    assert round(found.correlation, 2) == 0.59
    assert np.nansum(found.tally.mean * found.tally.known) == pytest.approx(own.sum())


def test_splits_differ_where_a_class_is_rarer_or_lacking() -> None:
    counts = np.array([[6, 1, 0], [2, 3, 0], [0, 0, 0]])
    splits = SplitCounts(("train", "test", "left out"), ("a", "b", "c"), np.array([9, 4, 2]), counts.sum(0), counts)
    np.testing.assert_array_equal(splits.shares[:, 0], [0.75, 0.25, 0])  # of the 8 rows whose class is known
    assert splits.largest_difference == (0, 1, 0.75, 0.25)
    assert splits.lacking(2) == [0, 1], "c is nowhere"
    rarer = SplitCounts(("train", "test"), ("a",), np.array([8, 8]), np.array([8, 8]), np.array([[6, 2]]))
    assert rarer.largest_difference == (0, 1, 0.75, 0.25)
