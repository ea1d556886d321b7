"""Files of tests/fixtures/outside, which say what the outside of the program is.

They change only where a change of the outside is meant: `GOLDEN=write pytest tests/outside` then writes them anew.
"""

import os
import platform
import sys
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).parents[1] / "fixtures" / "outside"
WRITES = os.environ.get("GOLDEN") == "write"


def golden(name: str, text: str) -> str:
    """What the file says; with GOLDEN=write the text, which is written to it."""
    path = FOLDER / name
    if WRITES:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return path.read_text(encoding="utf-8")


def environment() -> str:
    """What the last bits depend on: NumPy, its BLAS, the processor's instructions."""
    from threadpoolctl import threadpool_info

    blas = [
        f"{one['internal_api']} {one['version']} {one.get('architecture')}"
        for one in threadpool_info()
        if one["user_api"] == "blas"
    ]
    extensions = (np.show_config(mode="dicts") or {}).get("SIMD Extensions", {}).get("found", ())
    return " ".join((platform.machine(), sys.platform, "numpy", np.__version__, *sorted(set(blas)), *extensions))
