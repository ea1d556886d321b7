"""Which epochs a recording draws and when, and what a terminal gets for each."""

from collections.abc import Iterator, Sequence
from itertools import count
from math import ceil
from typing import NamedTuple

from rich.color import ColorSystem
from textual.strip import Strip

from core.timeline.journal import Position
from tui_mlp.widgets.canvas import span

FRAMES_A_SECOND = 30
RECORDED_SECONDS = 24.0
"""How long the epochs of a run take in a recording whose speed nobody set."""
BEFORE, AFTER = 1.0, 3.0
"""The seconds before the first epoch, and those for which the last frame stands."""
CLEARED = "\x1b[?25l\x1b[0m\x1b[2J"
"""Hides the cursor and clears the screen. The alternate screen isn't used: leaving it would clear the last frame."""


class Frame(NamedTuple):
    """A frame: the position of the training that it shows, and its time in seconds."""

    position: Position
    seconds: float


def default_speed(epochs: int) -> float:
    """Epochs a second with which a run takes RECORDED_SECONDS; a run of few epochs takes less, one second for each."""
    return max(1.0, epochs / RECORDED_SECONDS)


def frames(end: Position, batches: int, speed: float) -> Iterator[Frame]:
    """The frames up to a position: one an epoch, at most FRAMES_A_SECOND; the start and the end always.

    `batches` are the mini-batches of an epoch, by which the end lies within one.
    """
    yield Frame((0, 0), 0.0)
    stride = max(1.0, speed / FRAMES_A_SECOND)
    for number in count(1):
        epoch = ceil(number * stride)
        if (epoch, 0) >= end:
            break
        yield Frame((epoch, 0), BEFORE + epoch / speed)
    if end > (0, 0):
        yield Frame(end, BEFORE + (end[0] + end[1] / max(1, batches)) / speed)


def drawing(before: Sequence[Strip], now: Sequence[Strip]) -> str:
    """What a terminal gets so that it shows `now` instead of `before`; an empty `before` is a screen of any content.

    Each line is addressed on its own, so that no line break scrolls the screen.
    """
    parts = [] if before else [CLEARED]
    for y, strip in enumerate(now):
        x, width = 0, strip.cell_length
        if before:
            if before[y] == strip:
                continue
            x, _y, width, _height = span(before[y], strip, y)
        parts.append(f"\x1b[{y + 1};{x + 1}H{coloured(strip.crop(x, x + width))}")
    return "".join(parts)


def ending(size: tuple[int, int]) -> str:
    """What a terminal gets last: the cursor again, where a shell's prompt covers nothing."""
    width, height = size
    return f"\x1b[{height};{width}H\x1b[?25h"


def coloured(strip: Strip) -> str:
    """The text of a strip with its colours as 24-bit sequences, and at the end those that reset them."""
    parts, last = list[str](), ""
    for text, style, _control in strip:
        codes = "" if style is None else Strip.render_ansi(style, ColorSystem.TRUECOLOR)
        if codes != last:
            parts.append(f"\x1b[0;{codes}m" if codes else "\x1b[0m")
            last = codes
        parts.append(text)
    return "".join([*parts, "\x1b[0m"] if last else parts)
