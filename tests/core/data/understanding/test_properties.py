"""What holds for any column: one kind, whatever the order of the rows and the name."""

from pathlib import Path
from random import Random
from typing import get_args

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st
from small_tables import column_of, columns_of

from core.data.description import ColumnKind
from core.data.source_settings import SourceSettings
from core.data.understanding.column_facts import facts_of
from core.data.understanding.column_kinds import guess_kind
from core.data.understanding.understand import table_like, understand
from core.support.errors import InputError

CELLS = st.one_of(
    st.integers(-3, 12).map(str),
    st.floats(-1e9, 1e9).map(repr),
    st.sampled_from(["NA", "", "yes", "no", "Yes", "red", "1.0", "2026-01-31", "31/01/2026", "01/02/2026", "a b"]),
)
COLUMNS = st.one_of(
    st.lists(CELLS, min_size=1, max_size=30),
    st.lists(st.integers(0, 40).map(str), min_size=12, max_size=30, unique=True).map(sorted),
    st.lists(st.sampled_from(["yes", "no", "NA"]), min_size=1, max_size=30),
)
PLAIN_NAMES = st.sampled_from(["u", "weight", "colour", "acid", "Größe", "bill_length"])


def kind_of(name: str, cells: list[str]) -> str:
    return guess_kind(facts_of(column_of(name, cells), len(cells)), first=False).name


@given(COLUMNS, st.randoms())
def test_only_an_identifier_depends_on_the_order(cells: list[str], random: Random) -> None:
    kind = kind_of("weight", cells)
    assert kind in get_args(ColumnKind)
    mixed = list(cells)
    random.shuffle(mixed)
    assert kind_of("weight", mixed) == kind or "id" in (kind, kind_of("weight", mixed))


@given(COLUMNS, PLAIN_NAMES, PLAIN_NAMES)
def test_names_that_say_nothing_do_not_change_the_kind(cells: list[str], name: str, other: str) -> None:
    assert kind_of(name, cells) == kind_of(other, cells)


@given(COLUMNS, st.data())
def test_a_table_is_read_the_same_as_another_file_of_its_columns(cells: list[str], data: st.DataObject) -> None:
    other = data.draw(st.lists(CELLS, min_size=len(cells), max_size=len(cells)))
    target = data.draw(st.lists(st.sampled_from(["a", "b", "NA"]), min_size=len(cells), max_size=len(cells)))
    columns = columns_of(first=cells, second=other, y=target)
    try:
        made = understand(Path("my.csv"), columns, SourceSettings())
    except InputError:
        assume(False)
    again = table_like(Path("my.csv"), columns, made)
    assert made.labels is not None
    assert again.labels is not None
    assert np.array_equal(made.inputs, again.inputs, equal_nan=True)
    assert np.array_equal(made.labels, again.labels)
    assert sum(made.description.classes.values()) == len(made.inputs) == len(made.lines)
    assert len(made.description.left_out) == len(cells) - len(made.inputs) or len(made.description.left_out) == 20
