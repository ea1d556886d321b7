"""What commands say: one JSON object a line on stdout, messages on stderr."""

from collections.abc import Mapping

import click

from core.escaping import json_escaped

from ..console import warn


def print_json(record: Mapping[str, object]) -> None:
    """One line, flushed, so that a pipe sees each as it happens; what a terminal would obey as JSON's own escapes."""
    from core.strict_json import dumps

    click.echo(json_escaped(dumps(record)))


def tell(text: str) -> None:
    """What a person must hear, on stderr."""
    warn(text)
