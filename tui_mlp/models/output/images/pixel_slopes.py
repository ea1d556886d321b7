"""How much an output changes with each pixel of the picture in focus."""

from dataclasses import dataclass, field

import numpy as np

from core.analysis.images.input_gradient import input_gradient, per_raw_unit
from core.calls import Array
from tui_mlp.models.output.shown_example import ShownExample


@dataclass(frozen=True, eq=False)
class PixelSlopes:
    """The slopes of one output by the pixels, h × w, in the output's own unit for a pixel's.

    `name` is the class, the label or the target; `value` the output itself, as `ShownExample.scores`. Of pixels in
    colours a slope is that of all channels together: what a lighter or darker pixel changes.
    """

    name: str
    value: float
    slopes: Array = field(repr=False)

    @property
    def strongest(self) -> tuple[int, int]:
        """Row and column, from 0, of the pixel that matters most; the first one where no slope is a number."""
        sizes = np.nan_to_num(np.abs(self.slopes), nan=-1.0)
        row, column = np.unravel_index(int(sizes.argmax()), sizes.shape)
        return int(row), int(column)

    @property
    def largest(self) -> float:
        """The largest absolute slope that is finite; 0 without any."""
        return float(np.abs(self.slopes[np.isfinite(self.slopes)]).max(initial=0))


def pixel_slopes(shown: ShownExample, output: int | None) -> PixelSlopes:
    """The slopes of an output by its number among `meaning.names`, or of the one that is given.

    Raises InputError where the inputs aren't pixels, each a number of its own.
    """
    model, meaning = shown.model, shown.meaning
    assert model.shape is not None, "the inputs are a picture"
    number = shown_output(shown) if output is None else output
    single = len(shown.outputs) == 1 and meaning.task == "classification" and not meaning.several_labels
    place, sign = (0, 1 if number == 1 else -1) if single else (number, 1)
    with np.errstate(all="ignore"):
        by_input = input_gradient(model.network, shown.one.x, [place])[0].astype(float)
        by_pixel = by_input * per_raw_unit(model.preparation) * sign * _unit(shown, place)
    slopes = by_pixel.reshape(*model.shape, model.channels).sum(2)
    return PixelSlopes(meaning.names[number], float(shown.scores[number]), slopes)


def shown_output(shown: ShownExample) -> int:
    """The number among `meaning.names` of what is given; the first of a regression."""
    given = shown.given_marks
    if given is None or not given.any():
        return shown.output
    return int(np.flatnonzero(given)[np.argmax(shown.scores[given])])


def _unit(shown: ShownExample, output: int) -> float:
    """By how much the output as people read it changes with A^(L): as `Model.in_users_units` makes it."""
    model = shown.model
    if shown.meaning.task == "classification":
        return 0.5 if shown.meaning.threshold == 0 else 1.0
    scaling = model.preparation.target_scaling
    return (
        1.0 if scaling is None else float(np.ldexp(scaling.deviation[output].astype(float), scaling.exponent[output]))
    )
