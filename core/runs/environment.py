"""What the last bits of a training depend on: program, NumPy, processor, data.

Where all are the same, so are the bits.
"""

import platform
import sys
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from core.calls import Array
from core.support.i18n import _
from core.timeline.journal import DATA_ACTIONS, Action, Conditions, Entry
from core.timeline.journal_steps import effective_steps


def current_conditions(X: Array, Y: Array, program: str = "") -> dict[str, Any]:
    """The fields of a journal's Conditions on this machine, for training examples X, m × (s_1 + 1), and Y, m × s_L."""
    return {
        "time": current_time(),
        "program": program,
        "python": platform.python_version(),
        "numpy": np.__version__,
        "processor": processor(),
        "data_sha256": data_sha256(X, Y),
    }


def data_sha256(*arrays: Array) -> str:
    """SHA-256 of the bytes of arrays."""
    digest = sha256()
    for array in arrays:
        digest.update(np.ascontiguousarray(array).data)
    return digest.hexdigest()


def processor() -> str:
    """Machine, BLAS and SIMD extensions, on which the last bits of NumPy's sums and products depend.

    Other packages, such as SciPy, bring a BLAS of their own, which computes nothing here.
    """
    from threadpoolctl import threadpool_info

    parts = [platform.machine(), sys.platform]
    found = [info for info in threadpool_info() if info["user_api"] == "blas"]
    for info in [one for one in found if _is_numpys(Path(one["filepath"]))] or found:
        parts += [str(info.get(key)) for key in ("internal_api", "version", "architecture")]
    extensions = (np.show_config(mode="dicts") or {}).get("SIMD Extensions", {})
    return " ".join((*parts, *extensions.get("found", ())))


def _is_numpys(library: Path) -> bool:
    """Whether a library came with NumPy: in its folder, or in the one beside it that wheels for Linux have."""
    package = Path(np.__file__).parent
    return library.is_relative_to(package) or library.is_relative_to(package.with_name("numpy.libs"))


def current_time() -> str:
    """The present local time in seconds, as ISO 8601 with its UTC offset."""
    return datetime.now().astimezone().isoformat(timespec="seconds")


def condition_differences(before: Conditions, today: Conditions) -> list[str]:
    """The differences between two conditions, in words."""
    notes = []
    if before.data_sha256 != today.data_sha256:
        notes.append(_("the training examples are not those that the run had"))
    pairs = (
        (before.program, today.program, "mlp-tui"),
        (before.numpy, today.numpy, "NumPy"),
        (before.processor, today.processor, _("the processor")),
    )
    for was, now, name in pairs:
        if was != now and was and now:  # without the command line there is no program
            notes.append(_("{} was {}, is {} now").format(name, was, now))
    return notes


def differences_since_last(entries: Sequence[Entry], today: Conditions) -> list[str]:
    """Differences from the conditions when the run was last written, in words; none where they aren't known."""
    known = [entry for entry in entries if isinstance(entry, Conditions)]
    if not known:
        return []
    if data_were_replaced(entries):
        today = msgspec.structs.replace(today, data_sha256=known[-1].data_sha256)
    return condition_differences(known[-1], today)


def differences_since_start(entries: Sequence[Entry], today: Conditions) -> list[str]:
    """Differences from the conditions of each process that trained the run; `today` has the data of the run's start."""
    known = [entry for entry in entries if isinstance(entry, Conditions)]
    if data_were_replaced(entries):  # a resumed run may have other data than at its start
        known[1:] = [msgspec.structs.replace(entry, data_sha256=today.data_sha256) for entry in known[1:]]
    return list(dict.fromkeys(text for before in known for text in condition_differences(before, today)))


def data_were_replaced(entries: Sequence[Entry]) -> bool:
    """Whether a person changed the run's data, or the coding of its targets, since its start."""
    return any(isinstance(step, Action) and step.act in DATA_ACTIONS for step in effective_steps(entries))
