"""The colours: blue is positive, orange negative, in both themes and down to no colour at all."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from functools import lru_cache
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from rich.style import Style

from .colour import contrast, grey, mix, nearest, xterm

Colors = Literal["truecolor", "256", "16", "none"]

LEVELS = 15
"""Colour levels on each side of zero: 31 in all, so that a change too small to see repaints nothing."""

_EXPONENT = 0.85


@dataclass(frozen=True)
class Theme:
    """Colours as `#rrggbb`, for the app's theme too. `zero`, `negative`, `positive` of a ramp go from 0 to ±1."""

    bg: str
    panel: str
    fg: str
    muted: str
    faint: str
    border: str
    grid: str
    accent: str
    on_accent: str
    train: str
    validation: str
    warn: str
    bad: str
    pos: str
    neg: str
    ink: str
    point_pos: str
    point_neg: str


class Ground(NamedTuple):
    """The colours, `#rrggbb`, that another theme gives; all others are ours, mixed to go with these."""

    bg: str
    panel: str
    fg: str
    accent: str


@dataclass(frozen=True)
class Styles:
    """One style a role, on one background. `on_accent` is inverse: the cursor, the view's badge."""

    blank: Style
    fg: Style
    strong: Style
    muted: Style
    faint: Style
    border: Style
    grid: Style
    accent: Style
    accent_bold: Style
    on_accent: Style
    train: Style
    validation: Style
    warn: Style
    bad: Style
    pos: Style
    neg: Style


@dataclass(frozen=True, eq=False)
class Palette:
    """Everything that drawing needs to know of the terminal; made by `palette`, compared by identity.

    `figures`, `lit` and `dimmed` are the styles of a figure at each level (index `level + LEVELS`): plain, an operand
    of the cell in focus, and one that isn't. `heat` and `map` are colours at each level; empty without a ramp, where
    density characters take their place.
    """

    dark: bool
    colors: Colors
    ascii: bool
    theme: Theme = field(repr=False)
    bg: Styles = field(repr=False)
    panel: Styles = field(repr=False)
    figures: tuple[Style, ...] = field(repr=False)
    lit: tuple[Style, ...] = field(repr=False)
    dimmed: tuple[Style, ...] = field(repr=False)
    heat: tuple[str, ...] = field(repr=False)
    map: tuple[str, ...] = field(repr=False)
    runs: tuple[Style, ...] = field(repr=False)

    @property
    def mono(self) -> bool:
        """Whether there is no colour, so that form alone must tell things apart."""
        return self.colors == "none"

    @property
    def brackets(self) -> bool:
        """Whether the cursor is marked by characters too: colour may be missing, or plain text copied."""
        return self.mono or self.ascii


_DARK = Theme(
    bg="#14171c",
    panel="#1d2128",
    fg="#d8dce3",
    muted="#9aa3b0",
    faint="#7d8694",
    border="#3d444f",
    grid="#2b3038",
    accent="#5fd7b0",
    on_accent="#0c1f19",
    train="#d8dce3",
    validation="#c3a6ff",
    warn="#e8cd5a",
    bad="#ff7b86",
    pos="#58aefc",
    neg="#f59a3c",
    ink="#f2f4f7",
    point_pos="#9fd2ff",
    point_neg="#ffc483",
)
_LIGHT = Theme(
    bg="#fbfaf7",
    panel="#eeece6",
    fg="#23272e",
    muted="#555b65",
    faint="#6c717a",
    border="#c3c0b8",
    grid="#e6e3dc",
    accent="#00705a",
    on_accent="#ffffff",
    train="#23272e",
    validation="#7444c9",
    warn="#7d5f00",
    bad="#c01f37",
    pos="#0d5fb8",
    neg="#b85300",
    ink="#15181d",
    point_pos="#0a3f80",
    point_neg="#803600",
)
# The 16 colours by their usual values: they come out as themselves whatever converts them on the way.
_DARK_16 = Theme(
    bg="#000000",
    panel="#000000",
    fg="#ffffff",
    muted="#aaaaaa",
    faint="#aaaaaa",
    border="#555555",
    grid="#555555",
    accent="#55ff55",
    on_accent="#000000",
    train="#ffffff",
    validation="#ff55ff",
    warn="#ffff55",
    bad="#ff5555",
    pos="#55ffff",
    neg="#ffff55",
    ink="#ffffff",
    point_pos="#55ffff",
    point_neg="#ffff55",
)
_LIGHT_16 = Theme(
    bg="#ffffff",
    panel="#ffffff",
    fg="#000000",
    muted="#555555",
    faint="#555555",
    border="#aaaaaa",
    grid="#aaaaaa",
    accent="#00aa00",
    on_accent="#000000",
    train="#000000",
    validation="#aa00aa",
    warn="#aa5500",
    bad="#aa0000",
    pos="#0000aa",
    neg="#aa5500",
    ink="#000000",
    point_pos="#0000aa",
    point_neg="#aa5500",
)

