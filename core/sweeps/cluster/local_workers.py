"""Workers on this machine: processes of one thread each, for this sweep alone."""

from pathlib import Path

from .cluster import CLIENT, Cluster
from .on_worker import worker_name


class LocalWorkers(Cluster):
    """A Dask scheduler in this process, bound to 127.0.0.1, and `count` processes as its workers.

    A process that was killed is started again; all end with this one, however it ends.
    """

    def __init__(self, count: int) -> None:
        super().__init__()
        self._count = count

    @property
    def count(self) -> int:
        """How many workers there are to be."""
        return self._count

    def start(self, log: Path) -> None:
        """Start the scheduler and the workers; what they say is appended to the file `log`."""
        from distributed import Client, LocalCluster

        from .worker_process import LoggedNanny, interrupts_blocked

        self._log.write_to(log)
        with interrupts_blocked():
            self._cluster = self._stack.enter_context(
                LocalCluster(
                    n_workers=self._count,
                    threads_per_worker=1,
                    processes=True,
                    host="127.0.0.1",
                    scheduler_kwargs={"dashboard": False, "dashboard_address": "127.0.0.1:0"},
                    dashboard_address=None,
                    memory_limit=None,
                    silence_logs=False,
                    worker_class=LoggedNanny,
                    log=str(log.absolute()),
                )
            )
            self._client = self._stack.enter_context(Client(self._cluster, set_as_default=False, name=CLIENT))

    def set_count(self, count: int) -> None:
        """Have this number of workers: more are started in the background, fewer only by `remove`."""
        self._count = max(count, 1)
        if self._count > len(self._cluster.worker_spec):
            self._cluster.scale(self._count)

    def remove(self, names: list[str]) -> None:
        """End the workers of these names, as `worker_name` makes them, in the background."""
        found = [name for name in self._cluster.worker_spec if worker_name(name) in names]
        self._cluster.loop.add_callback(self._cluster.scale_down, found)
