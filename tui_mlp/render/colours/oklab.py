"""Colours mixed in OKLab, and the nearest of a terminal's fixed colours.

In OKLab equal steps look equal.
"""

import numpy as np
from numpy.typing import NDArray
from rich.color import Color, ColorSystem

# Björn Ottosson's matrices: linear sRGB to cone responses, cone responses to Lab.
_TO_CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def linear(colour: str) -> NDArray[np.float64]:
    """`#rrggbb` as linear sRGB, (3,) from 0 to 1."""
    channels = np.array(list(bytes.fromhex(colour[1:]))) / 255
    return np.where(channels > 0.04045, ((channels + 0.055) / 1.055) ** 2.4, channels / 12.92)


def luminance(colour: str) -> float:
    """The relative luminance, 0 to 1."""
    return float(linear(colour) @ (0.2126, 0.7152, 0.0722))


def contrast(first: str, second: str) -> float:
    """The contrast ratio of the WCAG, 1 to 21."""
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


def mix(start: str, end: str, shares: NDArray[np.float64]) -> list[str]:
    """The colours at `shares` (0 to 1) of the way from `start` to `end`."""
    a, b = (_TO_LAB @ np.cbrt(_TO_CONES @ linear(colour)) for colour in (start, end))
    lab = a + (b - a) * shares[:, None]
    rgb = np.clip((lab @ np.linalg.inv(_TO_LAB).T) ** 3 @ np.linalg.inv(_TO_CONES).T, 0, 1)
    rgb = np.where(rgb > 0.0031308, 1.055 * rgb ** (1 / 2.4) - 0.055, 12.92 * rgb)
    return ["#{:02x}{:02x}{:02x}".format(*row) for row in np.rint(255 * rgb).astype(int)]


def xterm(number: int) -> str:
    """`#rrggbb` of one of xterm's 256 colours."""
    return Color.from_ansi(number).get_truecolor().hex


def nearest(colour: str) -> str:
    """`#rrggbb` of the one of xterm's 256 colours that a terminal would show for `colour`."""
    return Color.parse(colour).downgrade(ColorSystem.EIGHT_BIT).get_truecolor().hex


def grey(colour: str) -> str:
    """The grey of the same lightness."""
    lightness = round(255 * _encoded(luminance(colour)))
    return f"#{lightness:02x}{lightness:02x}{lightness:02x}"


def _encoded(value: float) -> float:
    return 1.055 * value ** (1 / 2.4) - 0.055 if value > 0.0031308 else 12.92 * value
