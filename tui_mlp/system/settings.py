"""The user's settings, such as theme, language and speed, and the sources opened last."""

import json
import os
from collections.abc import Sequence
from pathlib import Path

from core.support.errors import InputError
from core.support.i18n import LANGUAGES, _
from core.support.regular_files import read_named
from tui_mlp.session.pace import SPEEDS
from tui_mlp.session.refresh_rates import NORMAL, REFRESH_RATES

RECENT = 8
"""How many sources are remembered."""
LARGEST = 2**20
"""Most bytes of the file; it usually has a few hundred."""


class Settings:
    """`theme` and `refresh` by name, and `recent` sources, the latest first. `first` is True if there is no file yet.

    `language` is the code of the one chosen in the menu; empty if none was. `big` says whether it is drawn for
    a projector, `bell` whether the end of a long training rings. `speed` is in epochs a second, None for as fast as
    possible.
    Without `path` nothing is saved. A file that can't be read is treated as missing.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self.theme, self.language, self.refresh, self.recent = "", "", NORMAL, list[str]()
        self.speed: int | None = None
        self.bell, self.big = True, False
        self.first = path is None or not os.path.exists(path)  # Path.exists raises for an unreadable folder
        try:
            found = json.loads(read_named(path, _("settings"), LARGEST)) if path else {}
            if isinstance(found.get("theme"), str):
                self.theme = found["theme"]
            if found.get("language") in tuple(LANGUAGES):
                self.language = found["language"]
            if found.get("refresh") in REFRESH_RATES:
                self.refresh = found["refresh"]
            if found.get("speed") in SPEEDS:
                self.speed = int(found["speed"])
            self.bell, self.big = found.get("bell") is not False, found.get("big") is True
            self.recent = [source for source in found.get("recent", []) if isinstance(source, str)][:RECENT]
        except (ValueError, AttributeError, TypeError, RecursionError):
            pass  # the next save replaces it

    def remember(self, source: str) -> None:
        """Put a source first among the recent ones, and save. Raises InputError."""
        self.recent = [source, *(other for other in self.recent if other != source)][:RECENT]
        self.save()

    def forget(self, source: str) -> None:
        """Take a source from the recent ones, as it can't be used, and save. Raises InputError."""
        if source in self.recent:
            self.recent.remove(source)
            self.save()

    def save(self) -> None:
        """Write the file. Raises InputError."""
        if self.path is None:
            return
        settings = {
            "theme": self.theme,
            "language": self.language,
            "big": self.big,
            "refresh": self.refresh,
            "speed": self.speed,
            "bell": self.bell,
        }
        text = json.dumps({**settings, "recent": self.recent}, indent=1)  # ASCII: names may hold lone surrogates
        unfinished = self.path.with_name(f".{self.path.name}.{os.getpid()}")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            unfinished.write_text(text + "\n", encoding="utf-8")
            os.replace(unfinished, self.path)
        except OSError as problem:
            message = _(
                "{}: cannot be written: {}; theme, speed and last experiment are forgotten when you quit. Make the "
                "folder writable, or set XDG_CONFIG_HOME to another one"
            )
            raise InputError(message.format(self.path, problem.strerror)) from problem


def default_path() -> Path:
    """The path of the user's settings file."""
    from platformdirs import user_config_path

    return user_config_path("mlp-tui") / "settings.json"


def existing_sources(sources: Sequence[str], names: Sequence[str]) -> list[str]:
    """Those sources that still exist: one of the names, or a file or folder."""
    return [source for source in sources if source in names or os.path.exists(source)]
