"""Pictures of the screen as SVG, which need nothing from the network."""

import re
from collections.abc import Sequence
from io import StringIO

from rich.console import Console
from rich.segment import Segment, Segments
from textual.strip import Strip

FONT_FACE = re.compile(r"\s*@font-face\s*\{.*?\}", re.DOTALL)
FAMILY = re.compile(r"font-family:\s*Fira Code[^;]*;")
FAMILIES = "font-family: 'Fira Code', 'DejaVu Sans Mono', Menlo, Consolas, monospace;"


def self_contained(svg: str) -> str:
    """Textual's picture without the fonts that it would fetch; any font of equal widths takes their place.

    Each piece of text says how long it is, so another font changes nothing of the places.
    """
    return FAMILY.sub(FAMILIES, FONT_FACE.sub("", svg))


def svg_of(strips: Sequence[Strip], title: str) -> str:
    """Lines of the screen in their colours, in a window with this title. All text is escaped and displayed before."""
    console = Console(
        width=max((strip.cell_length for strip in strips), default=1), height=len(strips), file=StringIO(),
        force_terminal=True, color_system="truecolor", record=True, legacy_windows=False, safe_box=False,
    )  # fmt: skip
    parts = list[Segment]()
    for strip in strips:
        parts += [*strip.simplify(), Segment.line()]
    console.print(Segments(parts[:-1]))
    return self_contained(console.export_svg(title=title))
