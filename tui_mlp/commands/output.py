"""One JSON object a line on stdout."""

import json
from collections.abc import Mapping

import click

from core.escaping import json_escaped


def print_json(record: Mapping[str, object]) -> None:
    """One line, flushed, so that a pipe sees each as it happens; what a terminal would obey as JSON's own escapes."""
    click.echo(json_escaped(json.dumps(record, ensure_ascii=False)))
