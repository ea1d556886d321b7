"""Segments and strips of an exact width. All text is escaped here at the latest."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from core.support.escaping import escaped

from .cell_text import displayed

StyledText = tuple[str, Style]
"""A part of a line and its style."""


def fit(segments: Iterable[Segment], width: int, style: Style) -> Strip:
    """One strip of exactly `width` cells: cut at the right, or filled with `style`."""
    return Strip(map(escaped_segment, segments)).adjust_cell_length(max(0, width), style)


def escaped_segment(segment: Segment) -> Segment:
    """The segment with its text escaped. Escape text of columns earlier: its width may change."""
    text = escaped(segment.text)
    return segment if text is segment.text else Segment(text, segment.style)


def fill(lines: Sequence[Strip], width: int, height: int, style: Style) -> list[Strip]:
    """Exactly `height` strips of `width` cells: lines cut or padded, missing ones filled with `style`."""
    width, height = max(0, width), max(0, height)
    fitted = [strip.adjust_cell_length(width, style) for strip in lines[:height]]
    return fitted + [Strip.blank(width, style)] * (height - len(fitted))


def spread(lines: Sequence[Strip], height: int) -> list[int]:
    """The place of each line when blank lines are put between lines of text, where `height` has room for all of them.

    Without that room each line keeps its place, as blank lines do that are there already.
    """
    texts = [bool(strip.text.strip()) for strip in lines]
    last = max((place for place, text in enumerate(texts) if text), default=0)
    places = [0]
    for before, text in pairwise(texts):
        places.append(places[-1] + (2 if before and text else 1))
    return places if places[last] < height else list(range(len(lines)))


def two_columns(left: Sequence[Strip], right: Sequence[Strip], wide: int, width: int, style: Style) -> list[Strip]:
    """Lines in `wide` cells, two blanks, and other lines in what is left of `width`; as many as the longer has."""
    height = max(len(left), len(right))
    first, second = fill(left, wide, height, style), fill(right, width - wide - 2, height, style)
    return [fit([*a, *Strip.blank(2, style), *b], width, style) for a, b in zip(first, second, strict=True)]


def runs(characters: Sequence[str], styles: Sequence[Style]) -> list[Segment]:
    """Cells as segments, neighbours of one style joined: each change of style costs bytes on the wire."""
    segments: list[Segment] = []
    start, count = 0, len(characters)
    for i in range(1, count + 1):
        if i == count or styles[i] is not styles[start]:
            segments.append(Segment("".join(characters[start:i]), styles[start]))
            start = i
    return segments


def cells_of(parts: Iterable[StyledText], ascii: bool) -> int:
    """The cells that the parts take."""
    return sum(cell_len(displayed(text, ascii)) for text, _style in parts)


def segments(parts: Iterable[StyledText], ascii: bool) -> list[Segment]:
    """(text, style) parts as segments, escaped, and in ASCII where wanted."""
    return [Segment(displayed(text, ascii), style) for text, style in parts]
