"""What commands print: JSON on stdout, messages on stderr."""

from collections.abc import Mapping

import click

from core.support.escaping import json_escaped

from .console import warn


def print_json(record: Mapping[str, object]) -> None:
    """Print the record as one line of JSON and flush it. Control characters become JSON escapes."""
    from core.support.strict_json import dumps

    click.echo(json_escaped(dumps(record)))


def tell(text: str) -> None:
    """Print one message on stderr."""
    warn(text)
