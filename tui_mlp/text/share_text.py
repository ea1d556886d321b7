"""Shares of rows as text with three decimals, the ends of their intervals with two."""

from core.analysis.wilson_interval import Interval

from .numbers import NOTHING

_MOST = 0.999


def share_text(value: float | None) -> str:
    """A share such as `0.933`. Only 1 is shown as `1.000`; `–` for None and NaN."""
    if value is None or value != value:
        return NOTHING
    return f"{min(value, _MOST) if value < 1 else value:.3f}"


def interval_text(interval: Interval) -> str:
    """An interval such as `0.79–0.98`, `–` where it is undefined."""
    low, high = interval
    return NOTHING if low != low or high != high else f"{low:.2f}–{high:.2f}"


def threshold_text(threshold: float) -> str:
    """A threshold with all its decimals, at least two: `0.50`, `0.437`."""
    text = f"{threshold:.2f}"
    return text if float(text) == threshold else f"{threshold:.12g}"
