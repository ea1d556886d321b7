"""More or fewer workers while a sweep goes on, none in the middle of a mini-batch."""

from collections.abc import Callable

from core.support.errors import InputError
from core.support.i18n import _

from .cluster.cluster import Cluster
from .cluster.workers import Workers


def change_count(cluster: Cluster, workers: Workers, count: int, tell: Callable[[str], object]) -> None:
    """Have this number of workers, at least one: workers with nothing to do leave first, then those that came last."""
    try:
        before = cluster.count
    except InputError as problem:
        tell(str(problem))
        return
    if count < 1:
        tell(_("found {} workers, expected 1 or more; to stop all trainings, pause the sweep").format(count))
        return
    leaving = [worker for worker in workers.known.values() if worker.leaving]
    for worker in leaving[: max(0, count - before)]:
        worker.leaving = False
    staying = [worker for worker in workers.known.values() if not worker.leaving]
    staying.sort(key=lambda worker: bool(worker.jobs), reverse=True)
    for worker in staying[count:]:
        worker.leaving = True
    cluster.set_count(count)


def end_leaving(cluster: Cluster, workers: Workers) -> None:
    """End the workers that are to leave and have nothing to do any more."""
    names = [worker.description.name for worker in workers.known.values() if worker.leaving and not worker.jobs]
    if names:
        cluster.remove(names)
