"""Rows that are equal to another one in inputs and target: worked by hand."""

from pathlib import Path

import pytest
from voyage_table import rows_of

from core.data.dataset import SPLITS
from core.data.source_rows.doubled_rows import doubled_rows

PAIRS = {0: 12, 3: 13, 5: 14}
"""Rows that are repeated by another one."""


@pytest.fixture(name="table")
def _table(tmp_path: Path) -> str:
    """15 rows of a number, a category and a class; the last three repeat others; one has no target."""
    lines = [f"{0.5 * row},{'ab'[row % 2]},{'no' if row < 6 else 'yes'}" for row in range(12)]
    lines[3] = ",b,no"  # a missing cell is equal to another one
    lines[9] = "4.5,b,"
    lines += [lines[row] for row in PAIRS]
    (path := tmp_path / "few.csv").write_text("\n".join(["x,kind,class", *lines]) + "\n")
    return str(path)


def test_rows_equal_to_another_one_and_those_in_several_splits(table: str) -> None:
    source = rows_of(table, "data.split=ordered", "data.validation_fraction=0.2", "data.test_fraction=0.2")
    found = doubled_rows(source)
    assert found.rows.tolist() == sorted([*PAIRS, *PAIRS.values()])
    several = {row for one in PAIRS.items() for row in one if len({source.split_name(other) for other in one}) > 1}
    assert found.in_several_splits.tolist() == sorted(several) == found.rows.tolist()  # the last rows are the test


def test_without_other_splits_none_leaks_and_rows_of_another_target_differ(tmp_path: Path) -> None:
    lines = [f"{row},{row % 3}.5" for row in range(10)] + ["4,0.5", "5,2.5"]
    (path := tmp_path / "few.csv").write_text("\n".join(["x,y", *lines]) + "\n")
    whole = rows_of(str(path), "data.task=regression", "data.validation_fraction=0", "data.test_fraction=0")
    found = doubled_rows(whole)
    assert found.rows.tolist() == [5, 11]  # 4,0.5 has another target than 4,1.5
    assert not len(found.in_several_splits)
    assert {whole.split_name(row) for row in range(whole.rows)} == {SPLITS[0]}
