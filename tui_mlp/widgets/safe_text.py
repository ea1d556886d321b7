"""Textual's text widgets for text of any origin: escaped, never read as markup.

No other module makes a text widget of Textual's own; a test checks that.
"""

from collections.abc import Sequence

from textual.content import Content
from textual.widgets import Input, Label, Static
from textual.widgets.option_list import Option

from core.support.escaping import escaped
from tui_mlp.text.ascii_text import ascii_alone, to_ascii_columns


def plain(text: str, lines: bool = False) -> str:
    """A text as the screen can show it: escaped, and in ASCII if the app shows ASCII alone."""
    text = escaped(text, lines)
    return to_ascii_columns(text) if ascii_alone.get() else text


def content(text: str) -> Content:
    """A text without markup, for titles, tooltips and such.

    Its line breaks are kept: text of other origin must be escaped before it is put between them.
    """
    return Content(plain(text, lines=True))


def key_hints(*pairs: tuple[str, str]) -> Content:
    """Keys and what they do, on one line."""
    return Content("   ").join(Content.assemble((plain(key), "bold $accent"), f" {plain(said)}") for key, said in pairs)


def key_lines(pairs: Sequence[tuple[str, str]]) -> Content:
    """Keys and what they do, one on a line."""
    width = max(len(key) for key, _said in pairs)
    return Content("\n").join(
        Content.assemble((f"{escaped(key):<{width}}", "bold $accent"), f"  {escaped(said)}") for key, said in pairs
    )


class SafeLabel(Label):
    """A text, as wide as it is."""

    def __init__(self, text: str | Content, *, id: str | None = None) -> None:
        super().__init__(content(text) if isinstance(text, str) else text, markup=False, id=id)

    def set_text(self, text: str) -> None:
        """Show another text."""
        self.update(content(text))


class SafeText(Static):
    """A text, wrapped at the width that is there."""

    def __init__(self, text: str, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(content(text), markup=False, id=id, classes=classes)

    def set_text(self, text: str) -> None:
        """Show another text of as many lines."""
        self.update(content(text), layout=False)


def option(text: str, id: str | None = None) -> Option:
    """A line of a list to choose from."""
    return Option(content(escaped(text)), id)


class SafeInput(Input):
    """An input line whose initial text is shown escaped, and returned unescaped if left unchanged."""

    def __init__(self, text: str) -> None:
        self._before = text
        super().__init__(escaped(text), compact=True, select_on_focus=True)

    def typed(self, value: str) -> str:
        """The text that a person means by the input's value."""
        return self._before if value == escaped(self._before) else value
