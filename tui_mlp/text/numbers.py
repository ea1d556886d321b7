"""Numbers as text: fixed-width cells for matrices, and free-standing figures."""

import math

import numpy as np
from numpy.typing import ArrayLike

from core.support.i18n import ngettext

NOTHING = "–"
"""Shown in place of a number that doesn't exist."""

_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_SMALL = 0.1
_LARGEST_POWER = 300


def figure5(value: float) -> str:
    """A number in five cells, with a blank for plus: ` 0.44`, `-12.3`, ` -1e4`."""
    magnitude = abs(value)
    if magnitude < 9.995:
        text = f"{value: .2f}"
    elif magnitude < 99.95:
        text = f"{value: .1f}"
    elif magnitude < 999.5:
        text = f"{value: .0f}"
    else:
        return _power_figure(value, 5)
    return " 0.00" if text == "-0.00" else text.rjust(5)


def figure6(value: float) -> str:
    """A number in six cells, with a blank for plus: ` 0.114`, `-12.30`, `-1.2e5`."""
    magnitude = abs(value)
    if magnitude < 9.9995:
        text = f"{value: .3f}"
    elif magnitude < 99.995:
        text = f"{value: .2f}"
    elif magnitude < 999.95:
        text = f"{value: .1f}"
    elif magnitude < 99999.5:
        text = f"{value: .0f}"
    else:
        return _power_figure(value, 6)
    return " 0.000" if text == "-0.000" else text.rjust(6)


def peak(values: ArrayLike) -> float:
    """The largest finite absolute value; 0 if there is none."""
    magnitudes = np.abs(np.asarray(values, dtype=np.float64))
    if not magnitudes.size:
        return 0.0
    largest = float(magnitudes.max())
    return largest if math.isfinite(largest) else float(magnitudes[np.isfinite(magnitudes)].max(initial=0.0))


def common_power(largest: float) -> int:
    """The exponent of the power of ten factored out of a matrix with this `peak`: 0, or -2 and below if under 0.1."""
    if not 0 < largest < _SMALL:
        return 0
    return max(-_LARGEST_POWER, math.floor(math.log10(largest)))


def power(exponent: int) -> str:
    """The factor as text, such as `×10⁻³`; empty for exponent 0."""
    return f"×10{str(exponent).translate(_SUPERSCRIPTS)}" if exponent else ""


def plain_number(value: float | None) -> str:
    """A free-standing number: `0.0520`, `1.23e-05` below 0.001, never `-0.0000`; `–` for None and NaN."""
    if value is None or math.isnan(value):
        return NOTHING
    magnitude = abs(value)
    if math.isinf(value):
        return "-inf" if value < 0 else "inf"
    if magnitude == 0:
        return "0.0000"
    if magnitude < 0.001 or magnitude >= 1e6:
        return f"{value:.2e}"
    if magnitude < 1000:
        return f"{value:.4f}"
    return f"{value:,.1f}"


def short_number(value: float) -> str:
    """A finite number in six cells or a few more, to one part in ten at least: `0.0094`, `12.3`, `6.3e-4`."""
    magnitude = abs(value)
    if magnitude == 0:
        return "0"
    if magnitude < 0.001 or magnitude >= 1e5:
        mantissa, exponent = f"{value:.1e}".split("e")
        return f"{mantissa}e{int(exponent)}"
    return f"{value:,.{4 if magnitude < 0.1 else 3 if magnitude < 10 else 1 if magnitude < 1000 else 0}f}"


def short_figure(value: float) -> str:
    """Any number in about six cells: as `short_number`, `inf` for an infinite one, `–` for NaN."""
    return short_number(value) if math.isfinite(value) else plain_number(value)


def data_number(value: float) -> str:
    """A value in a unit of the user's own, without zeros at the end: `182,000`, `12.5`, `0.0031`.

    Five digits, of which no more than four stand behind the point as long as these say three.
    """
    magnitude = abs(value)
    if not math.isfinite(magnitude) or (magnitude and not 1e-4 <= magnitude < 1e9):
        return plain_number(value)
    power = math.floor(math.log10(magnitude)) if magnitude else 0
    decimals = max(0, 4 - power if power >= 0 else max(4, 2 - power))
    text = f"{value:,.{decimals}f}"
    return text.rstrip("0").rstrip(".") if decimals else text


def brief_number(value: float) -> str:
    """The same with four digits at most."""
    return data_number(float(f"{value:.4g}"))


def three_digits(value: float) -> str:
    """The same with three digits at most, for means and deviations."""
    return data_number(float(f"{value:.3g}"))


def percent(share: float | None) -> str:
    """A share from 0 to 1, such as `99.0 %`. Only a share of exactly 1 is shown as `100.0 %`."""
    if share is None or not math.isfinite(share):
        return NOTHING
    hundredths = 100 * share
    return f"{99.9 if 99.9 < hundredths < 100 else hundredths:.1f} %"


def r2_text(value: float | None) -> str:
    """R² in nine cells at most: `0.9614`, `-3.2`, `-3.1e+41`. Only an R² of exactly 1 is shown as `1.0000`."""
    if value is None or math.isnan(value):
        return NOTHING
    if value == -math.inf:
        return "-inf"
    if value > -9.9995:
        text = f"{value if value >= 1 else min(value, 0.9999):.4f}"
        return "0.0000" if text == "-0.0000" else text
    return f"{value:.1f}" if value > -999.95 else f"{value:.1e}"


def figure_text(key: str, value: float | None) -> str:
    """A figure of a training by its key, such as `validation_r2`: an accuracy in percent, R², else a plain number."""
    if key.endswith("accuracy"):
        return percent(value)
    return r2_text(value) if key.endswith("r2") else plain_number(value)


def count(number: int | None) -> str:
    """A whole number with thousands separators, such as `1,204`; `–` for None."""
    return NOTHING if number is None else f"{number:,}"


def speed(per_second: float | None) -> str:
    """Epochs per second: `0.42/s`, `5.6/s`, `556/s`, `3.2 k/s`, `43 k/s`."""
    if per_second is None or not math.isfinite(per_second) or per_second < 0:
        return NOTHING
    if per_second < 0.995:
        return f"{per_second:.2f}/s"
    if per_second < 9.95:
        return f"{per_second:.1f}/s"
    if per_second < 999.5:
        return f"{per_second:.0f}/s"
    size, unit = (1e3, "k") if per_second < 999.5e3 else (1e6, "M")
    shown = per_second / size
    return f"{shown:.1f} {unit}/s" if shown < 9.95 else f"{shown:,.0f} {unit}/s"


def _power_figure(value: float, width: int) -> str:
    if math.isnan(value):
        return "nan".rjust(width)
    if math.isinf(value):
        return ("-inf" if value < 0 else "inf").rjust(width)
    for decimals in (1, 0):
        text = f"{value: .{decimals}e}".replace("e+0", "e").replace("e+", "e")
        if len(text) <= width:
            return text.rjust(width)
    # A three-digit exponent leaves no room for the mantissa; the exponent is what matters then.
    return f"{'-' if value < 0 else ' '}{text[text.index('e') :]}".rjust(width)


def row_count_text(rows: int) -> str:
    """A number of rows: "1 row", "2,000 rows"."""
    return ngettext("{} row", "{} rows", rows).format(count(rows))
