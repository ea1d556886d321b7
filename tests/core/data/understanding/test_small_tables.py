"""Tables that people have, each of a kind: what is understood of them, and what is said."""

from pathlib import Path

import pytest
from narrowing import present
from small_tables import columns_of, repeated, spread

from core.data.columns import ColumnTable
from core.data.description import Description
from core.data.source_settings import SourceSettings
from core.data.understanding.understand import understand
from core.support.errors import InputError

FILE = Path("my.csv")
U, V = spread(40), spread(40, seed=2)


def described(table: ColumnTable, settings: SourceSettings | None = None) -> Description:
    return present(understand(FILE, table, settings or SourceSettings()).description)


def kinds_of(description: Description) -> dict[str, str]:
    return {column.name: column.kind for column in description.columns}


def test_a_clean_table_gets_no_note() -> None:
    table = understand(FILE, columns_of(u=U, v=V, species=repeated(40, "alba", "rosa", "nigra")), SourceSettings())
    description = present(table.description)
    assert (description.task, description.target, description.notes) == ("classification", ("species",), ())
    assert description.classes == {"alba": 14, "nigra": 13, "rosa": 13}
    assert [column.role for column in description.columns] == ["input", "input", "target"]
    assert table.inputs.tolist() == [[float(u), float(v)] for u, v in zip(U, V, strict=True)]
    assert table.inputs.flags.f_contiguous
    assert present(table.labels).tolist()[:3] == [0, 2, 1]
    assert (table.lines[0], table.lines[-1], len(table.lines)) == (2, 41, 40)


def test_measurements_all_different_are_a_regression() -> None:
    table = columns_of(celsius="-30 -20 -5 0 10 25 40 55 80 100", fahrenheit="-22 -4 23 32 50 77 104 131 176 212")
    description = described(table)
    assert (description.task, description.notes, description.classes) == ("regression", (), {})


@pytest.mark.parametrize(
    ("cells", "classes"),
    [
        (repeated(40, "1.0", "2.0", "3.0"), ("1.0", "2.0", "3.0")),
        (repeated(40, "-1", "1"), ("-1", "1")),
        (repeated(40, "FALSE", "TRUE"), ("FALSE", "TRUE")),
        (repeated(40, *map(str, range(1, 11))), tuple(map(str, range(1, 11)))),
        (repeated(40, "0", "0.0", "1"), ("0", "1")),
    ],
)
def test_targets_that_are_classes(cells: list[str], classes: tuple[str, ...]) -> None:
    table = understand(FILE, columns_of(u=U, v=V, y=cells), SourceSettings())
    assert table.class_names == classes
    assert present(table.description).task == "classification"


def test_classes_that_differ_only_in_case_are_told() -> None:
    (note,) = described(columns_of(u=U, v=V, bought=repeated(40, "no", "Yes", "NO", "yes", "No"))).notes
    assert note.startswith("'NO', 'No', 'no', and 'Yes', 'yes' of 'bought' differ only in case or blanks")


def test_rows_without_a_label_are_left_out_and_counted() -> None:
    cells = ["hen", "NA", *repeated(37, "hen", "cock"), ""]
    table = understand(FILE, columns_of(u=U, v=V, sex=cells), SourceSettings())
    description = present(table.description)
    assert description.left_out == {3: "no label", 41: "no label"}
    assert (description.rows, len(table.inputs), description.classes) == (40, 38, {"cock": 18, "hen": 20})
    assert description.notes == ("2 of 40 rows are left out, as they have no target",)
    assert (table.inputs[1, 0], table.lines[1]) == (float(U[2]), 4)


def test_rows_without_a_measurement_are_left_out_and_at_most_twenty_are_listed() -> None:
    table = understand(FILE, columns_of(u=U, v=V, load=[*U[:10], *["NA"] * 30]), SourceSettings())
    description = present(table.description)
    assert list(description.left_out) == list(range(12, 32))
    assert set(description.left_out.values()) == {"no target value"}
    assert "30 of 40 rows are left out, as they have no target" in description.notes
    assert present(table.values)[:, 0].tolist() == [float(cell) for cell in U[:10]]


def test_a_last_column_of_different_texts_is_no_target() -> None:
    description = described(columns_of(u=U, v=V, load=spread(40, seed=3), model=[f"item {u}" for u in U]))
    assert (description.target, description.task) == (("load",), "regression")
    note, _ignored = description.notes
    expected = "the target is 'load', as 'model', the last column, has 40 different texts in 40 rows; for another set "
    assert note == expected + "data.target"


