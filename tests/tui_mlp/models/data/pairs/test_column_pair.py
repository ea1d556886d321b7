"""What is drawn of two columns: forms, figures worked by hand, rows that are left out."""

from pathlib import Path

import numpy as np
import pytest
from voyage_table import rows_of, voyage_rows

from core.data.source_rows.source_rows import SourceRows
from tui_mlp.models.data.data_focus import DataFocus
from tui_mlp.models.data.pairs.chosen_columns import map_axes, other_of, turned
from tui_mlp.models.data.pairs.column_pair import TREND_BINS, column_pair
from tui_mlp.models.data.pairs.drawn_column import MOST_CATEGORIES, drawable_names, drawn_column, problem_of
from tui_mlp.models.data.pairs.moves import nearest, next_cell, next_row
from tui_mlp.models.data.row_choice import ChosenRows
from tui_mlp.models.data.shown_rows import evenly_spaced, next_split, shown_rows


@pytest.fixture(scope="module")
def voyage(tmp_path_factory: pytest.TempPathFactory) -> SourceRows:
    return voyage_rows(tmp_path_factory.mktemp("voyage"))


@pytest.fixture(scope="module")
def houses(tmp_path_factory: pytest.TempPathFactory) -> SourceRows:
    path = tmp_path_factory.mktemp("houses") / "houses.csv"
    lines = [f"{row},{row % 2},street {row % 50 if row % 3 else 0},{2 * row}" for row in range(120)]
    path.write_text("size,old,street,price\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return rows_of(str(path), "data.target=price", "data.task=regression", 'data.kinds={street = "category"}')


def test_which_columns_can_be_drawn(voyage: SourceRows) -> None:
    assert drawable_names(voyage) == ("rescued", "class", "age", "fare")
    told = [problem_of(column).format(column.name) for column in voyage.columns]
    assert told[0] == "ticket has too many texts to be drawn."
    assert told[-1] == "crew has the same value in all rows."


def test_numbers_by_class(voyage: SourceRows) -> None:
    pair = column_pair(voyage, "rescued", "age")
    assert (pair.form, pair.x.name, pair.y.names) == ("strips", "age", ("no", "yes"))
    missing = {row for row in range(40) if row % 5 == 2} | {7}
    assert (pair.count, pair.missing) == (40, len(missing))
    assert set(range(40)) - missing == set(pair.rows.tolist())
    ages = {
        kind: [20.5 + row * 7 % 31 for row in pair.rows.tolist() if (row * 5 % 8 < 3) == kind]
        for kind in (False, True)
    }  # fmt: skip
    for strip, kind in zip(pair.strips, (False, True), strict=True):
        assert strip.count == len(ages[kind])
        assert strip.mean == pytest.approx(np.mean(ages[kind]))
        assert strip.quartiles == pytest.approx(np.percentile(ages[kind], (25, 50, 75)))
    assert pair.groups is not None
    assert (pair.groups == pair.up).all()


def test_a_table_of_counts(voyage: SourceRows) -> None:
    pair = column_pair(voyage, "class", "rescued")
    assert pair.form == "table"
    counts = np.zeros((3, 2), int)
    for row in range(40):
        if row != 7:
            counts[row % 3, int(row * 5 % 8 < 3)] += 1
    assert pair.counts is not None
    assert pair.first_rows is not None
    assert pair.x.names is not None
    order = [("1st", "2nd", "3rd").index(name) for name in pair.x.names]
    assert (pair.counts == counts[order]).all()
    assert pair.first_rows[pair.x.names.index("1st"), 1] == 0
    assert pair.missing == 1


def test_two_numbers_and_the_target(voyage: SourceRows, houses: SourceRows) -> None:
    pair = column_pair(voyage, "age", "fare", ChosenRows(3, np.array([0, 2, 4])))
    assert pair.form == "points"
    assert pair.rows.tolist() == [0, 4]
    assert pair.place_of(4) == (48.5, 15.0)
    assert np.isnan(pair.place_of(2)[0])
    pair = column_pair(houses, "size", "price")
    assert pair.levels is None  # the target is an axis
    assert pair.association == pytest.approx(1)
    assert pair.trend is not None
    middles, means = pair.trend
    assert len(middles) == TREND_BINS
    assert means[0] == pytest.approx(np.mean([2 * row for row in range(10)]))
    pair = column_pair(houses, "size", "old")
    assert pair.limits == (0, 238)
    assert pair.levels is not None
    assert pair.levels[[0, -1]].tolist() == [-1, 1]


def test_rare_categories_are_one(houses: SourceRows) -> None:
    column = drawn_column(houses, "street")
    assert column.names is not None
    assert len(column.names) == MOST_CATEGORIES
    assert column.names[0] == "street 0"
    assert column.names[-1] == "11 others"
    assert column.values(np.array([0, 3])).tolist() == [0, 0]


def test_no_row_has_both(voyage: SourceRows) -> None:
    for names in (("age", "fare"), ("age", "class"), ("class", "rescued")):
        pair = column_pair(voyage, *names, chosen=ChosenRows(0, np.zeros(0, int)))
        assert (pair.count, len(pair.rows)) == (0, 0)
        assert np.isnan(pair.association)


def test_rows_of_splits_evenly_spaced(voyage: SourceRows) -> None:
    turned = [next_split(voyage.data, split) for split in ("", "train", "validation", "test", "of other data")]
    assert turned == ["train", "validation", "test", "", "train"]
    parts = [shown_rows(voyage, None, split) for split in voyage.data.splits]
    assert sorted(np.concatenate(parts).tolist()) == [row for row in range(40) if row != 7]
    some = shown_rows(voyage, ChosenRows(20, np.arange(20)), "train")
    assert some.tolist() == [row for row in parts[0].tolist() if row < 20]
    few = evenly_spaced(voyage, shown_rows(voyage, None, ""), 3)
    assert {voyage.split_name(row) for row in few.tolist()} == {"train", "validation", "test", ""}
    assert len(few) == 3 * 3 + 1
    assert (np.diff(few) > 0).all()


def test_the_other_column(voyage: SourceRows) -> None:
    assert other_of(DataFocus(), voyage, "age") == "rescued"
    assert other_of(DataFocus(other="fare"), voyage, "age") == "fare"
    assert other_of(DataFocus(other="age"), voyage, "age") == "rescued"
    assert other_of(DataFocus(), voyage, "rescued") in ("class", "age", "fare")
    names = ("a", "b", "c")
    assert [turned(names, "c", 1), turned(names, "a", -1), turned(names, "a", 1, "b")] == ["a", "c", "c"]
    assert [turned(names, "z", 1), turned(names, "z", -1), turned((), "z", 1)] == ["a", "c", "z"]
    assert map_axes(voyage.data, "age", "fare") == (1, 2)
    assert map_axes(voyage.data, "age", "class") is map_axes(voyage.data, "age", "age") is None


def test_moves(voyage: SourceRows) -> None:
    points = column_pair(voyage, "fare", "age")
    places = points.across, points.up
    by_fare = points.rows[np.argsort(points.across)].tolist()
    assert next_row(points, places, (float("nan"), 0), (1, 0)) == points.rows[0]
    assert next_row(points, places, (1e6, 0), (1, 0)) is None
    strips = column_pair(voyage, "fare", "rescued")
    along = [row for row in by_fare if row * 5 % 8 >= 3]
    here = strips.place_of(along[1])
    places = strips.across, strips.up
    assert next_row(strips, places, here, (1, 0)) == along[2]
    assert next_row(strips, places, here, (0, 1)) is None
    below = next_row(strips, places, here, (0, -1))
    assert below is not None
    assert strips.place_of(below)[1] == 1
    assert nearest((np.array([0.0, 5, np.nan]), np.array([0.0, 5, 0])), (4, 4)) == 1
    counts = np.array([[1, 0, 2], [0, 0, 3]])
    assert next_cell(counts, (0, 0), (1, 0)) == (0, 2)
    assert next_cell(counts, (0, 0), (0, -1)) == (0, 0)
    assert next_cell(counts, (0, 2), (0, -1)) == (1, 2)


def test_a_source_without_spelling() -> None:
    source = rows_of("iris")
    pair = column_pair(source, "petal width", "species")
    assert [strip.count for strip in pair.strips] == [50, 50, 50]
    assert pair.association == pytest.approx(0.93, abs=0.005)  # petals tell the species


def test_enormous_numbers_by_class(tmp_path: Path) -> None:
    numbers = ("1.5e308", "1.7e308", "-1e300", "3")
    lines = [f"{number},{label}" for label in "ab" for number in numbers]
    (path := tmp_path / "enormous.csv").write_text("\n".join(["x,class", *lines]) + "\n")
    pair = column_pair(rows_of(str(path)), "x", "class")
    assert [strip.mean for strip in pair.strips] == pytest.approx([0.8e308, 0.8e308])
