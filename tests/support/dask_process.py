"""A part of a Dask cluster as a process of its own: python dask_process.py scheduler | worker ADDRESS | other ADDRESS.

The scheduler prints its address. A worker has a nanny, as those of `dask worker` have; `other` has another version of
this package. All end when their standard input is closed.
"""

import asyncio
import os
import sys
import threading

from distributed import Nanny, Scheduler, Worker
from distributed.core import Server


def end_with_input() -> None:
    """As soon as who started the process is gone, it ends."""
    sys.stdin.buffer.read()
    os._exit(0)


async def serve(kind: str, address: str) -> None:
    """Start what is asked for, and serve until killed."""
    server: Server
    if kind == "scheduler":
        server = Scheduler(host="127.0.0.1", port=0, dashboard=False, dashboard_address="127.0.0.1:0")
    elif kind == "worker":
        server = Nanny(address, host="127.0.0.1", nthreads=1, memory_limit=None)
    else:
        from core.sweeps.worker import worker_facts

        worker_facts.own_version = lambda: "0.0.1"
        server = Worker(address, host="127.0.0.1", nthreads=1, name="other")
    async with server:
        print(server.address, flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    threading.Thread(target=end_with_input, daemon=True).start()
    asyncio.run(serve(sys.argv[1], sys.argv[2] if sys.argv[2:] else ""))
