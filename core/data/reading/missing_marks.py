"""Marks of missing cells, and the blanks that may stand around a cell."""

BLANKS = " \x1a\t\n\v\f\r\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
"""What may stand around a cell. `str.strip` also removes the separators 1c to 1f, with which no number is read.

1a ends texts of DOS."""

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


AMONG_NUMBERS = frozenset(
    (
        *("na", "n/a", "n.a.", "n.a", "n/d", "n.d.", "nd", "nan", "nat", "null", "(null)", "<null>", "nil", "none"),
        *("missing", "unknown", "--", "---", "–", "—", "..", "...", "…", "*", "\\n", "#nv", "#wert!", "#bezug!"),
    )
)
"""Texts, in small letters, that are missing values in a column that otherwise holds measurements."""
