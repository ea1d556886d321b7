"""How a drawing becomes the inputs of an example, and what it shows."""

from dataclasses import dataclass, field

import numpy as np

from core.analysis.images.centring import Framing, framing_of
from core.analysis.images.pixel_scale import PixelScale
from core.calls import Array
from core.data.dataset import Data
from core.model.model import preparation_of
from core.model.output_meaning import OutputMeaning
from core.support.errors import InputError
from core.support.i18n import _
from tui_mlp.text.numbers import data_number

from .drawing import Drawing, as_drawn, as_in_data

LOOKED_AT = 500
"""The training pictures that are looked at, at most."""


@dataclass(frozen=True, eq=False)
class PictureFormat:
    """How the pictures of some data lie in their frame, and the numbers of their pixels.

    Drawings are grey: all channels of a pixel get the same number.
    """

    framing: Framing
    scale: PixelScale
    channels: int
    data: Data = field(repr=False)
    meaning: OutputMeaning = field(repr=False)

    @classmethod
    def of(cls, data: Data, meaning: OutputMeaning) -> "PictureFormat":
        """The format of these data, whose inputs are pictures."""
        assert data.shape is not None, "the inputs are pictures"
        some = data.train.inputs[:: -(-data.train.m // LOOKED_AT)]
        pixels = preparation_of(data).restored(some).reshape(len(some), *data.shape, data.channels)
        scale = PixelScale.of(pixels)
        ink = np.clip(np.nan_to_num(scale.ink(pixels.mean(3))), 0, 1)
        return cls(framing_of(ink), scale, data.channels, data, meaning)

    def picture(self, drawing: Drawing, in_place: bool) -> Array:
        """The ink that the network gets, h × w from 0 to 1: where it was drawn, or where the ink of the data lies."""
        return self.ink((as_drawn if in_place else as_in_data)(drawing, self.framing))

    def ink(self, ink: Array) -> Array:
        """The ink in the steps of the data's pixels."""
        return self.scale.ink(self.scale.pixels(ink))

    def values(self, picture: Array) -> Array:
        """The raw inputs, s numbers, of ink h × w."""
        return np.repeat(self.scale.pixels(picture).ravel(), self.channels)

    def target(self, text: str) -> Array:
        """The targets y, s_L numbers, of a typed class, of labels with commas between them, or of typed numbers.

        Raises InputError where it is none of them.
        """
        outputs = self.data.train.Y.shape[1]
        if self.meaning.task == "regression":
            return self._numbers(text, outputs)
        parts = text.split(",") if self.meaning.several_labels else [text]
        chosen = [self._class(part.strip()) for part in parts]
        low = -1.0 if self.meaning.threshold == 0 else 0.0
        y = np.full(outputs, low)
        if outputs == 1 and not self.meaning.several_labels:
            y[0] = 1.0 if chosen == [1] else low
        else:
            y[chosen] = 1.0
        return y

    def _class(self, text: str) -> int:
        names = self.meaning.names
        same = [number for number, name in enumerate(names) if name == text]
        begun = [number for number, name in enumerate(names) if text and name.lower().startswith(text.lower())]
        found = same or begun
        if len(found) != 1:
            listed = ", ".join(names[:12]) + ("…" if len(names) > 12 else "")
            raise InputError(_("found '{}', expected one of {}").format(text, listed))
        return found[0]

    def _numbers(self, text: str, outputs: int) -> Array:
        try:
            given = np.array([float(part) for part in text.split()])
        except ValueError:
            raise InputError(_("found '{}', expected numbers").format(text)) from None
        if len(given) != outputs or not np.isfinite(given).all():
            raise InputError(_("found '{}', expected {} finite numbers with blanks between").format(text, outputs))
        scaling = self.data.target_scaling
        y: Array = given if scaling is None else scaling.standardized(given[None])[0]
        return y

    def names_of(self, y: Array) -> str:
        """A target in words: a class, labels, or numbers in their units."""
        if self.meaning.task == "regression":
            return "  ".join(data_number(float(value)) for value in self.data.in_users_units(y[None])[0])
        if self.meaning.several_labels:
            marked = np.flatnonzero(self.meaning.label_marks(y))
            return ", ".join(self.meaning.names[number] for number in marked)
        return self.meaning.names[int(self.meaning.class_numbers(y[None])[0])]
