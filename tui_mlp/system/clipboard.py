"""Copies text to the clipboard of the user's terminal, also over SSH, or to a file."""

import os
from collections.abc import Mapping
from pathlib import Path

from textual.app import App

from core.support.errors import InputError
from core.support.escaping import escaped
from core.support.i18n import _, ngettext

WITHOUT = ("linux", "dumb", "vt", "cons25")
"""Beginnings of $TERM of terminals known to ignore OSC 52, the sequence that sets the clipboard."""


def has_clipboard(environment: Mapping[str, str]) -> bool:
    """Whether the terminal may support the clipboard; it can't be known for certain."""
    return not environment.get("TERM", "dumb").startswith(WITHOUT)


def copy(app: App[None], text: str, folder: Path, ending: str) -> str:
    """Copy the text to the clipboard, or to a file in `folder`; returns the message for the user.

    `ending` is that of the file's name. Raises InputError if a file is needed and can't be written.
    """
    if has_clipboard(os.environ):
        app.copy_to_clipboard(text.encode("utf-8", "replace").decode())  # lone surrogates have no UTF-8
        if "\n" not in text:
            return _("Copied: {}").format(text)
        lines = len(text.splitlines())
        return ngettext("Copied, {} line", "Copied, {} lines", lines).format(lines)
    return _("This terminal has no clipboard; written to {}").format(write(text, folder, ending))


def write(text: str, folder: Path, ending: str) -> Path:
    """Write the text to a new file in `folder`, which is made if needed. Raises InputError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        number = 1
        while (path := folder / f"equation-{number}{ending}").exists():
            number += 1
        path.write_text(escaped(text, lines=True) + "\n", encoding="utf-8")  # it may be shown by cat
    except OSError as problem:
        message = _("{}: cannot be written: {}; set XDG_DATA_HOME to a folder that can be written")
        raise InputError(message.format(folder, problem.strerror)) from problem
    return path


def default_folder() -> Path:
    """The user's folder for texts copied without a clipboard."""
    from platformdirs import user_data_path

    return user_data_path("mlp-tui") / "equations"
