"""The scheduler of a Dask cluster that exists, by its address, with TLS or without."""

import ipaddress
import os
from pathlib import Path
from urllib.parse import urlsplit

from core.support.errors import InputError
from core.support.i18n import _

from .cluster import Cluster

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
        self.where = address if "://" in address else f"{'tls' if self.encrypted else 'tcp'}://{address}"

    def __enter__(self) -> "ExistingScheduler":
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
        given = {name: str(path) for name, path in self._tls.items() if path}
        try:
            with interrupts_blocked():
                self._client = self._stack.enter_context(
                    Client(
                        self.where,
                        timeout=self._timeout,
                        security=Security(require_encryption=True, **given) if given else None,
                        set_as_default=False,
                        name="mlp-tui-sweep",
                    )
                )
        except InputError:
            raise
        except Exception as problem:  # whatever answers there may send anything
            text = _(
                "{}: found no scheduler of Dask there: {}; expected the address that `dask scheduler` says when it "
                "starts, such as tcp://10.0.0.5:8786"
            )
            raise InputError(text.format(self.where, problem or type(problem).__name__)) from problem


def _is_loopback(address: str) -> bool:
    """Whether an address is of this machine itself, which no other one can reach."""
    host = urlsplit(address).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
