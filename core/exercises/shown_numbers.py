"""Numbers as an exercise gives them, to its decimals, and as it asks for them."""

SMALL_FIGURES = 4
"""Significant figures of a number too small for the decimals."""


def shown_number(value: float, decimals: int) -> str:
    """A number that is given, to work on with: -0.5, 1, 0.6203; a tiny one as 1.234e-05."""
    value = float(value) + 0.0
    text = f"{value:.{decimals}f}"
    if value and abs(value) < 10.0 ** (1 - decimals) and float(text) != value:
        return f"{value:.{SMALL_FIGURES - 1}e}"
    if abs(float(text) - value) < 1e-12 * max(1.0, abs(value)):  # exact: without zeros at its end
        text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def asked_number(value: float, decimals: int) -> str:
    """A number as it is to be answered: with all decimals."""
    text = f"{float(value):.{decimals}f}"
    return text.removeprefix("-") if float(text) == 0 else text