def test_a_first_column_called_class_is_offered() -> None:
    description = described(columns_of(**{"class": repeated(40, "low", "high"), "u": U, "v": V}))
    assert description.target == ("v",)
    assert description.notes == ("the target is the last column, 'v'; 'class' could be meant: data.target = \"class\"",)


@pytest.mark.parametrize("cells", [["3.5"] * 40, ["no"] * 40, repeated(40, "1", "1.0")])
def test_a_target_of_one_value_is_refused_with_the_one_that_could_be_meant(cells: list[str]) -> None:
    table = columns_of(u=U, outcome=repeated(40, "a", "b"), v=V, load=cells)
    with pytest.raises(InputError, match=r'of one class or value, .* in column \'load\'; .*data.target = "outcome"'):
        described(table)


def test_identifiers_constant_and_empty_columns_and_free_text_are_left_out_and_said() -> None:
    table = columns_of(
        case_id=[str(18654 + 7919 * row % 50021) for row in range(40)],
        name=[f"Person {u}, Ms" for u in U],
        site=["14.62"] * 40,
        u=U,
        notes=["NA"] * 40,
        kind=repeated(40, "0", "1"),
    )
    description = described(table)
    assert list(kinds_of(description).values()) == ["id", "text", "constant", "number", "empty", "number"]
    assert [column.role for column in description.columns] == ["ignored"] * 3 + ["input", "ignored", "target"]
    assert [note.partition(",")[0] for note in description.notes] == [
        "'case_id' is left out",
        "'name' is left out",
        "'site' is left out",
        "'notes' is left out",
    ]
    assert description.notes[0].endswith('; data.kinds = {case_id = "number"} takes it in')
    taken = described(table, SourceSettings(kinds={"case_id": "number", "name": "category"}))
    assert [column.name for column in taken.columns if column.role == "input"] == ["case_id", "name", "u"]


def test_an_unnamed_first_column_numbers_the_rows() -> None:
    table = columns_of(**{"": [str(row + 1) for row in range(40)]}, u=U, v=V, kind=repeated(40, "alpha", "beta"))
    description = described(table)
    assert kinds_of(description)[""] == "id"
    assert description.notes[0].startswith("the unnamed column is left out")
    assert '{"" = "number"}' in description.notes[0]


def test_categories_and_booleans() -> None:
    table = columns_of(
        colour=repeated(40, "red", "green", "blue"),
        smoker=repeated(40, "TRUE", "FALSE"),
        u=U,
        ill=repeated(40, "0", "1"),
    )
    made = understand(FILE, table, SourceSettings())
    colour, smoker, _u = made.input_columns
    assert (colour.kind, colour.levels) == ("category", ("blue", "green", "red"))
    assert (smoker.kind, smoker.levels) == ("boolean", ("false", "true"))
    assert made.inputs[:4, :2].tolist() == [[2, 1], [1, 0], [0, 1], [2, 0]]
    assert present(made.description).inputs == 5


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ("mean", "the mean of the training rows"),
        ("median+flag", "the median of the training rows"),
        ("zero", "0 stands"),
    ],
)
def test_missing_numbers_are_counted(missing: str, words: str) -> None:
    table = columns_of(u=["NA", "NA", *U[2:]], v=[*V[:-1], "?"], kind=repeated(40, "0", "1"))
    made = understand(FILE, table, SourceSettings(missing=missing))
    assert [column.missing for column in present(made.description).columns] == [2, 1, 0]
    (note,) = present(made.description).notes
    assert note.startswith(f"3 cells are missing in 'u', 'v': {words}")
    assert repr(made.inputs[0].tolist()) == f"[nan, {float(V[0])}]"


def test_missing_booleans_and_categories() -> None:
    table = columns_of(smoker=repeated(40, "yes", "no", "NA"), c=repeated(40, "a", "b", "NA"), y=V)
    (note,) = described(table).notes
    assert note.startswith("13 cells are missing in 'smoker': the commoner value in the training rows stands in")


def test_rows_that_lack_a_number_are_dropped_where_that_is_asked_for() -> None:
    table = columns_of(u=["NA", *U[1:]], c=[*repeated(39, "a", "b"), "NA"], kind=repeated(40, "0", "1"))
    made = understand(FILE, table, SourceSettings(missing="drop"))
    assert len(made.inputs) == 39
    assert present(made.description).left_out == {2: "a missing number"}
    assert present(made.description).notes == (
        '1 of 40 rows is left out, as a number is missing (data.missing = "drop")',
    )


def test_a_class_of_one_row_is_told() -> None:
    description = described(columns_of(u=U, v=V, kind=[*repeated(39, "0", "1"), "7"]))
    assert description.classes == {"0": 20, "1": 19, "7": 1}
    assert description.notes[-1] == "class '7' has one row, so it can't be both learnt and tested"


