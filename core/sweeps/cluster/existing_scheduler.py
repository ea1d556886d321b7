"""The scheduler of a Dask cluster that exists, by its address, with TLS or without."""

import asyncio
import ipaddress
import os
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from core.support.errors import InputError
from core.support.i18n import _

from .cluster import CLIENT, Cluster

TIMEOUT = 10.0
"""Seconds until a scheduler that doesn't answer counts as unreachable."""


class ExistingScheduler(Cluster):
    """A Dask scheduler that somebody has started, at an address such as tcp://10.0.0.5:8786.

    With TLS files, all connections must be encrypted: `tls_ca` is the authority's certificate, `tls_cert` and
    `tls_key` the client's (a key may stand in the certificate's file).
    """

    def __init__(
        self,
        address: str,
        tls_ca: Path | None = None,
        tls_cert: Path | None = None,
        tls_key: Path | None = None,
        timeout: float = TIMEOUT,
    ) -> None:
        super().__init__()
        self._tls = {"tls_ca_file": tls_ca, "tls_client_cert": tls_cert, "tls_client_key": tls_key}
        self._timeout = timeout
        self.encrypted = any(self._tls.values())
        self.address = address if "://" in address else f"{'tls' if self.encrypted else 'tcp'}://{address}"

    def __enter__(self) -> Self:
        super().__enter__()
        try:
            self._connect()
        except BaseException:
            self._stack.close()
            raise
        if not self.encrypted and not _is_loopback(self.where):
            text = _(
                "the connection to {} is not encrypted: whoever reaches that scheduler can run programs there; outside "
                "of a network that you trust, use TLS: --tls-ca, --tls-cert, --tls-key"
            )
            self.notes.append(text.format(self.where))
        return self

    def start(self, log: Path) -> None:
        """What Dask's client says from now on is appended to the file `log`."""
        self._log.write_to(log)

    def _connect(self) -> None:
        from distributed import Client, Security

        from .worker_process import interrupts_blocked

        for path in filter(None, self._tls.values()):
            if not os.access(path, os.R_OK):
                raise InputError(_("{}: found no file of TLS that can be read").format(path))
        uses_tls = urlsplit(self.where).scheme == "tls"
        if self.encrypted and not uses_tls:
            text = _("{}: found files of TLS and an address without it, expected one such as tls://10.0.0.5:8786")
            raise InputError(text.format(self.where))
        try:
            given = {name: str(path) for name, path in self._tls.items() if path}
            security = Security(require_encryption=True, **given) if given else Security()
            connection = security.get_connection_args("client")
            if uses_tls and connection["ssl_context"] is None:  # Dask's own settings may have one
                text = _(
                    "{}: found no certificate to show to the scheduler, expected --tls-ca, --tls-cert and --tls-key"
                )
                raise InputError(text.format(self.where))
            # First by hand: a client that can't connect goes on trying when it is collected as garbage.
            kind = asyncio.run(_kind_of_server(self.where, self._timeout, connection))
        except InputError:
            raise
        except TimeoutError:
            text = _(
                "{}: no scheduler of Dask answered within {:g} seconds; is that its address, as `dask scheduler` says "
                "it when it starts, and can this machine reach it?"
            )
            raise InputError(text.format(self.where, self._timeout)) from None
        except Exception as problem:  # whatever answers there may send anything
            if self.encrypted:
                text = _(
                    "{}: found no scheduler of Dask there that can be used with these files of TLS: {}; expected one "
                    "that uses TLS, and files whose authority is that of its own: --tls-ca, --tls-cert, --tls-key"
                )
            else:
                text = _(
                    "{}: found no scheduler of Dask there: {}; expected the address that `dask scheduler` says when it "
                    "starts, such as tcp://10.0.0.5:8786, and its TLS files where it uses TLS"
                )
            raise InputError(text.format(self.where, _reason(problem))) from problem
        if kind != "Scheduler":
            text = _("{}: found a part of Dask of the kind {}, expected a scheduler")
            raise InputError(text.format(self.where, kind))
        with interrupts_blocked():
            self._client = self._stack.enter_context(
                Client(self.where, timeout=self._timeout, security=security, set_as_default=False, name=CLIENT)
            )
        for topic in ("print", "warn"):  # which would be written to the terminal, whichever client's jobs say it
            self._client.unsubscribe_topic(topic)


def _reason(problem: BaseException) -> str:
    """What went wrong in the end: the library tells of it in several layers, the outer ones say nothing."""
    while problem.__cause__ is not None:
        problem = problem.__cause__
    return str(problem) or type(problem).__name__


async def _kind_of_server(address: str, timeout: float, connection: dict[str, object]) -> str:
    """Whether it is a scheduler that listens at an address, a worker … Raises any exception where nobody does."""
    from distributed import rpc

    async with asyncio.timeout(timeout):
        async with rpc(address, timeout=timeout, connection_args=connection) as server:
            identity = await server.identity()
    return str(identity["type"])


def _is_loopback(address: str) -> bool:
    """Whether an address is of this machine itself, which no other one can reach."""
    host = urlsplit(address).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
