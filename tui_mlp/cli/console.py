"""Writes text to stdout and stderr: control characters escaped, ASCII where wanted.

All text passes through here, so that nothing in it acts as a command to the terminal.
"""

from collections.abc import Iterable, Sequence

import click

from core.support.escaping import escaped, one_line
from tui_mlp.text.ascii_text import ascii_alone, to_ascii


def say(text: str = "", err: bool = False, lines: bool = False) -> None:
    """Write a line to stdout or stderr. With `lines`, line breaks in the text are kept."""
    click.echo(plain(text, lines), err=err)


def ask(text: str) -> None:
    """Write the words before a line is typed, without a line's end, on stdout."""
    click.echo(plain(text), nl=False)


def plain(text: str, lines: bool = False) -> str:
    """The text as the shell gets it: escaped, and in ASCII where that is wanted."""
    text = escaped(text, lines)
    return to_ascii(text) if ascii_alone.get() else text


def exact(name: str) -> str:
    """A name or path that someone may use: in ASCII its other characters are escapes, never letters like them."""
    return name.encode("ascii", "backslashreplace").decode() if ascii_alone.get() else name


def warn(message: object) -> None:
    """Write a message to stderr, on one line that begins with the program's name."""
    say(message_line(message), err=True)


def message_line(message: object) -> str:
    """A message on one line that begins with the program's name."""
    return f"mlp-tui: {one_line(message)}"


def aligned(rows: Iterable[Sequence[str]], right: Sequence[int] = ()) -> Iterable[str]:
    """The lines of a table: columns as wide as their widest cell, those with an index in `right` right-aligned."""
    from rich.cells import cell_len  # a slow import that the commands which open the screen don't need

    table = [[plain(cell) for cell in row] for row in rows]
    widths = [max(map(cell_len, column)) for column in zip(*table, strict=True)]
    for row in table:
        cells = []
        for column, (cell, width) in enumerate(zip(row, widths, strict=True)):
            blanks = " " * (width - cell_len(cell))
            cells.append(blanks + cell if column in right else cell + blanks)
        yield "  ".join(cells).rstrip()
