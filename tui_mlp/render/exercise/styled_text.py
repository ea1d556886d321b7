"""A translated text whose values stand out from its words."""

from rich.style import Style

from tui_mlp.render.strips import StyledText


def with_values(text: str, style: Style, *values: StyledText) -> list[StyledText]:
    """The text in a style, and in place of each {} in it a value in a style of its own."""
    parts = list[StyledText]()
    for place, words in enumerate(text.split("{}")):
        parts += [values[place - 1]] if place else []
        parts += [(words, style)] if words else []
    return parts
