"""Numbers for screen readers."""

from math import inf, nan

from tui_mlp.text.spoken.number import spoken_number


def test_digits_and_powers_in_words() -> None:
    assert [spoken_number(value) for value in (0.62, -0.0379, 1.0, 0.0, -0.0, -3.0, 0.99999)] == [
        "0.6200", "-0.0379", "1", "0", "0", "-3", "1.0000",
    ]  # fmt: skip
    assert spoken_number(-1.234e-5) == "-1.23 times 10 to the power of -5"
    assert [spoken_number(value) for value in (inf, -inf, nan)] == ["infinity", "minus infinity", "not a number"]
