"""Which inputs each column of a source becomes."""

from pathlib import Path

from voyage_table import rows_of, voyage_rows

from core.data.preparing.column_coding import ColumnCoding
from core.data.preparing.preparation import Preparation
from core.model.model import preparation_of
from tui_mlp.models.data.column_inputs import column_inputs, inputs_of, shortened_names


def test_categories_have_the_fewest_letters_that_tell_them_apart() -> None:
    assert shortened_names(["south", "east", "north"]) == ["s", "e", "n"]
    assert shortened_names(["setosa", "versicolor", "virginica"]) == ["se", "ve", "vi"]
    assert shortened_names(["village 1", "village 20"]) == ["1", "2"]
    assert shortened_names(["alphabetical", "alphabetically"]) == ["alphabetical", "alphabetically"]
    assert shortened_names(["only"]) == ["o"]


def test_each_input_has_its_column_and_its_place_in_it(tmp_path: Path) -> None:
    preparation = preparation_of(voyage_rows(tmp_path, "data.missing=mean+flag").data)
    found = [(one.column, one.place, one.short, one.binary) for one in column_inputs(preparation)]
    assert found == [
        ("class", 0, "1", True), ("class", 1, "2", True), ("class", 2, "3", True),
        ("age", 0, "age", False), ("age", 1, "–", True), ("fare", 0, "fare", False),
    ]  # fmt: skip
    assert [one.number for one in inputs_of(preparation, "age")] == [3, 4]
    assert inputs_of(preparation, "cabin") == ()


def test_parts_of_a_date_belong_to_its_column_and_rare_categories_are_other() -> None:
    preparation = Preparation((
        ColumnCoding(name="bought year", kind="date", source="bought", part="year"),
        ColumnCoding(name="bought month", kind="date", source="bought", part="month"),
        ColumnCoding(name="city", kind="category", source="city", levels=("Oslo", "Rome", "Bonn", "Kiel"), own=(0, 1),
                     pooled=(2, 3), missing_level=True),
    ))  # fmt: skip
    found = [(one.column, one.place, one.short) for one in column_inputs(preparation)]
    assert found == [
        ("bought", 0, "year"), ("bought", 1, "month"),
        ("city", 0, "O"), ("city", 1, "R"), ("city", 2, "o"), ("city", 3, "–"),
    ]  # fmt: skip


def test_features_belong_to_the_first_column_that_they_are_made_of() -> None:
    preparation = preparation_of(rows_of("spiral", 'data.features=["x1","x2","x1*x2","sin(x2)"]').data)
    assert [(one.column, one.place) for one in column_inputs(preparation)] == [
        ("x1", 0), ("x2", 0), ("x1", 1), ("x2", 1),
    ]  # fmt: skip
