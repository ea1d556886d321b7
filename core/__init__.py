"""Multilayer perceptrons, trained by the lecture's backpropagation; no user interface.

import core
trainer = core.Trainer(core.Experiment.load("spiral"))
trainer.run_epoch()
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from core.data.dataset import Data
    from core.experiment.experiment import Experiment
    from core.prediction.saved_model import load
    from core.support.errors import InputError
    from core.training.arrays.fit import fit
    from core.training.divergence import Diverged
    from core.training.trainer import Trainer

    from .network import Network

__all__ = ["Data", "Diverged", "Experiment", "InputError", "Network", "Trainer", "fit", "load"]

_MODULES = {
    "Data": "data.dataset",
    "Diverged": "training.divergence",
    "Experiment": "experiment.experiment",
    "InputError": "support.errors",
    "Network": "network",
    "Trainer": "training.trainer",
    "fit": "training.arrays.fit",
    "load": "prediction.saved_model",
}


def __getattr__(name: str) -> Any:
    """Import a name when it is first used, so that `mlp-tui --version` needn't wait for NumPy."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_MODULES[name]}", __name__), name)
