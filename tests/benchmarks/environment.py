"""What all peers are measured under, settled in the environment before NumPy is loaded."""

import os
import platform
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from time import strftime

SLOWING = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")
"""Where set, NumPy's matrix products alone are those of another processor, up to twice as slow."""

SETTINGS = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "NPROC": "1",  # the size of XLA's pool of threads
    "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false",
    "JAX_PLATFORMS": "cpu",
}

SET_BY_CALLS = {"torch.set_num_threads": "1", "threadpool_limits": "1", "jax_cpu_enable_async_dispatch": "False"}
"""What the libraries are told once they are loaded; here only to be named beside the tables."""

DROPPED = "BENCHMARK_DROPPED"
"""Tells the process that is started anew what the first one had left out."""

PACKAGES = ("numpy", "scikit-learn", "torch", "jax", "jaxlib")


def settle() -> None:
    """Start this command anew, once, where a library might already have read another environment."""
    slowing = [f"{name}={os.environ[name]}" for name in SLOWING if name in os.environ]
    if not slowing and all(os.environ.get(name) == value for name, value in SETTINGS.items()):
        return
    kept = {name: value for name, value in os.environ.items() if name not in SLOWING}
    if slowing:
        print(f"started again without {', '.join(slowing)}, which would slow NumPy alone", flush=True)
    os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], {**kept, **SETTINGS, DROPPED: ", ".join(slowing)})


def facts(script: str, arguments: Sequence[str]) -> dict[str, object]:
    """What a table needs beside it to be measured again."""
    return {
        "date": strftime("%Y-%m-%d"),
        "command": " ".join(["python", f"tests/benchmarks/{script}", *arguments]),
        "processor": processor(),
        "versions": {"Python": platform.python_version(), **{name: version(name) for name in PACKAGES}},
        "threads": {**SETTINGS, **SET_BY_CALLS},
        "dropped": os.environ.get(DROPPED) or "nothing",
    }


def processor() -> str:
    """Its name, as the system tells it, and how many of its cores there are."""
    name, info = platform.processor() or platform.machine(), Path("/proc/cpuinfo")
    if info.exists():
        names = [line.partition(":")[2].strip() for line in info.read_text().splitlines() if "model name" in line]
        name = names[0] if names else name
    return f"{name} ({platform.machine()}, {os.cpu_count()} cores, one of them used)"