def test_hostile_names_and_cells_stand_escaped_in_notes() -> None:
    description = described(
        columns_of(**{"u\x1b]0;owned\x07": ["1"] * 40}, v=V, k=repeated(40, "a\x1b[2J", "A\x1b[2J"))
    )
    assert len(description.notes) == 2
    assert all(note.isprintable() for note in description.notes)


def test_nothing_to_learn_from_is_refused() -> None:
    with pytest.raises(InputError, match="found one column, expected inputs and a target"):
        described(columns_of(y=U))
    with pytest.raises(InputError, match=r"unnamed column looks like an identifier.*\"\" = \"number\""):
        described(columns_of(**{"": [str(row) for row in range(40)]}, y=U))
    with pytest.raises(InputError, match="'u' has no two values"):
        described(columns_of(u=["1"] * 40, y=U))
    with pytest.raises(InputError, match=r"all columns are in data\.ignore"):
        described(columns_of(u=U, y=V), SourceSettings(ignore=["u", "y"]))
    with pytest.raises(InputError, match="no row has a target"):
        described(columns_of(u=U, y=["NA"] * 40), SourceSettings(target="y"))
    with pytest.raises(InputError, match="no row is left"):
        described(columns_of(u=[*U[:20], *["NA"] * 20], y=[*["NA"] * 20, *U[:20]]), SourceSettings(missing="drop"))


@pytest.mark.parametrize("key", ["target", "ignore", "kinds", "group"])
def test_names_that_are_not_there_are_refused_with_the_nearest(key: str) -> None:
    settings = {"target": "colou", "ignore": ["colou"], "kinds": {"colou": "text"}, "group": "colou"}
    table = columns_of(colour=repeated(40, "a", "b"), u=U, y=V)
    with pytest.raises(InputError, match=r"there is no column 'colou' for data.*did you mean 'colour'"):
        described(table, SourceSettings(**{key: settings[key]}))  # type: ignore[arg-type]


def test_a_column_of_groups_is_no_input() -> None:
    table = columns_of(u=U, patient=[*repeated(39, "a", "b", "c"), ""], y=V)
    made = understand(FILE, table, SourceSettings(group="patient"))
    assert made.input_names == ("u",)
    assert present(made.groups).tolist() == [0, 1, 2] * 13 + [3]
    asked = understand(FILE, table, SourceSettings(group="patient", kinds={"patient": "category"}))
    assert asked.input_names == ("u", "patient")


def test_columns_that_sum_to_one_with_the_target_are_said() -> None:
    table = columns_of(u=U, a=repeated(40, "1", "0", "0"), b=repeated(40, "0", "1", "0"), c=repeated(40, "0", "0", "1"))
    (note,) = described(table).notes
    assert note.startswith("'a', 'b', 'c' sum to 1 in each row, so that the others give the target 'c' away")
    assert 'data.target = ["a", "b", "c"] makes all of them targets' in note
    parts = columns_of(u=U, a=["0.25"] * 20 + ["0.5"] * 20, b=["0.75"] * 20 + ["0.5"] * 20)
    assert 'data.target = ["a", "b"]' in " ".join(described(parts).notes)
    assert not any("sum to 1" in note for note in described(parts, SourceSettings(ignore=["a"])).notes)


def test_postcodes_are_categories_and_said() -> None:
    table = columns_of(zip=repeated(40, "10115", "20095", "80331"), u=U, y=V)
    (note,) = described(table).notes
    assert note.startswith("the numbers of 'zip' are taken for categories (postcodes, by its name); data.kinds = {zip")
    assert described(table).inputs == 4
    numbers = described(table, SourceSettings(kinds={"zip": "number"}))
    assert (numbers.notes, numbers.inputs) == ((), 2)


@pytest.mark.parametrize("cells", [repeated(40, "1_0", "2_3", "4_5"), repeated(40, "1_0", "2_3", "4", "7", "8")])
def test_texts_that_only_look_like_numbers_are_said(cells: list[str]) -> None:
    (note,) = described(columns_of(room=cells, u=U, y=V)).notes
    assert "'1_0' in line 2; correct them" in note


def test_what_is_far_from_the_others_can_be_left_out_if_it_is_no_target_and_others_stay() -> None:
    far = [*V[:39], "1000000"]
    assert 'data.ignore = ["v"] leaves the column out' in " ".join(described(columns_of(u=U, v=far, y=V)).notes)
    for table in (columns_of(v=far, y=U), columns_of(u=U, y=far)):
        (note,) = described(table).notes
        assert note.startswith("line 41")
        assert "data.ignore" not in note
