"""Marks of missing cells: what tables write where they have no value."""

ERRORS = ("#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#NULL!")
"""What spreadsheets write where a formula has no result."""

MISSING = frozenset(
    (
        *("", "NA", "N/A", "n/a", "<NA>", "NaN", "nan", "NAN", "+nan", "-nan", "-NaN", "null", "NULL", "Null"),
        *("None", "?", ".", "#N/A", "#N/A N/A", "#NA", "1.#QNAN", "-1.#QNAN", "1.#IND", "-1.#IND", *ERRORS),
    )
)
"""Cells that are missing values wherever they stand."""

DASH = "-"
"""A missing value, except beside "+", where the two are signs."""


def is_missing(text: str, dash: bool = True) -> bool:
    """Whether a cell, without blanks around it, is a missing value. `dash` says whether "-" is one."""
    return text in MISSING or (dash and text == DASH)
