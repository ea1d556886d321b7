"""One JSON object a line on stdout."""

from collections.abc import Mapping

import click

from core.strict_json import dumps


def print_json(record: Mapping[str, object]) -> None:
    """One line, flushed, so that a pipe sees each as it happens."""
    click.echo(dumps(record))
