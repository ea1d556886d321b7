"""For all tests."""

import os

import pytest
from hypothesis import settings

# A busy machine is no fault of the code, and the same commit is judged by the same examples everywhere.
settings.register_profile("same", settings.default, deadline=None, derandomize=True)
settings.register_profile("search", settings.default, deadline=None, derandomize=False)
settings.load_profile("same")


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """One more than there are processors: tests of the real program wait for it a good part of their time."""
    return (os.cpu_count() or 1) + 1
