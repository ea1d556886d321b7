"""Columns that name or number the rows: no network should learn from them."""

import re
from typing import Literal

import numpy as np

from .column_facts import ColumnFacts
from .column_words import STEP_WORDS, is_named_like_identifier, is_named_like_postcode, words_of

Identifier = Literal["unnamed", "named", "counts rows"]

UNNAMED = re.compile(r"|unnamed: ?\d+", re.IGNORECASE)
"""Names of a first column that has none in the file."""

FILLED_NAME = re.compile(r"\.\.\.\d+|v1|column ?\d+|_c0", re.IGNORECASE)
"""Names that programs give to a first column without one; others are called so as well."""

NEARLY = 0.95
"""Share of different cells from which a column that is named so is an identifier; tables hold some rows twice."""

YEARS = (1500, 2200)
"""Numbers that rise by one between these are years."""

LEAST_ROWS = 10
"""Fewer numbers may rise by one without counting rows, as in tables typed by hand."""


def identifier_of(facts: ColumnFacts, first: bool) -> Identifier | None:
    """Why a column is taken for an identifier; None if it isn't. `first` says that it is the first of its file.

    An identifier's cells are all different, and it is an unnamed first column; or they are whole numbers or texts, and
    it is named so or rises with the rows: numbers by one, texts in any steps. A unique measurement isn't
    one.
    """
    numbers = facts.numbers
    if facts.distinct < 2 or facts.distinct < NEARLY * facts.present:
        return None
    if first and facts.all_different and UNNAMED.fullmatch(facts.name):
        return "unnamed"
    if numbers is not None and not numbers.whole:
        return None
    if is_named_like_identifier(facts.name) or is_named_like_postcode(facts.name):
        return "named"
    if not facts.all_different:
        return None
    if facts.rows < LEAST_ROWS or facts.missing or not _rises(facts):
        return None
    if first and numbers is not None and FILLED_NAME.fullmatch(facts.name):
        return "unnamed"
    if numbers is None:
        return "counts rows"
    low, *_between, high = numbers.ends
    if high - low != facts.rows - 1 or (YEARS[0] <= low and high <= YEARS[1]):
        return None
    return "counts rows" if STEP_WORDS.isdisjoint(words_of(facts.name)[-1:]) else None


def names_repeatedly(facts: ColumnFacts) -> bool:
    """Whether a column is called id, but its cells repeat: it names what several rows belong to."""
    words = words_of(facts.name)
    is_id = bool(words) and (words[-1] in ("id", "ids", "uuid", "guid") or words[0] == "id")
    return is_id and facts.distinct < NEARLY * facts.present and (facts.numbers is None or facts.numbers.whole)


def _rises(facts: ColumnFacts) -> bool:
    """Whether each cell is above the one before it, by size or in the order of code points."""
    cells = facts.column.codes if facts.numbers is None else facts.column.numbers
    return cells is not None and bool((np.diff(cells) > 0).all())
