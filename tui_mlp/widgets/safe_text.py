"""Textual's widgets of text, for what people and files wrote: escaped, and never read as markup.

Nothing else in this program makes one of Textual's own; a test looks.
"""

from textual.content import Content
from textual.widgets import Input, Label, Static
from textual.widgets.option_list import Option

from core.support.escaping import escaped


def content(text: str) -> Content:
    """A text in which brackets are brackets, for titles, tooltips and such.

    Its line breaks are ours: what others wrote is escaped before it is put between them.
    """
    return Content(escaped(text, lines=True))


def key_hints(*pairs: tuple[str, str]) -> Content:
    """Keys and what they do, on one line."""
    return Content("   ").join(
        Content.assemble((escaped(key), "bold $accent"), f" {escaped(said)}") for key, said in pairs
    )


class SafeLabel(Label):
    """A text, as wide as it is."""

    def __init__(self, text: str | Content, *, id: str | None = None) -> None:
        super().__init__(content(text) if isinstance(text, str) else text, markup=False, id=id)

    def set_text(self, text: str) -> None:
        """Another text."""
        self.update(content(text))


class SafeText(Static):
    """A text as wide as there is room."""

    def __init__(self, text: str, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(content(text), markup=False, id=id, classes=classes)

    def set_text(self, text: str) -> None:
        """Another text, on as many lines."""
        self.update(content(text), layout=False)


def option(text: str, id: str | None = None) -> Option:
    """A line of a list to choose from."""
    return Option(content(escaped(text)), id)


class SafeInput(Input):
    """A line in which a value is typed. What it begins with is shown escaped, and is the same value if left so."""

    def __init__(self, text: str) -> None:
        self._before = text
        super().__init__(escaped(text), compact=True, select_on_focus=True)

    def typed(self, value: str) -> str:
        """What a person means by the line's value."""
        return self._before if value == escaped(self._before) else value
