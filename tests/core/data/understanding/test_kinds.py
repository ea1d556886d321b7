"""Kinds of columns, guessed and stated; what looks wrong in them."""

from pathlib import Path

import pytest
from narrowing import present
from small_tables import column_of, columns_of, repeated, spread

from core.data.source_settings import SourceSettings
from core.data.understanding.column_facts import facts_of
from core.data.understanding.column_kinds import guess_kind
from core.data.understanding.understand import understand
from core.support.errors import InputError

FILE = Path("my.csv")
Y = spread(40, seed=9)


def notes_on(cells: list[str]) -> tuple[str, ...]:
    return present(understand(FILE, columns_of(a=cells, y=Y), SourceSettings()).description).notes


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (repeated(40, "0", "1"), "number"),
        (repeated(40, "1", "2", "3"), "number"),
        (["7"] * 39 + ["NA"], "constant"),
        (["red"] * 40, "constant"),
        (repeated(40, "red", "NA"), "category"),
        (["NA"] * 40, "empty"),
        (repeated(40, "T", "F"), "boolean"),
        (repeated(40, "yes", "No", "Yes", "NO"), "boolean"),
        (repeated(40, "y", "n", "NA"), "boolean"),
        (repeated(40, "yes", "maybe"), "category"),
        (repeated(40, "male", "female"), "category"),
        (repeated(40, "1", "2", "x"), "category"),
        (repeated(40, *map("town {}".format, range(20))), "category"),
        (repeated(40, *map("ticket {}".format, range(25))), "text"),
        ([f"Person {cell}" for cell in Y], "text"),
        (["see below"] + ["NA"] * 39, "text"),
    ],
)
def test_the_kind_of_a_column(cells: list[str], kind: str) -> None:
    assert guess_kind(facts_of(column_of("a", cells), 40), first=False).name == kind


def test_stated_kinds() -> None:
    dose, sex = repeated(40, "low", "high"), repeated(40, "m", "f")
    table = columns_of(size=repeated(40, "1", "2", "10"), dose=dose, sex=sex, y=Y)
    kinds = {"size": "category", "dose": ["low", "middle", "high"], "sex": "boolean"}
    made = understand(FILE, table, SourceSettings(kinds=kinds))
    first, second, third = made.input_columns
    assert (first.kind, first.levels) == ("category", ("1", "2", "10"))
    assert (second.kind, second.levels) == ("ordered", ("low", "middle", "high"))
    assert (third.kind, third.levels) == ("boolean", ("f", "m"))
    assert made.inputs[:3].tolist() == [[0, 0, 1], [1, 2, 0], [2, 0, 1]]
    left = understand(FILE, table, SourceSettings(kinds={"dose": "text"}, ignore=["sex"]))
    assert left.input_names == ("size",)
    assert [column.why for column in present(left.description).columns[1:3]] == ["by data.kinds", "by data.ignore"]
    assert present(left.description).notes == ()


@pytest.mark.parametrize(
    ("cells", "kind", "words"),
    [
        (["1", "2", "x", "4"], "number", "line 4, column 'a': found 'x', expected a number"),
        (["low", "high", "huge", "low"], ["low", "high"], "line 4, column 'a': found 'huge', expected one of those in"),
        (["1", "2", "2", "3"], "boolean", "line 5, column 'a': found '3', expected a boolean of two values, as 1, 2"),
        (["1", "2", "2", "3"], ["1", "2", "3", "1.0"], "has a category of 'a' twice"),
    ],
)
def test_a_kind_that_the_cells_are_not_is_refused(cells: list[str], kind: str | list[str], words: str) -> None:
    table = columns_of(a=cells, u="1.5 2.5 3 4", y="1.5 2.25 7 4")
    with pytest.raises(InputError, match=words):
        understand(FILE, table, SourceSettings(kinds={"a": kind}))


def test_numbers_with_signs_are_told() -> None:
    table = columns_of(a=[f"{cell}%" for cell in range(40)], u=spread(40), y=Y)
    (note,) = present(understand(FILE, table, SourceSettings()).description).notes
    assert "numbers with signs, as in '0%'; write the numbers alone" in note


def test_words_among_numbers_are_told() -> None:
    note, *_others = notes_on(["3", "4", "abc", "n.a.", *repeated(36, "1", "2")])
    assert note.startswith("2 of 40 cells of 'a' are no numbers: 'abc' in line 4; correct them")


@pytest.mark.parametrize(
    ("cells", "mark", "count"),
    [
        (["-999"] * 12 + spread(28), "-999", 12),
        (["9999", *spread(39)], "9999", 1),
        (["99"] * 3 + repeated(37, *"12345"), "99", 3),
        (["-1"] * 4 + [str(days) for days in range(10, 46)], "-1", 4),
        (["0"] * 3 + [str(pressure) for pressure in range(60, 97)], "0", 3),
    ],
)
def test_a_number_that_perhaps_stands_for_a_missing_one_is_told(cells: list[str], mark: str, count: int) -> None:
    (note,) = notes_on(cells)
    assert note.startswith(f"{mark} stands in {count} cell")
    assert "perhaps for" in note


@pytest.mark.parametrize(
    "cells",
    [
        repeated(40, "-1", "1"),
        repeated(40, "-1", "0", "1", "2"),
        [str(age) for age in range(60, 100)],
        [str(row * row) for row in range(40)],
        spread(40),
    ],
)
def test_numbers_among_their_like_are_not_told(cells: list[str]) -> None:
    assert notes_on(cells) == ()


def test_a_number_that_squashes_its_column_is_told_with_its_line() -> None:
    (note,) = notes_on([*spread(30), "1e6", *spread(9, seed=2)])
    assert note.startswith("line 32, column 'a': 1e+06 is far from the others, nine in ten of which lie from -")


def test_categories_that_differ_only_in_blanks_are_told() -> None:
    (note,) = notes_on(repeated(40, "New York", "Newyork", "Rome"))
    assert note.startswith("'New York', 'Newyork' of 'a' differ only in case or blanks")


def test_a_repeated_identifier_is_told() -> None:
    table = columns_of(patient_id=repeated(40, *map(str, range(8))), u=spread(40), y=Y)
    (note,) = present(understand(FILE, table, SourceSettings()).description).notes
    assert 'data.ignore = ["patient_id"]' in note
    assert 'data.split = "group:patient_id"' in note


def test_doubled_rows_are_told_where_they_are_no_chance() -> None:
    once = columns_of(u=spread(40), v=spread(40, seed=2), y=Y)
    assert present(understand(FILE, once, SourceSettings()).description).notes == ()
    twice = columns_of(u=spread(20) * 2, v=spread(20, seed=2) * 2, y=Y[:20] * 2)
    assert present(understand(FILE, twice, SourceSettings()).description).notes == ("20 of 40 rows repeat another",)
    coarse = columns_of(u=repeated(40, "0", "1"), v=repeated(40, "0", "1", "2"), y=repeated(40, "a", "b"))
    assert present(understand(FILE, coarse, SourceSettings()).description).notes == ()
