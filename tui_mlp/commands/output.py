"""One JSON object a line on stdout."""

import json
from collections.abc import Mapping

import click


def print_json(record: Mapping[str, object]) -> None:
    """One line, flushed, so that a pipe sees each as it happens."""
    click.echo(json.dumps(record, ensure_ascii=False))
