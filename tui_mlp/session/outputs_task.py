"""Computes the outputs that a view shows, for a small share of the time of training."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from weakref import ref

from msgspec import Struct

from core.support.memory import not_enough_memory
from core.training.trainer import Interrupted

if TYPE_CHECKING:
    from core.analysis.outputs.outputs import Outputs
    from core.analysis.outputs.split_outputs import Figure, SplitOutputs
    from core.data.dataset import Data
    from core.model.model import Model
    from core.training.trainer import Trainer

SHARE = 0.01
"""The largest share of the time of training for computing outputs; the rest of 3 % is for drawing them."""


class OutputsWanted(Struct, frozen=True):
    """Which outputs a view shows.

    Of each split in `splits`, all rows, or at `most` so many, evenly spaced. `figures` are computed of the outputs of
    the first split, so that drawing finds them ready. With `activations`, those of all layers are counted too, for the
    first split. They are for `data`, and where others have been opened since then, nothing is computed; None: for any.
    """

    splits: tuple[str, ...] = ()
    most: int | None = None
    figures: "tuple[Figure[Any], ...]" = ()
    activations: bool = False
    data: "Data | None" = None


class OutputsTask:
    """Computes the outputs that are wanted, None where none are, and keeps the latest.

    `clock` gives the time in seconds. While a network is trained, `look` computes them anew if that is due; when it
    rests, `compute` goes on until they are those of its present state. `tell` is called with a message where memory is
    too small for them; there are none then.
    """

    def __init__(self, clock: Callable[[], float], tell: Callable[[str], object]) -> None:
        self.wanted: OutputsWanted | None = None
        self.latest: Outputs | None = None
        self.problem = ""
        """Why there are none; empty where nothing is in the way. They are tried again when others are wanted."""
        self._clock, self._tell = clock, tell
        self._key: object = None
        self._job: Iterator[Outputs | None] | None = None
        self._job_key: object = None
        self._due = 0.0
        self._template: tuple[ref[Data], Model] | None = None

    def want(self, wanted: OutputsWanted | None) -> None:
        """Compute these from now on."""
        if wanted != self.wanted:
            self.wanted, self._due, self.problem = wanted, 0.0, ""
            self._job = self._key = self._job_key = None
            if wanted is None:
                self.latest = None

    def missing(self, state_key: object) -> bool:
        """Whether outputs are wanted that aren't those of this state of the network."""
        return self.wanted is not None and not self.problem and self._key != (state_key, self.wanted)

    def look(self, trainer: "Trainer", state_key: object) -> None:
        """Compute them between two mini-batches, unless it is too early."""
        now = self._clock()
        if self.wanted is not None and now >= self._due:
            self.compute(trainer, state_key)
            self._due = now + (self._clock() - now) / SHARE

    def compute(self, trainer: "Trainer", state_key: object, interrupted: Interrupted | None = None) -> None:
        """Compute them; if interrupted, go on at the next call, or begin again if the network has changed."""
        if not self.missing(state_key):
            return
        key = state_key, self.wanted
        wanted_of = None if self.wanted is None else self.wanted.data
        if wanted_of is not None and wanted_of is not trainer.data:
            self.latest, self._key, self._job = None, key, None
            return
        if self._job is None or self._job_key != key:
            self._job, self._job_key = self._outputs(trainer), key
        try:
            for outputs in self._job:
                if outputs is not None:
                    self.latest, self._key, self._job = outputs, key, None
                    return
                if interrupted is not None and interrupted():
                    return
        except MemoryError as problem:
            self.latest, self._job, self.problem = None, None, not_enough_memory(problem)
            self._tell(self.problem)

    def _outputs(self, trainer: "Trainer") -> "Iterator[Outputs | None]":
        from core.analysis.outputs.layer_activations import ActivationSample
        from core.analysis.outputs.outputs import Outputs
        from core.analysis.outputs.split_outputs import split_outputs

        wanted, data = self.wanted, trainer.data
        assert wanted is not None, "outputs are wanted"
        model = self._model(trainer)
        found: dict[str, SplitOutputs] = {}
        for split in wanted.splits:
            examples = data.splits.get(split)
            if examples is None:
                continue
            sample = ActivationSample(trainer.network) if wanted.activations and not found else None
            keep = sample.add if sample is not None else None
            scaling = model.preparation.target_scaling
            for outputs in split_outputs(
                trainer.network, split, examples, model.meaning, wanted.most, keep, scaling
            ):  # fmt: skip
                if outputs is None:
                    yield None
                else:
                    found[split] = outputs
            if sample is not None:
                layers = []
                for layer in sample.layers(trainer):
                    layers.append(layer)
                    yield None
                found[split] = replace(found[split], layers=tuple(layers))
        for figure in wanted.figures:
            for outputs in list(found.values())[:1]:
                outputs.figure(figure)
                yield None
        yield Outputs(model, data, trainer.epoch, trainer.batch, found)

    def _model(self, trainer: "Trainer") -> "Model":
        """A copy of the network as a model. All targets are looked at for what outputs mean: once for the same data."""
        from copy import copy

        from core.model.model import Model

        if self._template is None or self._template[0]() is not trainer.data:
            self._template = ref(trainer.data), Model.of(trainer.network, trainer.data)
        return replace(self._template[1], network=copy(trainer.network), epoch=trainer.epoch)
