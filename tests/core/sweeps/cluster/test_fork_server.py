"""What Dask sets for workers that are to be forked is as it was afterwards."""

import os

import dask
import pytest

from core.sweeps.cluster.fork_server import CAN_FORK, SAFE_PATH, forked_workers

METHOD = "distributed.worker.multiprocessing-method"


@pytest.mark.parametrize("value", [None, "1"])
def test_the_settings_last_as_long_as_the_context(value: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SAFE_PATH, value or "")
    if value is None:
        monkeypatch.delenv(SAFE_PATH)
    before = dask.config.get(METHOD)
    with forked_workers():
        assert dask.config.get(METHOD) == ("forkserver" if CAN_FORK else before)
        os.environ[SAFE_PATH] = "1"  # as Dask does
    assert dask.config.get(METHOD) == before
    assert os.environ.get(SAFE_PATH) == value
