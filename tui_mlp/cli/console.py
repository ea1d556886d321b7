"""Writes text to stdout and stderr, with control characters escaped.

All text passes through here, so that nothing in it acts as a command to the terminal.
"""

from collections.abc import Iterable, Sequence

import click

from core.support.escaping import escaped, one_line


def say(text: str = "", err: bool = False, lines: bool = False) -> None:
    """Write a line to stdout or stderr. With `lines`, line breaks in the text are kept."""
    click.echo(escaped(text, lines), err=err)


def warn(message: object) -> None:
    """Write a message to stderr, on one line that begins with the program's name."""
    say(f"mlp-tui: {one_line(message)}", err=True)


def aligned(rows: Iterable[Sequence[str]], right: Sequence[int] = ()) -> Iterable[str]:
    """The lines of a table: columns as wide as their widest cell, those with an index in `right` right-aligned."""
    from rich.cells import cell_len  # a slow import that the commands which open the screen don't need

    table = [[escaped(cell) for cell in row] for row in rows]
    widths = [max(map(cell_len, column)) for column in zip(*table, strict=True)]
    for row in table:
        cells = []
        for column, (cell, width) in enumerate(zip(row, widths, strict=True)):
            blanks = " " * (width - cell_len(cell))
            cells.append(blanks + cell if column in right else cell + blanks)
        yield "  ".join(cells).rstrip()
