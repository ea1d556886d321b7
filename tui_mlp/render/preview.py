"""A small picture of data: points of two columns, or an image of each class."""

import numpy as np
from numpy.typing import NDArray
from rich.style import Style
from textual.strip import Strip

from core.data.dataset import Data
from tui_mlp.render.colours.oklab import mix
from tui_mlp.render.colours.palette import LEVELS, Palette, level
from tui_mlp.text.glyphs import glyphs

from .strips import fill, runs

_POINTS = 2000
_BRAILLE = np.array([[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]])


def preview(data: Data, width: int, height: int, palette: Palette) -> list[Strip]:
    """A picture of the data, `height` strips of `width` cells."""
    if width <= 0 or height <= 0:
        return []
    if data.shape is None:
        lines = points(data, width, height, palette)
    else:
        lines = pictures(data, data.shape, width, height, palette)
    return fill(lines, width, height, palette.bg.blank)


def class_of(data: Data) -> NDArray[np.int_]:
    """The class of each training example, (n,); for a regression its target's colour level, from 0."""
    Y = data.train.Y
    if data.task == "regression":
        y = Y[:, 0] / (np.abs(Y[:, 0]).max() or 1)  # a sum of huge targets would overflow
        return level(y - y.mean(), float(np.abs(y - y.mean()).max())) + LEVELS
    classes: NDArray[np.int_] = Y.argmax(1) if Y.shape[1] > 1 else (Y[:, 0] > Y[:, 0].mean()).astype(int)
    return classes


def points(data: Data, width: int, height: int, palette: Palette) -> list[Strip]:
    """The training examples by their first two inputs, or by one input and the target, a colour for each class."""
    inputs, classes = data.train.inputs[:_POINTS], class_of(data)[:_POINTS]
    plane = inputs.shape[1] > 1 and (data.task == "classification" or inputs.shape[1] == 2)
    x, y = inputs[:, 0], (inputs[:, 1] if plane else data.train.Y[:_POINTS, 0])
    columns, rows = (_scaled(x, 2 * width), 4 * height - 1 - _scaled(y, 4 * height))
    if data.task == "regression":
        styles = (
            [Style(color=c, bgcolor=palette.theme.bg) for c in _levels(palette)] if plane else [palette.bg.pos] * 31
        )
    else:
        styles = [palette.runs[place % len(palette.runs)] for place in range(int(classes.max(initial=0)) + 1)]
    dots = np.zeros((height, width), dtype=int)
    last = np.zeros((height, width), dtype=int)
    np.bitwise_or.at(dots, (rows // 4, columns // 2), _BRAILLE[rows % 4, columns % 2])
    last[rows // 4, columns // 2] = classes
    letters = palette.brackets and data.task == "classification"
    lines = []
    for shown, owners in zip(dots.tolist(), last.tolist(), strict=True):
        text = [
            " " if not dot else str(owner % 10) if letters else _dot(dot, palette)
            for dot, owner in zip(shown, owners, strict=True)
        ]
        lines.append(Strip(runs(text, [styles[owner] for owner in owners])))
    return lines


def pictures(data: Data, shape: tuple[int, int], width: int, height: int, palette: Palette) -> list[Strip]:
    """One training example of each class, as many as fit; a line holds two rows of pixels.

    `shape` is the height and the width of an example in pixels.
    """
    classes, (high, wide) = class_of(data), shape
    across = max(1, (width + 1) // (wide + 1))
    examples = [int(np.argmax(classes == name)) for name in np.unique(classes)]
    lines: list[Strip] = []
    step = 2 if palette.heat else 1
    for start in range(0, len(examples), across):
        images = [data.grey_picture(data.train.inputs[one]) for one in examples[start : start + across]]
        if len(lines) + -(-high // step) > height and lines:
            break
        gap = np.zeros((high, 1))
        joined = np.hstack([part for image in images for part in (image, gap)])[:, :width]
        peak = float(np.abs(joined).max()) or 1.0
        lines += _shaded(joined / peak, palette, step)
        lines.append(Strip.blank(width, palette.bg.blank))
    return lines


def picture(image: NDArray[np.floating], palette: Palette) -> list[Strip]:
    """One image, height × width, from its darkest to its brightest pixel."""
    return _shaded(_shares(image, 0.0), palette, 2 if palette.heat else 1)


def _shaded(shares: NDArray[np.floating], palette: Palette, step: int) -> list[Strip]:
    if step == 1:
        characters = glyphs(palette.ascii).plus
        places = np.clip(np.rint(shares * (len(characters) - 1)), 0, len(characters) - 1).astype(int)
        return [Strip(runs([characters[i] for i in row], [palette.bg.fg] * len(row))) for row in places.tolist()]
    ramp = mix(palette.theme.bg, palette.theme.fg, np.linspace(0, 1, 16))
    places = np.clip(np.rint(shares * 15), 0, 15).astype(int)
    if len(places) % 2:
        places = np.vstack([places, np.zeros((1, places.shape[1]), dtype=int)])
    lines = []
    for top, bottom in zip(places[::2].tolist(), places[1::2].tolist(), strict=True):
        styles = [Style(color=ramp[a], bgcolor=ramp[b]) for a, b in zip(top, bottom, strict=True)]
        lines.append(Strip(runs("▀" * len(styles), styles)))
    return lines


def _levels(palette: Palette) -> list[str]:
    """A colour for each level; without a colour ramp those of the signs."""
    if palette.heat:
        return list(palette.heat)
    return [palette.theme.neg] * LEVELS + [palette.theme.muted] + [palette.theme.pos] * LEVELS


def _dot(dots: int, palette: Palette) -> str:
    return glyphs(True).point if palette.ascii else chr(0x2800 + dots)


def _scaled(values: NDArray[np.floating], count: int) -> NDArray[np.int_]:
    """The values as whole numbers from 0 to count − 1."""
    places: NDArray[np.int_] = np.rint(_shares(values, 0.5) * (count - 1)).astype(int)
    return places


def _shares(values: NDArray[np.floating], flat: float) -> NDArray[np.floating]:
    """The values from 0 for the least to 1 for the largest; `flat` where all are the same."""
    halves = values / 2  # the range of the largest floats would overflow
    low, high = float(halves.min()), float(halves.max())
    return (halves - low) / (high - low) if high > low else np.full(values.shape, flat)
