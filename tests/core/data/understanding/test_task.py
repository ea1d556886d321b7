"""Whether numbers are classes or measurements: targets of many sorts, and what is said of them."""

from pathlib import Path

import numpy as np
import pytest
from narrowing import present
from small_tables import column_of, columns_of, repeated, spread

from core.data.source_settings import SourceSettings
from core.data.understanding.column_facts import facts_of
from core.data.understanding.task import looks_like_classes, task_note
from core.data.understanding.understand import understand
from core.support.errors import InputError

FILE = Path("my.csv")


def counted(**rows: int) -> list[str]:
    """Cells of each value as often as is said: n7=3 stands for three cells of 7."""
    return [name[1:].replace("_", ".") for name, count in rows.items() for row in range(count)]


RANDOM = np.random.default_rng(3)
TARGETS = {
    "two numbers": (counted(n0=47, n1=3), True, False),
    "two decimals": (counted(n0_5=3, n1_5=4), True, True),
    "two measurements of two rows": (counted(n0_35=1, n1_25=1), False, False),
    "three whole numbers, however many rows": (counted(n1=17, n2=37, n3=666), True, True),
    "two classes and one row of a third": (counted(n0=19, n1=20, n7=1), True, True),
    "three decimals": (counted(n0_1=20, n0_2=20, n0_3=20), False, False),
    "digits": ([str(row % 10) for row in range(1797)], True, True),
    "ten values of five rows": (repeated(50, *map(str, range(1, 11))), True, True),
    "twenty classes": (repeated(200, *map(str, range(20))), True, True),
    "twenty-one values": (repeated(210, *map(str, range(21))), False, False),
    "eight values of two to nine rows": (counted(n0=3, n1=4, n2=5, n3=2, n4=8, n5=3, n6=5, n7=9), False, True),
    "quality of wine": (counted(n3=10, n4=53, n5=681, n6=638, n7=199, n8=18), False, True),
    "counts": ([str(count) for count in RANDOM.poisson(2, 300)], False, True),
    "ages": ([str(age) for age in RANDOM.integers(18, 90, 500)], False, False),
    "years, one row each": ([str(year) for year in range(1950, 1964)], False, False),
    "three values in four rows": (counted(n1=1, n2=1, n3=2), False, True),
    "ten values in twelve rows": (counted(n1=3, n2=1, n3=1, n4=1, n5=1, n6=1, n7=1, n8=1, n9=1, n10=1), False, False),
}


@pytest.mark.parametrize("kind", TARGETS)
def test_numbers_are_classes_or_measurements(kind: str) -> None:
    cells, classes, said = TARGETS[kind]
    facts = facts_of(column_of("y", cells), len(cells))
    assert looks_like_classes(facts) == classes
    note = task_note(facts, classes)
    assert (note is not None) == said
    if note:
        assert f'data.task = "{"regression" if classes else "classification"}"' in note


def test_the_setting_decides() -> None:
    table = columns_of(u=spread(40), y=repeated(40, "0", "1"))
    measured = understand(FILE, table, SourceSettings(task="regression"))
    assert present(measured.values)[:2, 0].tolist() == [0, 1]
    assert present(measured.description).notes == ()
    table = columns_of(u=spread(40), y=repeated(40, *map(str, range(5)), "0", "0", "0", "0", "0"))
    assert present(understand(FILE, table, SourceSettings(task="classification")).description).notes == ()
    assert understand(FILE, table, SourceSettings(kinds={"y": "category"})).class_names == ("0", "1", "2", "3", "4")
    assert understand(FILE, table, SourceSettings(kinds={"y": "number"})).values is not None
    order = ["4", "3", "2", "1", "0", "9"]
    assert understand(FILE, table, SourceSettings(kinds={"y": order})).class_names == ("4", "3", "2", "1", "0")


def test_texts_are_no_measurements() -> None:
    table = columns_of(u=spread(40), y=["1.5", *repeated(39, "2.5", "low")])
    with pytest.raises(InputError, match=r"my.csv: line 4, column 'y': found 'low', expected a number"):
        understand(FILE, table, SourceSettings(task="regression"))


def test_too_many_classes_are_refused() -> None:
    cells = [str(row) for row in range(1001)]
    with pytest.raises(InputError, match=r'1001 different values; for measurements set data.task = "regression"'):
        understand(FILE, columns_of(u=cells, y=cells[::-1]), SourceSettings(target="y", task="classification"))
