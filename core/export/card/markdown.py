"""Text of any origin as Markdown in which it stays text; tables, lists, code."""

import re
from collections.abc import Iterable, Iterator, Sequence

from core.support.escaping import escaped, one_line
from core.support.i18n import _

LONGEST_NAME = 80
"""Characters of a name that are shown."""


def name_text(name: str) -> str:
    """A name as code, shortened; it may hold anything."""
    if not name:
        return _("(unnamed)")
    shown = one_line(name, LONGEST_NAME)
    fence = "`" * (1 + max(map(len, re.findall("`+", shown)), default=0))
    padding = " " if shown[0] in "` " or shown[-1] in "` " else ""
    return f"{fence}{padding}{shown}{padding}{fence}"


def names_text(names: Sequence[str], most: int = 30) -> str:
    """Names as code behind each other; of more than `most` the first ones, and how many there are."""
    shown = ", ".join(map(name_text, names[:most]))
    return _("{} and {} more").format(shown, f"{len(names) - most:,}") if len(names) > most else shown


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table; cells are Markdown on one line."""
    yield _row(head)
    yield _row(["---"] * len(head))
    yield from map(_row, rows)
    yield ""


def bullets(points: Iterable[str]) -> Iterator[str]:
    """A list, a line for each point; nothing without points."""
    lines = [f"- {point}" for point in points]
    if lines:
        yield from (*lines, "")


def code_block(language: str, lines: Iterable[str]) -> Iterator[str]:
    """A block of code. No line may begin with backticks."""
    yield from (f"```{language}", *(escaped(line) for line in lines), "```", "")


def section(title: str, *parts: Iterable[str]) -> Iterator[str]:
    """A heading, and what stands under it; nothing if that is nothing."""
    lines = [line for part in parts for line in part]
    if lines:
        yield from (f"## {title}", "", *lines)


def paragraph(text: str) -> Iterator[str]:
    """A paragraph; nothing for no text."""
    if text:
        yield from (text, "")


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(_cell(cell) for cell in cells)} |"


def _cell(text: str) -> str:
    """A cell with escaped bars, which would end it, in code too. A table takes one escape away, whatever is before."""
    return text.replace("|", "\\|")
