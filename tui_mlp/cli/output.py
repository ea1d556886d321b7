"""Prints JSON and CSV on stdout."""

import sys
from collections.abc import Callable, Mapping

import click

from core.support.escaping import json_escaped

from .console import exact, plain


def print_json(record: Mapping[str, object]) -> None:
    """Print the record as one line of JSON, and flush. Control characters become JSON escapes."""
    from core.support.strict_json import dumps

    click.echo(json_escaped(dumps(record)))


def print_json_lines(text: str) -> None:
    """Print lines of JSON that are escaped as those of `print_json`, and flush."""
    click.echo(text, nl=False)


def print_csv(text: str) -> None:
    """Print lines of CSV as they are, in UTF-8, and flush. `csv_text` makes names safe for a terminal before."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))  # as text, Windows would change the line ends
    sys.stdout.buffer.flush()


def csv_text() -> Callable[[str], str]:
    """What becomes of a name in CSV: nothing where a program reads it; where a terminal shows it, it is escaped.

    With --ascii, characters beyond ASCII are escapes too.
    """
    if sys.stdout.isatty():
        return plain
    return exact if click.get_current_context().params.get("ascii") else str
