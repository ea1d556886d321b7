"""The lecture on backpropagation, running: NumPy and small data libraries, no screen.

import core
trainer = core.Trainer(core.Experiment.load("spiral"))
trainer.run_epoch()
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .data.loading import Data
    from .divergence import Diverged
    from .errors import InputError
    from .experiment import Experiment
    from .network import Network
    from .trainer import Trainer

__all__ = ["Data", "Diverged", "Experiment", "InputError", "Network", "Trainer"]

_HOMES = {
    "Data": "data.loading",
    "Diverged": "divergence",
    "Experiment": "experiment",
    "InputError": "errors",
    "Network": "network",
    "Trainer": "trainer",
}


def __getattr__(name: str) -> Any:
    """Imported when asked for: `mlp-tui --version` needn't wait for NumPy."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_HOMES[name]}", __name__), name)
