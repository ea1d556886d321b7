"""Schedulers that can't be used: files of TLS without an address with it, and the reverse; the reason in the end."""

from pathlib import Path

import pytest

from core.support.errors import InputError
from core.sweeps.cluster import existing_scheduler
from core.sweeps.cluster.existing_scheduler import ExistingScheduler

NO_CERTIFICATE = Path(__file__)


def refused(address: str, file: Path | None = None) -> str:
    with pytest.raises(InputError) as problem:
        ExistingScheduler(address, file, file, file, timeout=1).__enter__()
    return str(problem.value)


def test_an_address_with_tls_needs_a_certificate() -> None:
    assert "found no certificate to show to the scheduler, expected --tls-ca" in refused("tls://127.0.0.1:1")


def test_files_of_tls_need_an_address_with_it() -> None:
    assert "an address without it, expected one such as tls://" in refused("tcp://127.0.0.1:1", NO_CERTIFICATE)


def test_the_reason_is_what_went_wrong_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    async def fails(*arguments: object) -> str:
        try:
            raise OSError("certificate verify failed")
        except OSError as problem:
            raise OSError("before comm was established") from problem

    monkeypatch.setattr(existing_scheduler, "_kind_of_server", fails)
    assert "there: certificate verify failed; expected" in refused("tcp://127.0.0.1:1")


def test_files_that_are_no_certificates_are_said() -> None:
    assert "with these files of TLS: [" in refused("tls://127.0.0.1:1", NO_CERTIFICATE)
