"""The characters we draw with, in Unicode and in ASCII alone."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Glyphs:
    """One field a thing drawn; each is one cell, the states' icons two."""

    ready: str = "▷ "
    training: str = "▶ "
    pausing: str = "▶▌"
    paused: str = "▌▌"
    finished: str = "■ "
    diverged: str = "✗ "
    left: str = "◂"
    right: str = "▸"
    up: str = "▴"
    down: str = "▾"
    mark: str = "▸"
    check: str = "✓"
    changed: str = "•"
    axis: str = "│"
    tick: str = "┤"
    grid: str = "┈"
    change: str = "┊"
    point: str = "•"
    solid: str = "━"
    dotted: str = "·"
    bar: str = "│"
    thumb: str = "┃"
    plus: str = " ░▒▓█"
    minus: str = " ·-=≡"
    unknown: str = "?"

    def state(self, name: str) -> str:
        """The icon, two cells, of one of the six states."""
        icon: str = getattr(self, name)
        return icon

    def density(self, level: int) -> str:
        """One character for a colour level of -15 to 15: shades are positive, bars negative, blank is zero."""
        return (self.plus if level > 0 else self.minus)[(abs(level) + 3) // 4 if level else 0]


UNICODE = Glyphs()
ASCII = Glyphs(
    ready="o ",
    training="> ",
    pausing=">|",
    paused="||",
    finished="# ",
    diverged="! ",
    left="<",
    right=">",
    up="^",
    down="v",
    mark=">",
    check="v",
    changed="*",
    axis="|",
    tick="+",
    grid=" ",
    change=":",
    point="*",
    solid="*",
    dotted=".",
    bar="|",
    thumb="#",
    plus=" :+*#",
    minus=" .-=%",
)


def glyphs(ascii: bool) -> Glyphs:
    """What to draw with."""
    return ASCII if ascii else UNICODE
