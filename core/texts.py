"""Every text that a person reads goes through gettext, symbols and keys excepted."""

import gettext
from pathlib import Path

_translations = gettext.translation("mlp-tui", Path(__file__).parent / "locale", fallback=True)


def _(text: str) -> str:
    """The text in the person's language; English until a catalogue exists."""
    return _translations.gettext(text)
