"""What a worker runs on, and how that differs from this process.

The last bits of a training depend on it.
"""

import platform
from importlib.metadata import PackageNotFoundError, version
from typing import NamedTuple

import numpy as np

from core.runs.environment import processor
from core.support.cores import usable_cores
from core.support.i18n import _

PACKAGE = "mlp-tui"


class WorkerFacts(NamedTuple):
    """What a worker runs on.

    `version` is that of mlp-tui, empty where it isn't installed as a package; `processor` as in a run's journal;
    `cores` are those that the process may use.
    """

    version: str
    python: str
    numpy: str
    processor: str
    cores: int
    host: str


def worker_facts() -> WorkerFacts:
    """The facts of this process."""
    return WorkerFacts(
        version=own_version(),
        python=platform.python_version(),
        numpy=np.__version__,
        processor=processor(),
        cores=usable_cores(),
        host=platform.node(),
    )


def own_version() -> str:
    """The version of mlp-tui in this process; empty where it isn't installed as a package."""
    try:
        return version(PACKAGE)
    except PackageNotFoundError:
        return ""


def differences(own: WorkerFacts, worker: WorkerFacts) -> list[str]:
    """In words, in what a worker differs from this process, so that the last digits of its runs may; empty if nothing.

    The version of mlp-tui isn't among it: a worker of another one gets no job.
    """
    pairs = (
        ("Python", own.python, worker.python),
        ("NumPy", own.numpy, worker.numpy),
        (_("the processor"), own.processor, worker.processor),
    )
    return [_("{} is {} there, {} here").format(name, there, here) for name, here, there in pairs if there != here]
