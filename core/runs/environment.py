"""What the last bits of a training depend on: program, NumPy, processor, data. The same give the same bits."""

import platform
import sys
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

import msgspec
import numpy as np

from core.calls import Array
from core.support.i18n import _
from core.timeline.journal import Action, Conditions, Entry
from core.timeline.journal_steps import effective_steps


def current_conditions(X: Array, Y: Array, program: str = "") -> dict[str, Any]:
    """The fields of a journal's Conditions for this machine and these training examples, X m × s_1 and Y m × s_L."""
    return {
        "time": current_time(),
        "program": program,
        "python": platform.python_version(),
        "numpy": np.__version__,
        "processor": processor(),
        "data_sha256": data_sha256(X, Y),
    }


def data_sha256(*arrays: Array) -> str:
    """The digest of the training examples' bytes."""
    digest = sha256()
    for array in arrays:
        digest.update(np.ascontiguousarray(array).data)
    return digest.hexdigest()


def processor() -> str:
    """Machine, BLAS and SIMD extensions, on which the last bits of NumPy's sums and products depend."""
    from threadpoolctl import threadpool_info

    parts = [platform.machine(), sys.platform]
    for info in threadpool_info():
        if info["user_api"] == "blas":
            parts += [str(info.get(key)) for key in ("internal_api", "version", "architecture")]
    extensions = (np.show_config(mode="dicts") or {}).get("SIMD Extensions", {})
    return " ".join((*parts, *extensions.get("found", ())))


def current_time() -> str:
    """The present time to the second, as ISO 8601 with its offset."""
    return datetime.now().astimezone().isoformat(timespec="seconds")


def condition_differences(before: Conditions, today: Conditions) -> list[str]:
    """Sentences on what differs between two conditions, so that the bits may differ."""
    notes = []
    if before.data_sha256 != today.data_sha256:
        notes.append(_("the training examples are not those that the run had"))
    pairs = (
        (before.program, today.program, "mlp-tui"),
        (before.numpy, today.numpy, "NumPy"),
        (before.processor, today.processor, _("the processor")),
    )
    for one, other, name in pairs:
        if one != other and one and other:  # who uses core alone names no program
            notes.append(_("{} was {}, is {} now").format(name, one, other))
    return notes


def differences_since_last(entries: Sequence[Entry], today: Conditions) -> list[str]:
    """What isn't as it was when the run was last written; nothing where its journal doesn't say how it was."""
    known = [entry for entry in entries if isinstance(entry, Conditions)]
    if not known:
        return []
    if data_were_replaced(entries):
        today = msgspec.structs.replace(today, data_sha256=known[-1].data_sha256)
    return condition_differences(known[-1], today)


def differences_since_start(entries: Sequence[Entry], today: Conditions) -> list[str]:
    """What isn't, at the start of the run as it is today, as in any of the processes that trained it; each once."""
    known = [entry for entry in entries if isinstance(entry, Conditions)]
    if data_were_replaced(entries):  # when the run was resumed they needn't have been those that it began with
        known[1:] = [msgspec.structs.replace(entry, data_sha256=today.data_sha256) for entry in known[1:]]
    return list(dict.fromkeys(text for before in known for text in condition_differences(before, today)))


def data_were_replaced(entries: Sequence[Entry]) -> bool:
    """Whether a person gave the run other data, or another coding of its targets, than it began with."""
    return any(isinstance(step, Action) and step.act == "set_key" for step in effective_steps(entries))
