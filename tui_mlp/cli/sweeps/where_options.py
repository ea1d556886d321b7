"""The options that say where trials are trained: here, or on a Dask cluster."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

from core.support.i18n import N_
from tui_mlp.cli.options import PATH, option

Function = TypeVar("Function", bound=Callable[..., Any])


@dataclass(frozen=True)
class Where:
    """Where trials are trained: the values of --workers, --scheduler and its TLS files."""

    workers: int | None = None
    scheduler: str | None = None
    tls_ca: Path | None = None
    tls_cert: Path | None = None
    tls_key: Path | None = None
    until_stdin_closes: bool = False
    """Whether the sweep is stopped and saved when its stdin closes, as that of a program that started it does."""


OPTIONS = (
    option(
        "--workers",
        type=click.IntRange(1),
        metavar="N",
        help=N_("Train N trials at a time, each in a process; by default as many as there are cores."),
    ),
    option(
        "--scheduler",
        metavar="ADDRESS",
        help=N_("Train on the workers of the Dask scheduler at ADDRESS, such as tls://10.0.0.5:8786."),
    ),
    option("--tls-ca", type=PATH, metavar="FILE", help=N_("The certificate by which the scheduler is known.")),
    option("--tls-cert", type=PATH, metavar="FILE", help=N_("The certificate to show to the scheduler.")),
    option("--tls-key", type=PATH, metavar="FILE", help=N_("The key of that certificate.")),
    option("--until-stdin-closes", is_flag=True, hidden=True),
)


def where_options(function: Function) -> Function:
    """Decorate a command with these options. It gets their values as the argument `where`."""

    def command(
        workers: int | None, scheduler: str | None, tls_ca: Path | None, tls_cert: Path | None, tls_key: Path | None,
        until_stdin_closes: bool, **arguments: Any,
    ) -> Any:  # fmt: skip
        where = Where(workers, scheduler, tls_ca, tls_cert, tls_key, until_stdin_closes)
        return function(where=where, **arguments)

    command.__name__, command.__doc__ = function.__name__, function.__doc__
    command.__click_params__ = list(getattr(function, "__click_params__", []))  # type: ignore[attr-defined]
    for declare in reversed(OPTIONS):
        command = declare(command)
    return command  # type: ignore[return-value]
