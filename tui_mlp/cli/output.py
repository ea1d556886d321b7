"""Prints JSON and CSV on stdout."""

import sys
from collections.abc import Iterable, Mapping

import click

from core.support.escaping import json_escaped

from .console import exact, plain


def print_json(record: Mapping[str, object]) -> None:
    """Print the record as one line of JSON, and flush. Control characters become JSON escapes."""
    print_json_lines([record])


def print_json_lines(records: Iterable[Mapping[str, object]]) -> None:
    """Print each record as one line of JSON, and flush after the last one."""
    from core.support.strict_json import dumps

    lines = [json_escaped(dumps(record)) for record in records]
    if lines:
        click.echo("\n".join(lines))


def print_csv(text: str) -> None:
    """Print lines of CSV as they are, in UTF-8, and flush. `csv_text` makes names safe for a terminal before."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))  # as text, Windows would change the line ends
    sys.stdout.buffer.flush()


def csv_text(name: str) -> str:
    """A name as it stands in a cell of CSV: itself where a program reads it, escaped where a terminal shows it.

    With --ascii, other characters are escapes too.
    """
    if sys.stdout.isatty():
        return plain(name)
    return exact(name) if click.get_current_context().params.get("ascii") else name
