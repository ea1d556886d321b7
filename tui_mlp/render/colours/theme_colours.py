"""The colours of two themes in three colour depths, and of the ramps.

Blue is positive, orange negative, in both themes.
"""

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True)
class Theme:
    """One colour for each role, as `#rrggbb`; the app's own Textual theme is made from them too."""

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


class Ground(NamedTuple):
    """The colours, `#rrggbb`, that another theme provides; all others are ours, mixed to suit these."""

    bg: str
    panel: str
    fg: str
    accent: str


class Ramps(NamedTuple):
    """What ramps are made of: three colours at -1, 0 and 1, or numbers among xterm's 256, weak to strong on each side.

    `heat` are the colours of matrices, `tint` those behind figures, `figure_256` the figures' own without tints,
    `runs` the colours of several runs in one plot.
    """

    heat: tuple[str, str, str]
    tint: tuple[str, str, str]
    heat_256: tuple[tuple[int, ...], int, tuple[int, ...]]
    figure_256: tuple[tuple[int, ...], int, tuple[int, ...]]
    runs: tuple[str, ...]


DARK = Theme(
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
)
LIGHT = Theme(
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
)
# The 16 colours by their usual values, so that any conversion on the way keeps them.
DARK_16 = Theme(
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
)
LIGHT_16 = Theme(
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
)

# Each ramp: the colours at -1, 0 and 1.
HEAT = {True: ("#f59a3c", "#1c2026", "#58aefc"), False: ("#b85300", "#f1efea", "#0d5fb8")}
TINT = {True: ("#824210", "#1a1e24", "#1c5691"), False: ("#f7bf86", "#f7f5f1", "#9cc7f4")}
# Chosen by hand among xterm's 256: the nearest colours would turn orange to olive and blue to teal.
HEAT_256 = {
    True: ((236, 94, 130, 166, 172, 208, 214), 234, (236, 24, 25, 32, 33, 39, 75)),
    False: ((254, 223, 215, 208, 172, 166, 130), 255, (254, 153, 111, 75, 69, 26, 25)),
}
FIGURE_256 = {
    True: ((250, 180, 215, 208), 250, (250, 153, 117, 75)),
    False: ((238, 94, 94, 130), 238, (238, 24, 25, 26)),
}
GREYS_256 = {
    True: {"bg": 233, "panel": 235, "border": 239, "grid": 236, "muted": 247, "faint": 244},
    False: {"bg": 231, "panel": 255, "border": 250, "grid": 254, "muted": 240, "faint": 242},
}
RUNS = {
    True: ("#58aefc", "#f59a3c", "#c3a6ff", "#e8cd5a", "#ff8fb0"),
    False: ("#0d5fb8", "#b85300", "#7444c9", "#7d5f00", "#b8206a"),
}


def ramps_of(dark: bool) -> Ramps:
    """The ramps of our dark or of our light theme."""
    return Ramps(HEAT[dark], TINT[dark], HEAT_256[dark], FIGURE_256[dark], RUNS[dark])


def colours_of(dark: bool) -> Theme:
    """Our dark or our light theme, in full colours."""
    return DARK if dark else LIGHT
