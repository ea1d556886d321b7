"""What is written to stdout and stderr: every text passes here, so that none of it is a command to the terminal."""

from collections.abc import Iterable, Sequence

import click

from core.support.escaping import escaped, one_line


def say(text: str = "", err: bool = False, lines: bool = False) -> None:
    """A line on stdout or stderr; with `lines`, a text whose line breaks are ours."""
    click.echo(escaped(text, lines), err=err)


def warn(message: object) -> None:
    """One message on one line of stderr, behind the program's name."""
    say(f"mlp-tui: {one_line(message)}", err=True)


def aligned(rows: Iterable[Sequence[str]], right: Sequence[int] = ()) -> Iterable[str]:
    """A table's lines: columns as wide as their widest cell, those at the places of `right` set to the right."""
    from rich.cells import cell_len  # slow, and no command that opens the screen has a table

    table = [[escaped(cell) for cell in row] for row in rows]
    widths = [max(map(cell_len, column)) for column in zip(*table, strict=True)]
    for row in table:
        cells = []
        for place, (cell, width) in enumerate(zip(row, widths, strict=True)):
            blanks = " " * (width - cell_len(cell))
            cells.append(blanks + cell if place in right else cell + blanks)
        yield "  ".join(cells).rstrip()
