"""What commands say: one JSON object a line on stdout, messages on stderr."""

import json
from collections.abc import Mapping

import click


def print_json(record: Mapping[str, object]) -> None:
    """One line, flushed, so that a pipe sees each as it happens."""
    click.echo(json.dumps(record, ensure_ascii=False))


def tell(text: str) -> None:
    """What a person must hear, on stderr."""
    click.echo(f"mlp-tui: {text}", err=True)
