"""Calls from Dask's thread to the sweep's, which does all else."""

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from concurrent.futures import CancelledError as Cancelled
from concurrent.futures import Future as Outcome
from functools import partial
from queue import Queue
from typing import Any

from distributed import Client

Calls = Queue[Callable[[], object]]
"""Calls for the sweep's thread, which Dask's thread puts there."""


class DaskCalls:
    """What the sweep's thread has Dask do without waiting for it; the outcome comes by `calls`."""

    def __init__(self, client: Client, calls: Calls) -> None:
        self._client, self._calls = client, calls
        self._loop: asyncio.AbstractEventLoop = client.loop.asyncio_loop  # type: ignore[union-attr]

    def on_workers(
        self,
        function: Callable[..., object],
        *arguments: object,
        workers: Iterable[str],
        then: Callable[[dict[str, Any]], object],
    ) -> None:
        """Call a function in workers, outside of their jobs; `then` gets what each returned or raised, by address."""
        addresses = list(workers)
        coroutine = self._client.run(function, *arguments, workers=addresses, on_error="return", asynchronous=True)

        def found(outcome: "Outcome[dict[str, Any]]") -> None:
            try:
                results = outcome.result()
            except (Exception, Cancelled) as problem:  # of the scheduler, so of all of them
                results = dict.fromkeys(addresses, problem)
            then(results)

        self.when_done(coroutine, found)

    def when_done(self, coroutine: Coroutine[Any, Any, Any], then: Callable[["Outcome[Any]"], object]) -> None:
        """Have Dask's thread wait for something, and the sweep's thread call `then` with its outcome."""
        outcome = asyncio.run_coroutine_threadsafe(coroutine, self._loop)
        outcome.add_done_callback(lambda done: self._calls.put(partial(then, done)))
