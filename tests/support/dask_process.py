"""A part of a Dask cluster as a process of its own: python dask_process.py scheduler | worker ADDRESS.

The scheduler has a worker in its process, with another version of this package, and prints its address. A worker has a
nanny, as those of `dask worker` have. All end when their standard input is closed.
"""

import asyncio
import os
import sys
import threading
from contextlib import AsyncExitStack

from distributed import Nanny, Scheduler, Worker

from core.sweeps.worker import worker_facts


def end_with_input() -> None:
    """As soon as who started the process is gone, it ends."""
    sys.stdin.buffer.read()
    os._exit(0)


async def serve(kind: str, address: str) -> None:
    """Start what is asked for, and serve until killed."""
    async with AsyncExitStack() as stack:
        if kind == "scheduler":
            scheduler = Scheduler(host="127.0.0.1", port=0, dashboard=False, dashboard_address="127.0.0.1:0")
            await stack.enter_async_context(scheduler)
            worker_facts.own_version = lambda: "0.0.1"
            await stack.enter_async_context(Worker(scheduler.address, host="127.0.0.1", nthreads=1, name="other"))
            print(scheduler.address, flush=True)
        else:
            await stack.enter_async_context(Nanny(address, host="127.0.0.1", nthreads=1, memory_limit=None))
            print(flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    threading.Thread(target=end_with_input, daemon=True).start()
    asyncio.run(serve(sys.argv[1], sys.argv[2] if sys.argv[2:] else ""))
