"""Where the files of the built-in data sets are."""

from pathlib import Path

from core.support.errors import InputError
from core.support.i18n import _

_PACKAGE = Path(__file__).parents[1]
_FOLDERS = (_PACKAGE / "datasets", _PACKAGE.parent / "datasets")
"""Inside this package in an installed wheel; beside it in a checkout."""


def find_shipped_file(name: str) -> Path:
    """The path of a file of the built-in data. Raises InputError where the installation lacks it."""
    for folder in _FOLDERS:
        if (folder / name).is_file():
            return folder / name
    raise InputError(_("{} is missing from this installation; install mlp-tui again").format(name))
