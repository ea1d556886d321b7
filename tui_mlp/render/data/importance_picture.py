"""The importance of the pixels of a picture, as a picture."""

import numpy as np
from textual.strip import Strip

from core.analysis.importance.importance import Importance, Measure
from core.calls import Array
from core.data.dataset import Data
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.output.images.picture import Grid, Pixel, grid, signed_picture


def importance_image(importance: Importance, measure: Measure) -> Array:
    """The mean of each pixel, height × width; 0 where it isn't done yet."""
    shape = importance.data.shape
    assert shape is not None, "the inputs are a picture"
    means = np.zeros(shape[0] * shape[1])
    means[: len(importance.columns)] = [one.by(measure).mean for one in importance.columns]
    return means.reshape(shape)


def importance_picture(
    importance: Importance, measure: Measure, at: Pixel, width: int, height: int, palette: Palette
) -> list[Strip]:
    """At most `height` strips: what makes the network worse in blue, what makes it better in orange."""
    return signed_picture(importance_image(importance, measure), width, height, palette, at=at)


def pixel_grid(data: Data, width: int, height: int, palette: Palette) -> Grid:
    """How the picture is spread over cells."""
    assert data.shape is not None, "the inputs are a picture"
    return grid(data.shape, width, height, palette)
