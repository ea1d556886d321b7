"""The outputs of a training's network, as the training thread computes them for a view."""

import numpy as np

from core.analysis.outputs.outputs import Outputs
from core.analysis.outputs.split_outputs import SplitOutputs, split_outputs
from core.calls import Array
from core.data.dataset import Split
from core.experiment.experiment import Experiment
from core.model.model import Model
from core.model.output_meaning import OutputMeaning
from core.training.trainer import Trainer


def outputs_of(trainer: Trainer, *splits: str, most: int | None = None) -> Outputs:
    """Those of the named splits, by default of the validation rows."""
    model, found = Model.of(trainer.network, trainer.data), dict[str, SplitOutputs]()
    scaling = trainer.data.target_scaling
    for name in splits or ("validation",):
        examples = trainer.data.splits.get(name)
        assert examples is not None, f"there is no split {name}"
        *_parts, last = split_outputs(trainer.network, name, examples, model.meaning, most, target_scaling=scaling)
        assert last is not None
        found[name] = last
    return Outputs(model, trainer.data, trainer.epoch, trainer.batch, found)


def outputs_after(source: str, epochs: int = 1, *settings: str) -> Outputs:
    """Those of the validation rows after some epochs of an experiment, with settings such as "seed=2"."""
    trainer = Trainer(Experiment.load(source, settings))
    for _epoch in range(epochs):
        trainer.run_epoch()
    return outputs_of(trainer)


def split_of(A: Array, Y: Array, meaning: OutputMeaning, losses: Array, X: Array | None = None) -> SplitOutputs:
    """Outputs written by hand for all examples of a validation split."""
    m = len(A)
    examples = Split(np.ones((m, 2)) if X is None else X, Y, rows=np.arange(m))
    return SplitOutputs("validation", m, np.arange(m), examples, meaning, A, losses)
