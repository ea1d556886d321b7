"""Text wrapped on as many lines as it takes."""

import re
from collections.abc import Sequence

from rich.cells import cell_len
from textual.strip import Strip

from tui_mlp.render.colours.palette import Palette

from .cell_text import displayed, wrapped_lines
from .strips import StyledText, fit, segments


def line(parts: Sequence[StyledText], width: int, palette: Palette) -> Strip:
    """Parts on one line."""
    return fit(segments(parts, palette.ascii), width, palette.bg.blank)


def wrapped(parts: Sequence[StyledText], width: int, palette: Palette) -> list[Strip]:
    """Parts broken at blanks; continued lines are indented."""
    words: list[list[StyledText]] = [[]]
    for text, style in parts:
        for piece in re.findall(r" +|[^ ]+", displayed(text, palette.ascii)):
            if piece.isspace():
                words += [[(piece, style)], []]
            else:
                words[-1].append((piece, style))
    lines: list[list[StyledText]] = [[]]
    left = width
    for word in filter(None, words):
        size = sum(cell_len(piece) for piece, _style in word)
        if size > left and lines[-1] and not word[0][0].isspace():
            lines.append([("  ", palette.bg.blank)])
            left = width - 2
        lines[-1] += word
        left -= size
    return [line(words, width, palette) for words in lines]


def sentences(text: str, width: int, palette: Palette) -> list[Strip]:
    """Muted text for a pane that has nothing else to show. Text of other origin must be displayed() before."""
    parts = [displayed(part, palette.ascii) for part in text.split("\n")]
    lines = [words for part in parts for words in wrapped_lines(part, max(10, width)) or [""]]
    return [line([(words, palette.bg.muted)], width, palette) for words in lines]
