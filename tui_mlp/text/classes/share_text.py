"""Shares of rows as text with three decimals, the ends of their intervals with two."""

from core.analysis.wilson_interval import Interval
from tui_mlp.text.numbers import NOTHING

_MOST = 0.999
_LOWEST, _HIGHEST = 0.01, 0.99


def share_text(value: float | None) -> str:
    """A share such as `0.933`. Only 1 is shown as `1.000`; `–` for None and NaN."""
    if value is None or value != value:
        return NOTHING
    return f"{min(value, _MOST) if value < 1 else value:.3f}"


def interval_text(interval: Interval) -> str:
    """An interval such as `0.79–0.98`, `–` where it is undefined. Only 1 begins at `1.00`, only 0 ends at `0.00`."""
    low, high = interval
    if low != low or high != high:
        return NOTHING
    return f"{min(low, _HIGHEST) if low < 1 else low:.2f}–{max(high, _LOWEST) if high > 0 else high:.2f}"


def threshold_text(threshold: float) -> str:
    """A threshold with all its decimals, at least two: `0.50`, `0.437`."""
    text = f"{threshold:.2f}"
    return text if float(text) == threshold else f"{threshold:.12g}"
