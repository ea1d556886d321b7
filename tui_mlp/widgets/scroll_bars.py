"""Scroll bars, whose ends are whole cells where the screen shows ASCII alone."""

from typing import Any

from rich.segment import Segments
from textual.scrollbar import ScrollBar, ScrollBarRender

from tui_mlp.text.ascii_text import ascii_alone


class WholeCells(ScrollBarRender):
    """Textual's scroll bar, each cell of which is either bar or ground."""

    VERTICAL_BARS = HORIZONTAL_BARS = [" "]


class OwnScrollBarRender(ScrollBarRender):
    """Draws scroll bars in whichever characters the app shows."""

    @classmethod
    def render_bar(cls, *sizes: Any, **named: Any) -> Segments:
        """The bar, as Textual or WholeCells draws it."""
        return (WholeCells if ascii_alone.get() else ScrollBarRender).render_bar(*sizes, **named)


def install() -> None:
    """Have all scroll bars of this process drawn by OwnScrollBarRender."""
    ScrollBar.renderer = OwnScrollBarRender
