"""Columns that name or number the rows, and measurements that look like them."""

import pytest
from small_tables import column_of, repeated, spread

from core.data.understanding.column_facts import facts_of
from core.data.understanding.column_kinds import guess_kind
from core.data.understanding.column_words import words_of

NUMBERS = [str(row + 1) for row in range(40)]
SHUFFLED = [str(100 + 17 * row % 41) for row in range(40)]
KEYS = [f"{7919 * row % 99991:x}" for row in range(40)]


@pytest.mark.parametrize(
    ("name", "cells", "first"),
    [
        ("", NUMBERS, True),
        ("", SHUFFLED, True),
        ("", [f"Mazda {cell}" for cell in SHUFFLED], True),
        ("Unnamed: 0", NUMBERS, True),
        ("V1", NUMBERS, True),
        ("case", NUMBERS, False),
        ("observation", [str(row) for row in range(40)], False),
        ("record", [str(1001 + row) for row in range(40)], False),
        ("label_of_row", [f"A{row:03}" for row in range(40)], False),
        ("case_id", SHUFFLED, False),
        ("PassengerId", SHUFFLED, False),
        ("ID", SHUFFLED, False),
        ("rownames", SHUFFLED, False),
        ("Sample No.", SHUFFLED, False),
        ("uuid", KEYS, False),
        ("client code", KEYS, False),
        ("id", [*SHUFFLED[:39], SHUFFLED[0]], False),
        ("Kundennummer", SHUFFLED, False),
        ("Personal-Nr", SHUFFLED, False),
        ("Código", SHUFFLED, False),
        ("cuenta", SHUFFLED, False),
        ("phone", SHUFFLED, False),
        ("zip", SHUFFLED, False),
    ],
)
def test_identifiers(name: str, cells: list[str], first: bool) -> None:
    assert guess_kind(facts_of(column_of(name, cells), 40), first).name == "id"


@pytest.mark.parametrize(
    ("name", "cells", "kind"),
    [
        ("weight", sorted(spread(40), key=float), "number"),
        ("population", SHUFFLED, "number"),
        ("population", [str(int(cell) ** 2) for cell in NUMBERS], "number"),
        ("year", [str(1950 + row) for row in range(40)], "number"),
        ("t", NUMBERS, "number"),
        ("periodo", [str(1950 + row) for row in range(40)], "number"),
        ("semana", NUMBERS, "number"),
        ("Stunde", NUMBERS, "number"),
        ("plz", repeated(40, "10115", "20095", "80331"), "category"),
        ("postal_code", repeated(40, "10115", "20095", "80331"), "category"),
        ("fecha", repeated(40, "20260131", "20260228", "20251224"), "date"),
        ("fecha", repeated(40, "20260131", "20260230", "20251224"), "number"),
        ("area", repeated(40, "20260131", "20260228", "20251224"), "number"),
        ("acid", SHUFFLED, "number"),
        ("humid", SHUFFLED, "number"),
        ("id", spread(40), "number"),
        ("region_id", repeated(40, "1", "2", "3"), "number"),
        ("client_id", repeated(40, "a", "b", "c"), "category"),
        ("falling", NUMBERS[::-1], "number"),
        ("with gaps", [*NUMBERS[:39], "NA"], "number"),
    ],
)
def test_measurements_and_categories_are_no_identifiers(name: str, cells: list[str], kind: str) -> None:
    assert guess_kind(facts_of(column_of(name, cells), 40), first=True).name == kind


def test_a_few_numbers_typed_by_hand_count_no_rows() -> None:
    assert guess_kind(facts_of(column_of("dose", ["1", "2", "3", "4"]), 4), first=True).name == "number"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("caseId", ["case", "id"]),
        ("CUSTOMER_ID", ["customer", "id"]),
        ("PassengerID2", ["passenger", "id", "2"]),
        ("Größe", ["größe"]),
        ("#", ["#"]),
        ("", []),
    ],
)
def test_words_of_a_name(name: str, words: list[str]) -> None:
    assert words_of(name) == words