# Each ramp: the colours at -1, 0 and 1.
_HEAT = {True: ("#f59a3c", "#1c2026", "#58aefc"), False: ("#b85300", "#f1efea", "#0d5fb8")}
_TINT = {True: ("#824210", "#1a1e24", "#1c5691"), False: ("#f7bf86", "#f7f5f1", "#9cc7f4")}
_MAP = {True: ("#70400f", "#1a1d22", "#1c4d80"), False: ("#f4b577", "#f4f2ed", "#8fbdf0")}
# Picked by hand, as numbers of xterm's 256: the nearest ones would turn orange to olive and blue to teal.
_HEAT_256 = {
    True: ((236, 94, 130, 166, 172, 208, 214), 234, (236, 24, 25, 32, 33, 39, 75)),
    False: ((254, 223, 215, 208, 172, 166, 130), 255, (254, 153, 111, 75, 69, 26, 25)),
}
_MAP_256 = {
    True: ((236, 237, 94, 94), 234, (236, 237, 24, 24)),
    False: ((254, 230, 223, 216), 255, (254, 195, 153, 111)),
}
_FIGURE_256 = {
    True: ((250, 180, 215, 208), 250, (250, 153, 117, 75)),
    False: ((238, 94, 94, 130), 238, (238, 24, 25, 26)),
}
_GREYS_256 = {
    True: {"bg": 233, "panel": 235, "border": 239, "grid": 236, "muted": 247, "faint": 244},
    False: {"bg": 231, "panel": 255, "border": 250, "grid": 254, "muted": 240, "faint": 242},
}
_RUNS = {
    True: ("#58aefc", "#f59a3c", "#c3a6ff", "#e8cd5a", "#ff8fb0"),
    False: ("#0d5fb8", "#b85300", "#7444c9", "#7d5f00", "#b8206a"),
}
_WEAK_TINT = 2.2
_GREYS = np.array([0.25, 0.38, 0.75, 0.87])  # of the way from the text to the ground: muted, faint, border, grid
_ZERO = np.array([0.03])
_READABLE = 4.0


def level(values: ArrayLike, vmax: float) -> NDArray[np.int_]:
    """Each value's colour level, -15 to 15, `vmax` being 15; NaN is 0. Same shape as `values`."""
    array = np.asarray(values, dtype=np.float64)
    if not vmax > 0 or not np.isfinite(vmax):
        vmax = np.inf  # nothing to compare with: finite values are 0
    with np.errstate(all="ignore"):
        share = np.where(np.isinf(array), np.sign(array), array / vmax)
    levels: NDArray[np.int_] = np.rint(np.clip(np.nan_to_num(share), -1, 1) * LEVELS).astype(np.int_)
    return levels


def ramp(negative: str, zero: str, positive: str) -> tuple[str, ...]:
    """The 31 colours from `negative` over `zero` to `positive`, mixed in OKLab."""
    shares = (np.arange(1, LEVELS + 1) / LEVELS) ** _EXPONENT
    return (*reversed(mix(zero, negative, shares)), zero, *mix(zero, positive, shares))


@lru_cache
def palette(
    dark: bool = True, colors: Colors = "truecolor", ascii: bool = False, ground: Ground | None = None
) -> Palette:
    """The palette for a theme and what the terminal can show."""
    theme = _theme(dark, colors, ground)
    bg = _styles(theme, theme.bg, colors)
    zero = None if ground is None else mix(ground.bg, ground.fg, _ZERO)[0]
    figures, lit, dimmed = _figures(dark, colors, theme, bg, zero)
    runs = [_converted(colour, colors) for colour in _RUNS[dark]]
    if colors == "16":
        runs = [theme.pos, theme.accent, theme.validation, theme.warn, theme.bad]
    heat: tuple[str, ...] = ()
    map_: tuple[str, ...] = ()
    if colors == "truecolor":
        heat, map_ = (ramp(low, zero or middle, high) for low, middle, high in (_HEAT[dark], _MAP[dark]))
    elif colors == "256":
        heat, map_ = _stepped(*_HEAT_256[dark]), _stepped(*_MAP_256[dark])
    return Palette(
        dark=dark,
        colors=colors,
        ascii=ascii,
        theme=theme,
        bg=bg,
        panel=_styles(theme, theme.panel, colors),
        figures=figures,
        lit=lit,
        dimmed=dimmed,
        heat=() if ascii else heat,
        map=() if ascii else map_,
        runs=tuple(Style(color=colour, bgcolor=theme.bg) for colour in runs),
    )


