"""Where a sweep's jobs go: what own workers and an existing scheduler share."""

from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from core.support.errors import InputError
from core.support.i18n import _
from core.sweeps.libraries import need_libraries

from .dask_log import DaskLog, dask_settings

if TYPE_CHECKING:
    from distributed import Client


CLIENT = "mlp-tui-sweep"
"""The name by which Dask knows this program."""


class Cluster:
    """A Dask scheduler with its workers, to be used as a context manager.

    Entering it makes sure that there is one: raises InputError where Dask's library is missing, or a scheduler can't be
    reached. `start` begins the work. Leaving it ends all processes and threads that it has started. What Dask says
    never reaches the terminal.
    """

    address = ""
    """The scheduler's address; empty where this sweep has started it on this machine."""

    def __init__(self) -> None:
        self.notes: list[str] = []
        self._stack = ExitStack()
        self._log = DaskLog()
        self._client: Client | None = None

    @property
    def client(self) -> "Client":
        """Dask's client, once there is one."""
        assert self._client is not None, "the cluster was not started"
        return self._client

    def start(self, log: Path) -> None:
        """Start what isn't running yet; Dask's messages are appended to the file `log`."""
        raise NotImplementedError

    @property
    def where(self) -> str:
        """In words: this machine, or the scheduler's address."""
        return self.address or _("this machine")

    @property
    def count(self) -> int:
        """How many workers there are to be. Raises InputError where they are not this sweep's own."""
        raise InputError(_("the workers belong to {}; start or stop them there").format(self.where))

    def set_count(self, count: int) -> None:
        """Have this number of workers. Raises InputError as `count` does."""
        raise NotImplementedError

    def remove(self, names: list[str]) -> None:
        """End the workers of these names, which have nothing to do."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        need_libraries()
        self._stack.enter_context(self._log)
        self._stack.enter_context(dask_settings())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._stack.close()
        self._client = None
