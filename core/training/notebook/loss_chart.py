"""The losses of a training by epoch, as a picture in SVG for light and dark pages."""

from collections.abc import Callable, Sequence
from html import escape
from math import ceil, floor, log10

import numpy as np

from core.calls import Array
from core.support.i18n import _

WIDTH, HEIGHT = 560, 240
LEFT, RIGHT, TOP, BOTTOM = 62, 24, 26, 34
"""The margins around the curves, in which names and numbers stand."""
COLOURS = ("#3b82c4", "#e07b1f")
"""Of train and validation loss: apart from each other for every eye, and from white and black pages."""
POINTS = 400
"""Points of a curve at most, of as many epochs as there are."""
LOG_FROM = 20.0
"""The largest loss may be so many times the smallest before the axis is logarithmic."""
MOST_TICKS = 6


def loss_chart(epochs: Array, train: Array, validation: Array) -> str:
    """The SVG of losses at n epochs, NaN where one wasn't computed; empty where there are no two of them to show."""
    named = [(_("train loss"), train), (_("validation loss"), validation)]
    curves = [(name, epochs[shown], losses[shown]) for name, losses in named if (shown := np.isfinite(losses)).any()]
    if max((len(x) for _name, x, _losses in curves), default=0) < 2:
        return ""
    values = np.concatenate([losses for _name, _x, losses in curves])
    is_log = bool(values.min() > 0 and values.max() > LOG_FROM * values.min())
    low, high = _range(values, is_log)
    first, last = float(epochs.min()), float(epochs.max())

    def x_of(epoch: float) -> float:
        return LEFT + (epoch - first) / (last - first) * (WIDTH - LEFT - RIGHT)

    def y_of(loss: float) -> float:
        share = (log10(loss / low) / log10(high / low)) if is_log else (loss - low) / (high - low)
        return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)

    parts = [_axes(x_of, y_of, _steps(first, last, whole=True), _loss_ticks(low, high, is_log))]
    at = float(LEFT)
    for colour, (name, x, losses) in zip(COLOURS, curves, strict=False):
        chosen = np.unique(np.linspace(0, len(x) - 1, POINTS).round().astype(int))
        points = " ".join(f"{x_of(x[i]):.1f},{y_of(losses[i]):.1f}" for i in chosen.tolist())
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="1.6"/>')
        parts.append(f'<line x1="{at}" y1="13" x2="{at + 18}" y2="13" stroke="{colour}" stroke-width="3"/>')
        parts.append(f'<text x="{at + 23}" y="17">{escape(name)} {losses[-1]:.4g}</text>')
        at += 190
    scale = _("logarithmic axis") if is_log else ""
    parts.append(f'<text x="{WIDTH - RIGHT}" y="17" text-anchor="end" opacity="0.7">{escape(scale)}</text>')
    label = escape(_("Loss by epoch"), quote=True)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{label}" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH}" height="{HEIGHT}" style="max-width: 100%; height: auto" fill="currentColor" '
        f'font-family="sans-serif" font-size="12">{"".join(parts)}</svg>'
    )


def _axes(
    x_of: Callable[[float], float], y_of: Callable[[float], float], epochs: Sequence[float], losses: Sequence[float]
) -> str:
    """The lines and numbers of both axes."""
    bottom, right, parts = HEIGHT - BOTTOM, WIDTH - RIGHT, []
    for loss in losses:
        y = y_of(loss)
        parts.append(f'<line x1="{LEFT}" y1="{y:.1f}" x2="{right}" y2="{y:.1f}" stroke="currentColor" opacity="0.15"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{loss:.4g}</text>')
    for epoch in epochs:
        x = x_of(epoch)
        parts.append(f'<line x1="{x:.1f}" y1="{bottom}" x2="{x:.1f}" y2="{bottom + 4}" stroke="currentColor"/>')
        parts.append(f'<text x="{x:.1f}" y="{bottom + 16}" text-anchor="middle">{epoch:,.0f}</text>')
    parts.append(f'<line x1="{LEFT}" y1="{bottom}" x2="{right}" y2="{bottom}" stroke="currentColor"/>')
    name = escape(_("epoch"))
    parts.append(f'<text x="{right}" y="{HEIGHT - 4}" text-anchor="end" opacity="0.7">{name}</text>')
    return "".join(parts)


def _range(values: Array, is_log: bool) -> tuple[float, float]:
    """The ends of the axis of losses: those of the losses, with a little room; a linear axis begins at 0 or below."""
    low, high = float(values.min()), float(values.max())
    if is_log:
        return low / 1.1, high * 1.1
    low = min(low, 0.0)
    return low, high + 0.05 * (high - low or 1.0)


def _steps(low: float, high: float, whole: bool = False) -> list[float]:
    """Round numbers from `low` to `high`, about MOST_TICKS at most."""
    rough = (high - low) / MOST_TICKS
    unit = 10.0 ** floor(log10(rough))
    step = next(unit * factor for factor in (1, 2, 5, 10) if unit * factor >= rough * (1 - 1e-9))
    step = max(step, 1.0) if whole else step
    return [step * number for number in range(ceil(low / step), floor(high / step + 1e-9) + 1)]


def _loss_ticks(low: float, high: float, is_log: bool) -> list[float]:
    """The losses that have a line and a number: on a logarithmic axis powers of ten, and more where those are few."""
    if not is_log:
        return _steps(low, high)
    tens = range(ceil(log10(low)), floor(log10(high)) + 1)
    if len(tens) > 2:
        return [10.0**ten for ten in tens[:: ceil(len(tens) / MOST_TICKS)]]
    found = [factor * 10.0**ten for ten in range(floor(log10(low)), ceil(log10(high))) for factor in (1, 2, 5)]
    return [loss for loss in found if low <= loss <= high]
