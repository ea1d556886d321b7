"""Every text that a person reads goes through gettext, symbols and keys excepted."""

import gettext
from pathlib import Path

_LOCALES = Path(__file__).parent / "locale"
_translations: gettext.NullTranslations = gettext.translation("mlp-tui", _LOCALES, fallback=True)


def _(text: str) -> str:
    """The text in the person's language; English where no catalogue has it."""
    return _translations.gettext(text)


def use_language(language: str) -> None:
    """Speak this language from now on; English where there is no catalogue for it yet."""
    global _translations
    _translations = gettext.translation("mlp-tui", _LOCALES, [language], fallback=True)
