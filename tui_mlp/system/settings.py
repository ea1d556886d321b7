"""What the program remembers from one time to the next: the theme, how often to draw, and what was opened."""

import json
import os
from collections.abc import Sequence
from pathlib import Path

from core.support.errors import InputError
from core.support.i18n import _
from core.support.regular_files import read_named
from tui_mlp.session.refresh_rates import NORMAL, REFRESH_RATES

RECENT = 8
"""How many of what was opened are kept."""
LARGEST = 2**20
"""Bytes of the file; it has a few hundred."""


class Settings:
    """`theme`, `refresh` by name, `recent` sources with the last first. `first` tells that nothing was remembered yet.

    Kept in a file, or, without one, only as long as the program runs. A file that can't be read counts as none.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self.theme, self.refresh, self.recent = "", NORMAL, list[str]()
        self.first = path is None or not os.path.exists(path)  # Path.exists raises for a closed folder
        try:
            found = json.loads(read_named(path, _("settings"), LARGEST)) if path else {}
            if isinstance(found.get("theme"), str):
                self.theme = found["theme"]
            if found.get("refresh") in REFRESH_RATES:
                self.refresh = found["refresh"]
            self.recent = [source for source in found.get("recent", []) if isinstance(source, str)][:RECENT]
        except (ValueError, AttributeError, TypeError, RecursionError):
            pass  # the next save writes a good one

    def remember(self, source: str) -> None:
        """Put a source first among the recent ones. Raises InputError where that can't be kept."""
        self.recent = [source, *(one for one in self.recent if one != source)][:RECENT]
        self.save()

    def save(self) -> None:
        """Write the file. Raises InputError: where, why, and what to do."""
        if self.path is None:
            return
        text = json.dumps(
            {"theme": self.theme, "refresh": self.refresh, "recent": self.recent}, indent=1
        )  # in ASCII: names of files may hold what has no UTF-8
        unfinished = self.path.with_name(f".{self.path.name}.{os.getpid()}")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            unfinished.write_text(text + "\n", encoding="utf-8")
            os.replace(unfinished, self.path)
        except OSError as problem:
            message = _(
                "{}: cannot be written: {}; theme, pace and last experiment are forgotten when you leave. Make the "
                "folder writable, or set XDG_CONFIG_HOME to another"
            )
            raise InputError(message.format(self.path, problem.strerror)) from problem


def default_path() -> Path:
    """The person's folder for settings."""
    from platformdirs import user_config_path

    return user_config_path("mlp-tui") / "settings.json"


def known(sources: Sequence[str], names: Sequence[str]) -> list[str]:
    """Those that are still there: one of the names, or a file or folder."""
    return [source for source in sources if source in names or os.path.exists(source)]
