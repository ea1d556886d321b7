"""Errors of files of data that can't be used, and lists of names in them."""

from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from core.support.errors import InputError
from core.support.escaping import shortened
from core.support.i18n import _
from core.support.shown_values import value_text


def refuse(path: Path, problem: str) -> NoReturn:
    """Raises InputError with the file in front of the problem."""
    raise InputError(f"{path}: {problem}")


def refuse_missing(path: Path, where: str, column: str) -> NoReturn:
    """Raises InputError for a missing cell in a column for which nothing was fitted to stand in."""
    text = _("{}, column {}: found a missing cell, expected a number, as in all training rows")
    refuse(path, text.format(where, value_text(column)))


def list_columns(names: Sequence[str]) -> str:
    """The first names of columns in a sentence, as values in quotes."""
    return _("the unnamed column") if list(names) == [""] else list_names([value_text(name) for name in names])


def list_names(names: Sequence[str]) -> str:
    """The first names in a sentence, shortened; how many there are where some are left out."""
    if not names:
        return _("none")
    return ", ".join(map(shortened, names[:8])) + (f", … ({len(names)})" if len(names) > 8 else "")
