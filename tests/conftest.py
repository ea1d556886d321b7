"""For all tests."""

import gc
import os
import signal
import sys
from collections.abc import Iterator

import catalogue
import pytest
from _pytest.runner import runtestprotocol
from _pytest.unraisableexception import gc_collect_iterations_key
from hypothesis import settings

from core.support import i18n

# A busy machine is no fault of the code, and the same commit is judged by the same examples everywhere. They are few:
# what 40 don't find, the next 60 of the same draw hardly do; others are drawn by --hypothesis-profile=search.
settings.register_profile("same", settings.default, deadline=None, derandomize=True, max_examples=40)
settings.register_profile("search", settings.default, deadline=None, derandomize=False)
settings.load_profile("same")

# A shell lets its background jobs ignore Ctrl+C, and so would the programs that tests start and interrupt.
signal.signal(signal.SIGINT, signal.default_int_handler)

# The program compiles itself once, not for each test that starts it.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# Nobody pulls the plug during a test: what is written need not wait for the disk, thousands of times. A descriptor that
# is none is still an error, tests of a full disk put their own fsync here, and the real program has the system's.
os.fsync = os.fstat  # type: ignore[assignment]

# Texts are compared in English, whatever the machine speaks; a test of Spanish says so.
os.environ[i18n.VARIABLE] = "en"
i18n.use_language("en")


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """One more than there are processors: tests of the real program wait for it a good part of their time."""
    return (os.cpu_count() or 1) + 1


# Each screen makes a hundred thousand objects that live as long as its test: looking through them again and again for
# circles took a quarter of the time of these tests.
gc.set_threshold(100_000, 50, 1000)


def pytest_configure(config: pytest.Config) -> None:
    """At the end pytest looks for garbage once instead of five times, each of which takes most of a second.

    A catalogue of translations that has changed is compiled before the workers start.
    """
    config.stash[gc_collect_iterations_key] = 1
    if not hasattr(config, "workerinput"):
        catalogue.compile_if_older()


def pytest_collection_finish() -> None:
    """Modules and tests stay to the end: the garbage collector need not go through them again and again."""
    gc.freeze()


def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """A worker tells what came of a test and what went wrong around it, not also that nothing did, and that it began.

    With 9,000 tests that are 27,000 messages less, each written, sent, read and counted.
    """
    if not hasattr(item.config, "workerinput"):
        return None
    for report in runtestprotocol(item, log=False, nextitem=nextitem):
        if report.when == "call" or not report.passed:
            item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Whatever language a test has switched to, the next one speaks English."""
    yield
    i18n.use_language("en")
