"""Dask's messages on a disk that is full."""

import logging
from pathlib import Path

import pytest

from core.sweeps.cluster.dask_log import DaskLog

FULL = Path("/dev/full")


@pytest.mark.skipif(not FULL.exists(), reason="this system has no device that is always full")
def test_messages_that_cannot_be_written_are_lost_without_a_word(capfd: pytest.CaptureFixture[str]) -> None:
    with DaskLog() as log:
        log.write_to(FULL)
        logging.getLogger("distributed.core").warning("something")
    assert capfd.readouterr() == ("", "")
