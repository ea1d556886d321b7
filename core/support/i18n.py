"""Translation of all texts that the user reads, by gettext; symbols and keys stay.

`_`, `N_` and `ngettext` take literal strings only, so that an extractor finds every text in the sources.
"""

import gettext
from pathlib import Path

_LOCALES = Path(__file__).parents[1] / "locale"
_translations: gettext.NullTranslations = gettext.translation("mlp-tui", _LOCALES, fallback=True)


def _(text: str) -> str:
    """The text in the user's language; English if the catalogue doesn't have it."""
    return _translations.gettext(text)


def N_(text: str) -> str:
    """Mark a text for extraction; it stays English until `translated` is called on it."""
    return text


def translated(text: str) -> str:
    """A text that was marked by `N_`, in the user's language."""
    return _translations.gettext(text) if text else text  # gettext returns the catalogue's header for ""


def ngettext(singular: str, plural: str, count: int) -> str:
    """The text for this count, by the plural rules of the user's language."""
    return _translations.ngettext(singular, plural, count)


def use_language(language: str) -> None:
    """Use this language from now on; English if there is no catalogue for it."""
    global _translations
    _translations = gettext.translation("mlp-tui", _LOCALES, [language], fallback=True)
