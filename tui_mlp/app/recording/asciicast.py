"""Recordings in the format asciicast v2: a header in JSON, then one event a line.

https://docs.asciinema.org/manual/asciicast/v2
"""

import json
from datetime import datetime
from typing import BinaryIO, NamedTuple

from core.support.atomic_files import write_all
from core.support.strict_json import valid_text


class TerminalColours(NamedTuple):
    """The colours of the terminal that plays a recording, each as `#rrggbb`: text, ground and the 16 of its own."""

    foreground: str
    background: str
    palette: tuple[str, ...]


class Asciicast:
    """Writes a recording into `file` as it goes on, so that it never stands in memory as a whole.

    `size` is columns and lines, `started` the time of the run as ISO 8601, `colours` those around the picture.
    Raises OSError.
    """

    def __init__(
        self, file: BinaryIO, size: tuple[int, int], title: str, started: str, colours: TerminalColours
    ) -> None:
        self._file = file
        width, height = size
        header: dict[str, object] = {"version": 2, "width": width, "height": height}
        if timestamp := unix_time(started):
            header["timestamp"] = timestamp
        theme = {"fg": colours.foreground, "bg": colours.background, "palette": ":".join(colours.palette)}
        header |= {"title": title, "env": {"TERM": "xterm-256color"}, "theme": theme}
        self._line(header)

    def add(self, seconds: float, data: str) -> None:
        """Add what the terminal gets at this time."""
        self._line([round(seconds, 6), "o", data])

    def _line(self, content: object) -> None:
        write_all(self._file, valid_text(json.dumps(content, ensure_ascii=False)).encode() + b"\n")


def unix_time(started: str) -> int | None:
    """A time as ISO 8601 in seconds since 1970; None for a text that is none."""
    try:
        return int(datetime.fromisoformat(started).timestamp())
    except (ValueError, OverflowError, OSError):
        return None