@lru_cache(maxsize=8192)
def two(top: str, bottom: str) -> Style:
    """The style of a half block with `top` and `bottom` colour."""
    return Style(color=top, bgcolor=bottom)


@lru_cache(maxsize=1024)
def bold(style: Style) -> Style:
    """The same style in bold."""
    return style + Style(bold=True)


def _theme(dark: bool, colors: Colors, ground: Ground | None) -> Theme:
    if colors == "16":
        return _DARK_16 if dark else _LIGHT_16
    theme = _DARK if dark else _LIGHT
    if ground is not None:
        return _grounded(theme, ground, colors)
    theme = replace(theme, **{f.name: _converted(getattr(theme, f.name), colors) for f in fields(Theme)})
    if colors == "256":
        theme = replace(theme, **{name: xterm(number) for name, number in _GREYS_256[dark].items()})
    return theme


def _grounded(theme: Theme, ground: Ground, colors: Colors) -> Theme:
    """Our theme on another's ground: greys mixed between its own, its accent where that can be read."""
    muted, faint, border, grid = mix(ground.fg, ground.bg, _GREYS)
    accent = ground.accent if contrast(ground.accent, ground.bg) >= _READABLE else theme.accent
    on_accent = max(("#000000", "#ffffff"), key=lambda ink: contrast(ink, accent))
    theme = replace(theme, **ground._asdict(), train=ground.fg, ink=ground.fg, muted=muted, faint=faint)
    theme = replace(theme, border=border, grid=grid, accent=accent, on_accent=on_accent)
    return replace(theme, **{f.name: _converted(getattr(theme, f.name), colors) for f in fields(Theme)})


def _converted(colour: str, colors: Colors) -> str:
    if colors == "256":
        return nearest(colour)
    return grey(colour) if colors == "none" else colour


def _styles(theme: Theme, ground: str, colors: Colors) -> Styles:
    def on(colour: str, bold: bool = False) -> Style:
        return Style(color=colour, bgcolor=ground, bold=bold or None)

    # Without colour the inverse must come from the attribute: a terminal that drops colours keeps it.
    inverse = Style(color=theme.fg, bgcolor=ground, bold=True, reverse=True)
    return Styles(
        blank=on(theme.fg),
        fg=on(theme.fg),
        strong=on(theme.fg, bold=True),
        muted=on(theme.muted),
        faint=on(theme.faint),
        border=on(theme.border),
        grid=on(theme.grid),
        accent=on(theme.accent),
        accent_bold=on(theme.accent, bold=True),
        on_accent=inverse if colors == "none" else Style(color=theme.on_accent, bgcolor=theme.accent, bold=True),
        train=on(theme.train),
        validation=on(theme.validation),
        warn=on(theme.warn),
        bad=on(theme.bad),
        pos=on(theme.pos),
        neg=on(theme.neg),
    )


def _figures(dark: bool, colors: Colors, theme: Theme, bg: Styles, zero: str | None) -> tuple[tuple[Style, ...], ...]:
    """The styles of figures at each level: plain, lit, dimmed."""
    if colors == "truecolor":
        low, middle, high = _TINT[dark]
        tint = ramp(low, zero or middle, high)
        weak = [tint[LEVELS + int(step / _WEAK_TINT)] for step in range(-LEVELS, LEVELS + 1)]
        return (
            tuple(Style(color=theme.fg, bgcolor=colour) for colour in tint),
            tuple(Style(color=theme.ink, bgcolor=colour, bold=True) for colour in tint),
            tuple(Style(color=theme.muted, bgcolor=colour) for colour in weak),
        )
    count = 2 * LEVELS + 1
    if colors == "256":  # the sign is in the figure's own colour: 9 tints would be left, and the wrong ones
        plain = tuple(Style(color=colour, bgcolor=theme.bg) for colour in _stepped(*_FIGURE_256[dark]))
        return plain, tuple(bold(style) for style in plain), (bg.faint,) * count
    return (bg.fg,) * count, (bg.strong,) * count, (bg.faint,) * count


def _stepped(negative: Sequence[int], zero: int, positive: Sequence[int]) -> tuple[str, ...]:
    """31 levels over a few of xterm's colours, numbers from weak to strong."""

    def side(steps: Sequence[int]) -> list[str]:
        return [xterm(steps[min(len(steps) - 1, i * len(steps) // LEVELS)]) for i in range(LEVELS)]

    return (*reversed(side(negative)), xterm(zero), *side(positive))
