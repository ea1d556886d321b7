"""A picture of the screen as SVG, which needs nothing from the network."""

import re

FONT_FACE = re.compile(r"\s*@font-face\s*\{.*?\}", re.DOTALL)
FAMILY = re.compile(r"font-family:\s*Fira Code[^;]*;")
FAMILIES = "font-family: 'Fira Code', 'DejaVu Sans Mono', Menlo, Consolas, monospace;"


def self_contained(svg: str) -> str:
    """Textual's picture without the fonts that it would fetch; any font of equal widths takes their place.

    Each piece of text says how long it is, so another font changes nothing of the places.
    """
    return FAMILY.sub(FAMILIES, FONT_FACE.sub("", svg))
