"""Text that goes on in the next line."""

from textual.strip import Strip

from tui_mlp.render.colours.palette import palette
from tui_mlp.render.word_wrap import line, sentences, wrapped

COLOUR, ASCII = palette(), palette(ascii=True)
FG, MUTED = COLOUR.bg.fg, COLOUR.bg.muted


def text(strips: list[Strip]) -> list[str]:
    return [strip.text.rstrip() for strip in strips]


def test_parts_break_at_blanks_only() -> None:
    parts = [("(Σk Δ(3)[4,k] · Θ(2)[3,k])", FG), (" · ", MUTED), ("g'(Z(2))[4,3]", FG)]
    assert text(wrapped(parts, 60, COLOUR)) == ["(Σk Δ(3)[4,k] · Θ(2)[3,k]) · g'(Z(2))[4,3]"]
    assert text(wrapped(parts, 30, COLOUR)) == ["(Σk Δ(3)[4,k] · Θ(2)[3,k]) ·", "  g'(Z(2))[4,3]"]
    assert text(wrapped([("sigmoid(", MUTED), ("0.5", FG), (")", MUTED)], 8, COLOUR)) == ["sigmoid("], "a word is whole"
    assert all(strip.cell_length == 30 for strip in wrapped(parts, 30, COLOUR))


def test_styles_stay_with_their_words() -> None:
    first, second = wrapped([("left right", FG), (" further", MUTED)], 10, COLOUR)
    assert {s.text: s.style for s in first if s.text.strip()} == {"left": FG, "right": FG}
    assert {s.text: s.style for s in second if s.text.strip()} == {"further": MUTED}


def test_ascii_is_measured_as_it_is_written() -> None:
    assert text(wrapped([("Θ(1) − α ∇(1)", FG)], 16, ASCII)) == ["Theta(1) - alpha", "  grad(1)"]
    assert line([("Θ", FG)], 7, ASCII).text == "Theta  "


def test_sentences_keep_their_lines() -> None:
    assert text(sentences("one two three\n\nfour", 12, COLOUR)) == ["one two", "three", "", "four"]
