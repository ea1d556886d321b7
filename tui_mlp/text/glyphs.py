"""The characters that the screen is drawn with, in Unicode and in ASCII."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Glyphs:
    """One field for each thing drawn. Each glyph is one cell wide, the icons of states are two."""

    ready: str = "▷ "
    training: str = "▶ "
    pausing: str = "▶▌"
    paused: str = "▌▌"
    finished: str = "■ "
    diverged: str = "✗ "
    pruned: str = "◇ "
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
    cut: str = "┊"
    point: str = "•"
    train: str = "·"
    validation: str = "○"
    test: str = "+"
    solid: str = "━"
    dotted: str = "·"
    bar: str = "│"
    thumb: str = "┃"
    across: str = "─"
    here: str = "●"
    bars: str = " ▁▂▃▄▅▆▇█"
    plus: str = " ░▒▓█"
    minus: str = " ·-=≡"
    leads_to: str = "→"
    full: str = "█"
    half: str = "▌"
    unknown: str = "?"
    wrong: str = "×"
    border: str = "▚"
    swatch: str = "■"
    information: str = "•"
    warning: str = "!"
    error: str = "✗"
    breakpoint: str = "■"
    whole_point: str = "■"
    part_of_point: str = "◧"
    no_point: str = "×"
    point_to_come: str = "□"
    given: str = "•"
    to_come: str = "·"
    exercise: str = "✎"
    gap: str = "·"
    pointer: str = "▣"
    points: str = "▶◀"
    frame: str = "┏━┓┃┗┛"
    finished_points: str = "●■▲▼★"
    pruned_points: str = "○□△▽☆"
    best_point: str = "◆"

    def state(self, name: str) -> str:
        """The icon of a run state, two cells wide."""
        icon: str = getattr(self, name)
        return icon

    def density(self, level: int) -> str:
        """The character for a colour level from -15 to 15: positive levels are shades, negative ones bars."""
        return (self.plus if level > 0 else self.minus)[(abs(level) + 3) // 4 if level else 0]


UNICODE = Glyphs()
ASCII = Glyphs(
    ready="o ",
    training="> ",
    pausing=">|",
    paused="||",
    finished="# ",
    diverged="! ",
    pruned="~ ",
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
    cut="+",
    point="*",
    train=".",
    validation="o",
    solid="*",
    dotted=".",
    bar="|",
    thumb="#",
    across="-",
    here="O",
    bars=" ..::###@",
    plus=" :+*#",
    minus=" .-=%",
    leads_to=">",
    wrong="x",
    border="@",
    swatch="#",
    full="#",
    half="#",
    information="-",
    error="x",
    breakpoint="#",
    whole_point="#",
    part_of_point="+",
    no_point="x",
    point_to_come="o",
    given="*",
    to_come=".",
    exercise="*",
    gap=".",
    pointer="#",
    points="><",
    frame="######",
    finished_points="OXVHT",
    pruned_points="oxvht",
    best_point="@",
)


def glyphs(ascii: bool) -> Glyphs:
    """The set of glyphs for a terminal."""
    return ASCII if ascii else UNICODE
