"""A learning-rate range test: its losses over the rates, and what it suggests."""

import numpy as np
from textual.strip import Strip

from core.analysis.learning_rate_test import RangeTestResult
from core.support.i18n import _
from tui_mlp.render.colours.palette import Palette
from tui_mlp.render.strips import fill, fit, runs, segments
from tui_mlp.render.word_wrap import wrapped

from .plot import plot
from .series import Series

MARGIN = 7
"""The cells of the plot's labels on the left."""


def range_test_lines(test: RangeTestResult | None, width: int, height: int, palette: Palette) -> list[Strip]:
    """The losses and their smoothed curve, a line at the suggestion, the result, and the keys."""
    styles = palette.bg
    if test is None or not len(test.rates):
        text = _("one mini-batch at each rate, on a copy of the network …")
        return fill(
            [fit(segments([(text, styles.muted)], palette.ascii), width, styles.blank)], width, height, styles.blank
        )
    steps = np.arange(1.0, len(test.rates) + 1)
    series = [
        Series(test.smoothed, styles.train, epochs=steps),
        Series(test.losses, styles.border, epochs=steps, behind=True),
    ]
    at = None if test.suggestion is None else int(np.argmin(np.abs(np.log(test.rates / test.suggestion)))) + 1
    said = wrapped([(result_text(test), styles.fg)], width, palette)
    curve = plot(series, width, height - 2 - len(said), palette, reading=at)
    keys = [("enter", _("use {:.2g}").format(test.suggestion))] if test.suggestion is not None else []
    keys += [("esc", _("keep the rate"))]
    hints = [part for key, word in keys for part in ((f"{key} ", styles.accent_bold), (f"{word}   ", styles.muted))]
    lines = [*curve[:-1], rate_axis(test, width, palette), Strip.blank(width, styles.blank), *said]
    return fill([*lines, fit(segments(hints, palette.ascii), width, styles.blank)], width, height, styles.blank)


def result_text(test: RangeTestResult) -> str:
    """The result, or the present rate while the test runs."""
    return test.text if test.stopped else _("rate {:.1e} …").format(test.rates[-1])


def rate_axis(test: RangeTestResult, width: int, palette: Palette) -> Strip:
    """The rates below the curve: a label at each power of ten."""
    room = max(1, width - MARGIN)
    exponents = np.log10(test.rates)
    text = list(_("rate").rjust(MARGIN - 1).ljust(width))
    span = max(1e-9, float(exponents[-1] - exponents[0]))
    for power in range(int(np.ceil(exponents[0])), int(np.floor(exponents[-1])) + 1):
        name = f"1e{power}"
        column = MARGIN + round((power - float(exponents[0])) / span * (room - 1))
        start = min(column, width - len(name))
        if all(character == " " for character in text[max(MARGIN, start - 1) : start + len(name)]):
            text[start : start + len(name)] = name
    return fit(runs("".join(text)[:width], [palette.bg.muted] * width), width, palette.bg.blank)
