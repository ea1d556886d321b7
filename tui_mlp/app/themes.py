"""The program's Textual themes, and the palette to draw with under any theme."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from textual.theme import Theme

from tui_mlp.render.colours.high_contrast import HIGH_CONTRAST
from tui_mlp.render.colours.palette import Colors, Palette, palette
from tui_mlp.render.colours.theme_colours import Ground, colours_of
from tui_mlp.render.colours.theme_colours import Theme as Colours

DARK, LIGHT, CONTRAST = "mlp-dark", "mlp-light", "mlp-contrast"
COLORS: dict[str | None, Colors] = {"truecolor": "truecolor", "256": "256", "standard": "16", "windows": "16"}
CHOSEN = "#123a2f"
"""The ground of selected text and of the line in focus in a list, under white text of high contrast."""
_HEX = re.compile("#[0-9a-f]{6}")


def own_theme(name: str, colours: Colours, dark: bool, variables: Mapping[str, str] = MappingProxyType({})) -> Theme:
    """A theme of the program in these colours; `variables` are further ones of Textual's styles."""
    own = {"muted": colours.muted, "border": colours.border, "block-cursor-text-style": "none"}
    return Theme(
        name, primary=colours.accent, accent=colours.accent, foreground=colours.fg, background=colours.bg,
        surface=colours.bg, panel=colours.panel, warning=colours.warn, error=colours.bad, success=colours.accent,
        dark=dark, variables={**own, **variables},
    )  # fmt: skip


OWN_THEMES = (
    own_theme(DARK, colours_of(True), True),
    own_theme(LIGHT, colours_of(False), False),
    own_theme(
        CONTRAST, HIGH_CONTRAST, True, {"input-selection-background": CHOSEN, "block-cursor-blurred-background": CHOSEN}
    ),
)


def palette_for(theme: Theme, system: str | None, ascii: bool, mono: bool, spaced: bool = False) -> Palette:
    """The palette for a theme, in a terminal with this colour system of Rich."""
    colors = "none" if mono else COLORS.get(system, "none")
    own = theme.name in (DARK, LIGHT, CONTRAST) or colors not in ("truecolor", "256")
    return palette(theme.dark, colors, ascii, None if own else theme_ground(theme), theme.name == CONTRAST, spaced)


def theme_ground(theme: Theme) -> Ground | None:
    """The theme's colours. None if it uses the terminal's: then the program's own are used, known to be readable."""
    if theme.name not in _GROUNDS:
        generated = theme.to_color_system().generate()
        colours = [generated.get(key, "").lower() for key in ("background", "panel", "foreground", "primary")]
        _GROUNDS[theme.name] = Ground(*colours) if all(map(_HEX.fullmatch, colours)) else None
    return _GROUNDS[theme.name]


_GROUNDS: dict[str, Ground | None] = {}
