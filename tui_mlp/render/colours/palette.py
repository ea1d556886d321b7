"""The styles to draw with, for a theme and what the terminal can show."""

from dataclasses import dataclass, field, fields, replace
from functools import lru_cache
from typing import Literal

import numpy as np
from rich.style import Style

from .high_contrast import HIGH_CONTRAST, HIGH_CONTRAST_16, HIGH_CONTRAST_RAMPS, readable_map_colours
from .map_colours import MapColours, full_map_colours, map_colours_256
from .oklab import contrast, grey, mix, nearest, xterm
from .ramps import LEVELS, level, ramp, stepped
from .theme_colours import DARK_16, GREYS_256, LIGHT_16, Ground, Ramps, Theme, colours_of, ramps_of

Colors = Literal["truecolor", "256", "16", "none"]

__all__ = ["LEVELS", "Colors", "Palette", "Styles", "bold", "half_block_style", "level", "palette", "ramp"]


@dataclass(frozen=True)
class Styles:
    """One style for each role on one background. `on_accent` is inverse: the cursor, the view's badge."""

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
    """Everything that drawing needs to know about the terminal; made by `palette`, compared by identity.

    `figures`, `lit` and `dimmed` are the styles of a figure at each level (index `level + LEVELS`): plain, an operand
    of the cell in focus, and any other. `heat` are the colours at each level; it is empty where the terminal has too
    few colours, and density characters are drawn instead. `map` are quieter ones, for maps with points on them, and
    `map_colours` all that belong to them. `spaced` says whether figures and lines stand apart where there is room.
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
    map_colours: MapColours = field(repr=False)
    runs: tuple[Style, ...] = field(repr=False)
    spaced: bool = False

    @property
    def map(self) -> tuple[str, ...]:
        """The colours of a map at each level; empty where density characters are drawn instead."""
        return self.map_colours.levels

    @property
    def mono(self) -> bool:
        """Whether there is no colour, so that shapes alone must distinguish things."""
        return self.colors == "none"

    @property
    def brackets(self) -> bool:
        """Whether the cursor is marked by characters too: colours may be missing, or plain text copied."""
        return self.mono or self.ascii


_WEAK_TINT = 2.2
_GREYS = np.array([0.25, 0.38, 0.75, 0.87])  # shares of the way from text to background: muted, faint, border, grid
_ZERO = np.array([0.03])
_READABLE = 4.0


@lru_cache
def palette(
    dark: bool = True,
    colors: Colors = "truecolor",
    ascii: bool = False,
    ground: Ground | None = None,
    high_contrast: bool = False,
    spaced: bool = False,
) -> Palette:
    """The palette for a theme and what the terminal can show; `high_contrast` is a theme of its own, and dark."""
    theme = _high_contrast_theme(colors) if high_contrast else _theme(dark, colors, ground)
    ramps = HIGH_CONTRAST_RAMPS if high_contrast else ramps_of(dark)
    bg = _styles(theme, theme.bg, colors)
    zero = None if ground is None else mix(ground.bg, ground.fg, _ZERO)[0]
    figures, lit, dimmed = _figures(ramps, colors, theme, bg, zero)
    runs = [_converted(colour, colors) for colour in ramps.runs]
    if colors == "16":
        runs = [theme.pos, theme.accent, theme.validation, theme.warn, theme.bad]
    heat: tuple[str, ...] = ()
    map_colours = MapColours()
    if colors == "truecolor":
        low, middle, high = ramps.heat
        heat, map_colours = ramp(low, zero or middle, high), full_map_colours(dark, theme, zero)
    elif colors == "256":
        heat, map_colours = stepped(*ramps.heat_256), map_colours_256(dark, theme)
    if high_contrast and map_colours.levels:
        map_colours = readable_map_colours(map_colours, colors)
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
        map_colours=MapColours() if ascii else map_colours,
        runs=tuple(Style(color=colour, bgcolor=theme.bg) for colour in runs),
        spaced=spaced,
    )


@lru_cache(maxsize=8192)
def half_block_style(top: str, bottom: str) -> Style:
    """The style of a half block with `top` and `bottom` colour."""
    return Style(color=top, bgcolor=bottom)


@lru_cache(maxsize=1024)
def bold(style: Style) -> Style:
    """The same style in bold."""
    return style + Style(bold=True)


def _theme(dark: bool, colors: Colors, ground: Ground | None) -> Theme:
    if colors == "16":
        return DARK_16 if dark else LIGHT_16
    theme = colours_of(dark)
    if ground is not None:
        return _grounded(theme, ground, colors)
    theme = replace(theme, **{f.name: _converted(getattr(theme, f.name), colors) for f in fields(Theme)})
    if colors == "256":
        theme = replace(theme, **{name: xterm(number) for name, number in GREYS_256[dark].items()})
    return theme


def _high_contrast_theme(colors: Colors) -> Theme:
    if colors == "16":
        return HIGH_CONTRAST_16
    return replace(HIGH_CONTRAST, **{f.name: _converted(getattr(HIGH_CONTRAST, f.name), colors) for f in fields(Theme)})


def _grounded(theme: Theme, ground: Ground, colors: Colors) -> Theme:
    """Our theme on another theme's colours: greys mixed from these, its accent if that is readable."""
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

    # Without colour, inverse must be the terminal's attribute: it is kept where colours are dropped.
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


def _figures(ramps: Ramps, colors: Colors, theme: Theme, bg: Styles, zero: str | None) -> tuple[tuple[Style, ...], ...]:
    """The styles of figures at each level: plain, lit, dimmed."""
    if colors == "truecolor":
        low, middle, high = ramps.tint
        tint = ramp(low, zero or middle, high)
        weak = [tint[LEVELS + int(step / _WEAK_TINT)] for step in range(-LEVELS, LEVELS + 1)]
        return (
            tuple(Style(color=theme.fg, bgcolor=colour) for colour in tint),
            tuple(Style(color=theme.ink, bgcolor=colour, bold=True) for colour in tint),
            tuple(Style(color=theme.muted, bgcolor=colour) for colour in weak),
        )
    count = 2 * LEVELS + 1
    if colors == "256":  # the text's colour shows the sign: only 9 tints would be left, none of them right
        plain = tuple(Style(color=colour, bgcolor=theme.bg) for colour in stepped(*ramps.figure_256))
        return plain, tuple(bold(style) for style in plain), (bg.faint,) * count
    return (bg.fg,) * count, (bg.strong,) * count, (bg.faint,) * count
