"""Where the files of the built-in data sets are."""

from pathlib import Path

from core.support.errors import InputError
from core.support.i18n import _

_PACKAGE = Path(__file__).parents[1]
_PLACES = (_PACKAGE / "datasets", _PACKAGE.parent / "datasets")
"""In an installed wheel they travel inside this package; in a checkout they stand beside it."""


def find_shipped_file(name: str) -> Path:
    """A file of the built-in data. Raises InputError where it is missing, as a broken installation has it."""
    for place in _PLACES:
        if (place / name).is_file():
            return place / name
    raise InputError(_("{} is missing from this installation; install mlp-tui again").format(name))
