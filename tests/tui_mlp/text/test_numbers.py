"""Figures of one width, powers, and the ASCII form of symbols."""

import math
from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_mlp.text import numbers as n
from tui_mlp.text.ascii_text import to_ascii, to_ascii_columns
from tui_mlp.text.glyphs import ASCII, UNICODE, Glyphs


@pytest.mark.parametrize(
    ("value", "five", "six"),
    [
        (0.44, " 0.44", " 0.440"),
        (-0.114, "-0.11", "-0.114"),
        (-0.0004, " 0.00", " 0.000"),
        (-0.0, " 0.00", " 0.000"),
        (9.996, " 10.0", " 9.996"),
        (-12.34, "-12.3", "-12.34"),
        (999.6, "  1e3", " 999.6"),
        (-12345.0, " -1e4", "-12345"),
        (-1.24e5, " -1e5", "-1.2e5"),
        (1e-300, " 0.00", " 0.000"),
        (-3e10, "-3e10", " -3e10"),
        (-3e123, "-e123", "-3e123"),
        (math.nan, "  nan", "   nan"),
        (-math.inf, " -inf", "  -inf"),
    ],
)
def test_figures(value: float, five: str, six: str) -> None:
    assert n.figure5(value) == five
    assert n.figure6(value) == six


@given(st.floats())
def test_figures_never_change_their_width_nor_show_a_negative_zero(value: float) -> None:
    for figure, width in ((n.figure5, 5), (n.figure6, 6)):
        text = figure(value)
        assert len(text) == width
        assert text.strip("-0. ") or not text.startswith("-")
        if math.isfinite(value) and "e" not in text:
            assert float(text) == pytest.approx(value, abs=0.006 if abs(value) < 9.99 else 0.06 * abs(value))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (182_000.0, "182,000"),
        (181_999.9999999, "182,000"),
        (1_250_000.0, "1,250,000"),
        (12.5, "12.5"),
        (-0.0031, "-0.0031"),
        (1.23456, "1.2346"),
        (-0.067172, "-0.0672"),
        (0.0031234, "0.00312"),
        (0.0, "0"),
        (3e12, "3.00e+12"),
        (math.nan, n.NOTHING),
    ],
)
def test_a_value_in_a_unit_of_the_users_own(value: float, text: str) -> None:
    assert n.data_number(value) == text


def test_a_matrix_of_small_values_has_one_power() -> None:
    values = np.array([[0.004, -0.0021], [np.nan, np.inf]])
    exponent = n.common_power(n.peak(values))
    assert (exponent, n.power(exponent)) == (-3, "×10⁻³")
    assert [n.common_power(peak) for peak in (0.0, 0.1, 5.0, math.nan)] == [0, 0, 0, 0]
    assert n.common_power(0.0999) == -2
    assert n.power(0) == ""
    assert math.isfinite(10.0 ** -n.common_power(5e-324))
    assert n.peak(np.zeros((0, 3))) == 0


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.05201, "0.0520"),
        (1.234e-5, "1.23e-05"),
        (-0.00002, "-2.00e-05"),
        (0.0, "0.0000"),
        (-0.0, "0.0000"),
        (1234.56, "1,234.6"),
        (1e9, "1.00e+09"),
        (None, "–"),
        (math.nan, "–"),
        (-math.inf, "-inf"),
    ],
)
def test_plain_number(value: float | None, text: str) -> None:
    assert n.plain_number(value) == text


def test_percent_count_speed() -> None:
    assert [n.percent(p) for p in (0.99, 0.99999, 1.0, None, math.nan)] == ["99.0 %", "99.9 %", "100.0 %", "–", "–"]
    assert [n.count(c) for c in (0, 1204, None)] == ["0", "1,204", "–"]
    speeds = [(0.42, "0.42/s"), (0.996, "1.0/s"), (5.62, "5.6/s"), (9.97, "10/s"), (556.4, "556/s"), (3200, "3.2 k/s")]
    speeds += [(43_210, "43 k/s"), (999_600, "1.0 M/s"), (4e9, "4,000 M/s")]
    assert [n.speed(value) for value, _text in speeds] == [text for _value, text in speeds]
    assert n.speed(None) == n.speed(math.nan) == n.speed(-1) == "–"


def test_ascii_keeps_the_meaning() -> None:
    assert to_ascii("Θ(2)  9×8  ×10⁻³") == "Theta(2)  9x8  x10^-3"
    assert to_ascii("‖∇‖ 0.0077 → Δ(3)ᵀ ∘ g'(Z)") == "|grad| 0.0077 -> Delta(3)' o g'(Z)"
    assert to_ascii("√ν + √(ν)") == "sqrt nu + sqrt(nu)"
    assert to_ascii("√") == "sqrt ", "what follows it is converted on its own"
    assert to_ascii("época, más") == "epoca, mas"
    assert to_ascii("時") == "?"


def test_columns_stay_in_line_in_ascii() -> None:
    table = "←→   ‖∇‖       α   to the end →\nx    the last  y   to the start"
    assert to_ascii_columns(table) == "<--> |grad|    alpha to the end ->\nx    the last  y   to the start"
    assert to_ascii_columns("  two words  Δ") == "  two words  Delta", "blanks in front and between stay"
    assert to_ascii_columns("Δ  Δ         2") == "Delta Delta  2", "a later column makes up for an earlier one"


@given(st.text())
def test_ascii_is_ascii(text: str) -> None:
    assert to_ascii(text).isascii()


def test_both_sets_of_glyphs_are_of_one_width() -> None:
    for field in fields(Glyphs):
        unicode, ascii = getattr(UNICODE, field.name), getattr(ASCII, field.name)
        assert len(unicode) == len(ascii)
        assert ascii.isascii()
    for marks in (UNICODE, ASCII):
        assert marks.density(0) == " "
        shown = [marks.density(level) for level in (-15, -9, -5, -1, 0, 1, 5, 9, 15)]
        assert len(set(shown)) == len(shown)
        icons = [marks.state(s) for s in ("ready", "training", "pausing", "paused", "finished", "diverged")]
        assert len(set(icons)) == 6
