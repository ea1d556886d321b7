"""Prints JSON on stdout."""

from collections.abc import Mapping

import click

from core.support.escaping import json_escaped


def print_json(record: Mapping[str, object]) -> None:
    """Print the record as one line of JSON, and flush. Control characters become JSON escapes."""
    from core.support.strict_json import dumps

    click.echo(json_escaped(dumps(record)))
