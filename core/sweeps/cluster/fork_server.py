"""The process from which this machine's workers are forked, with their imports done."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import dask
from distributed import utils

MODULES = "core.sweeps.cluster.worker_process", "core.sweeps.cluster.on_worker", "core.sweeps.worker.run_job"
"""What workers import, and with it Dask and NumPy."""
CAN_FORK = sys.platform == "linux"
"""On macOS, a process that has loaded Apple's BLAS must not be forked; Windows has no fork."""
SAFE_PATH = "PYTHONSAFEPATH"
"""With this variable, Python takes no modules from the present folder, where a file may be called random.py."""


@contextmanager
def forked_workers() -> Iterator[None]:
    """While this context is entered, Dask forks its workers, where that can be done, and else starts each anew.

    Importing Dask takes a worker's process most of a second of computing, and 30 MB that forked ones share. Dask starts
    the process from which they are forked with the first of them, and it goes on until this process ends.
    """
    settings = {f"distributed.nanny.pre-spawn-environ.{SAFE_PATH}": "1"}
    if CAN_FORK:
        from multiprocessing import forkserver  # Windows has none

        utils._forkserver_preload_set = True  # Dask's own list has pandas, which it would import in this process too
        forkserver.set_forkserver_preload(list(MODULES))
        settings["distributed.worker.multiprocessing-method"] = "forkserver"
    before = os.environ.get(SAFE_PATH)
    try:
        with dask.config.set(settings):
            yield
    finally:
        if before is None:  # Dask leaves it set
            os.environ.pop(SAFE_PATH, None)
