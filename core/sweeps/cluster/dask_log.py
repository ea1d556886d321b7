"""Dask's configuration for a sweep, and its messages, which go to a file."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

FAMILIES = "distributed", "dask", "tornado", "bokeh", "asyncio", "py.warnings"
"""Loggers of Dask and of what it stands on, each with those below it."""
SETTINGS = {
    "distributed.admin.large-graph-warning-threshold": "1 TB",  # a job brings its run's files along
    "distributed.deploy.lost-worker-timeout": "5 minutes",  # to start a lost process again, on a busy machine
    "distributed.worker.profile.enabled": False,
    "distributed.scheduler.http.routes": [],
    "distributed.worker.http.routes": [],
    "distributed.comm.timeouts.connect": "10s",
}
"""Dask's configuration while a sweep runs, above that of its files."""


class LogFile(logging.FileHandler):
    """A file of messages of which those are lost that can't be written, as on a full disk: nothing is said of it."""

    def handleError(self, record: logging.LogRecord) -> None:
        """Say nothing."""

    def close(self) -> None:
        """Close the file, even if its last messages can't be written."""
        with suppress(OSError):
            super().close()


class DaskLog:
    """What Dask says, in this process: kept from the terminal, and written to a file once there is one.

    Importing the library makes its loggers write to stderr; warnings of Python go there too.
    """

    def __init__(self) -> None:
        self._handler: logging.Handler = logging.NullHandler()
        self._before: list[tuple[logging.Logger, list[logging.Handler], bool]] = []

    def write_to(self, path: Path) -> None:
        """From now on, append to this file. Raises OSError where it can't be written."""
        handler = LogFile(path, encoding="utf-8")
        handler.setFormatter(logging.Formatter("%(asctime)s %(process)d %(name)s %(levelname)s %(message)s"))
        self._replace(handler)

    def __enter__(self) -> "DaskLog":
        for logger in _loggers():
            self._before.append((logger, list(logger.handlers), logger.propagate))
            for handler in list(logger.handlers):
                if isinstance(handler, logging.StreamHandler):  # others, as Dask's of its last messages, stay
                    logger.removeHandler(handler)
            logger.propagate = logger.name not in FAMILIES
        self._replace(self._handler)
        logging.captureWarnings(True)
        return self

    def __exit__(self, *problem: object) -> None:
        logging.captureWarnings(False)
        self._replace(logging.NullHandler())
        for logger, handlers, propagate in reversed(self._before):
            logger.handlers[:], logger.propagate = handlers, propagate
        self._before.clear()

    def _replace(self, handler: logging.Handler) -> None:
        for name in FAMILIES:
            logger = logging.getLogger(name)
            logger.removeHandler(self._handler)
            logger.addHandler(handler)
        self._handler.close()
        self._handler = handler


def _loggers() -> list[logging.Logger]:
    """The loggers of all families, parents before those below them."""
    known = [name for name in logging.root.manager.loggerDict if name.split(".")[0] in FAMILIES]
    return [logging.getLogger(name) for name in sorted({*FAMILIES, *known})]


@contextmanager
def dask_settings() -> Iterator[None]:
    """Dask's configuration for a sweep, and as it was afterwards."""
    import dask

    with dask.config.set(SETTINGS):
        yield
