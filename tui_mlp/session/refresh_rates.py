"""How often what trains is drawn anew: seldom for thin links, often for smooth curves. Keys are always seen at once."""

REFRESH_RATES = {"slow": 16.0, "normal": 1.0, "fast": 0.5}
"""By name, so many times the seconds that usually pass from one drawing to the next."""

NORMAL = "normal"
SNAPSHOT_SECONDS = 0.25
"""From one snapshot of the training to the next, at the normal pace."""
LOOK_SECONDS = SNAPSHOT_SECONDS * min(REFRESH_RATES.values())
"""From one look for a snapshot to the next: where there is none, a look costs nothing to speak of."""
THIN = 450
"""Cells of a plot that are written a second at a slow pace, at the most; in 24-bit colours they are some 3 kB."""


def on_a_thin_link(cells: int, pace: float) -> float:
    """Seconds from one drawing of so large a plot to the next that a slow pace leaves; at others 0."""
    return cells / THIN if pace > REFRESH_RATES[NORMAL] else 0.0
