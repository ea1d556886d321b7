"""What a worker says of itself, and in what it differs."""

import platform
from importlib.metadata import version

import numpy as np

from core.runs.environment import processor
from core.sweeps.worker.worker_facts import differences, worker_facts


def test_a_process_says_on_what_its_bits_depend() -> None:
    facts = worker_facts()
    assert (facts.version, facts.python) == (version("mlp-tui"), platform.python_version())
    assert (facts.numpy, facts.processor, facts.host) == (np.__version__, processor(), platform.node())
    assert facts.cores >= 1


def test_differences_are_of_what_changes_the_last_digits() -> None:
    own = worker_facts()
    assert differences(own, own._replace(cores=999, host="elsewhere")) == []
    other = own._replace(numpy="2.0.0", processor="arm64 linux")
    assert differences(own, other) == [
        f"NumPy is 2.0.0 there, {np.__version__} here",
        f"the processor is arm64 linux there, {own.processor} here",
    ]
