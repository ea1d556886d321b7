"""How often a training is redrawn: seldom over slow links, often for smooth curves.

Keys take effect at once at every rate.
"""

REFRESH_RATES = {"slow": 16.0, "normal": 1.0, "fast": 0.5}
"""By name, the factor on the seconds from one drawing to the next."""

NORMAL = "normal"
SNAPSHOT_SECONDS = 0.25
"""From one snapshot of the training to the next, at the normal rate."""
LOOK_SECONDS = SNAPSHOT_SECONDS * min(REFRESH_RATES.values())
"""From one check for a new snapshot to the next. A check that finds none costs next to nothing."""
SLOW_LINK_CELLS = 450
"""Most cells of a plot written per second at a slow rate; in 24-bit colours they are about 3 kB."""
COLOUR_SECONDS, LONGEST_COLOUR_SECONDS = 1.0, 4.0
"""Least and most seconds from one drawing of a matrix in colours to the next, at the normal rate."""
PICTURE_SECONDS = 0.5
"""Least seconds from one drawing of a picture to the next, at the normal rate."""
COLOUR_CELLS = 1_100
"""Most cells of a matrix in colours written per second at the normal rate: all may change, and take about 30 kB."""


def colour_seconds(cells: int) -> float:
    """Seconds from one drawing of a matrix of `cells` in colours to the next, at the normal rate."""
    return max(COLOUR_SECONDS, min(cells / COLOUR_CELLS, LONGEST_COLOUR_SECONDS))


def changing_seconds(cells: int) -> float:
    """Seconds from one drawing of a picture to the next at the normal rate, where the last one changed `cells` of it.

    A map that hardly changes any more is drawn often, one that changes everywhere as seldom as its bytes ask for.
    """
    return max(PICTURE_SECONDS, min(cells / COLOUR_CELLS, LONGEST_COLOUR_SECONDS))


def slow_link_seconds(cells: int, refresh_factor: float) -> float:
    """Least seconds from one drawing of a plot of `cells` to the next at a slow rate; 0 at the others."""
    return cells / SLOW_LINK_CELLS if refresh_factor > REFRESH_RATES[NORMAL] else 0.0
