"""Every text that a person reads goes through gettext, symbols and keys excepted.

`_`, `N_` and `ngettext` take literal strings only, so that an extractor finds every text in the sources.
"""

import gettext
from pathlib import Path

_LOCALES = Path(__file__).parents[1] / "locale"
_translations: gettext.NullTranslations = gettext.translation("mlp-tui", _LOCALES, fallback=True)


def _(text: str) -> str:
    """The text in the person's language; English where no catalogue has it."""
    return _translations.gettext(text)


def N_(text: str) -> str:
    """The text as it is: marks one that is kept in English and translated when it is shown, by `translated`."""
    return text


def translated(text: str) -> str:
    """A text that was marked by `N_`, in the person's language."""
    return _translations.gettext(text) if text else text  # gettext answers "" with the head of the catalogue


def ngettext(singular: str, plural: str, count: int) -> str:
    """The text for this many things, by the plural rules of the person's language."""
    return _translations.ngettext(singular, plural, count)


def use_language(language: str) -> None:
    """Speak this language from now on; English where there is no catalogue for it yet."""
    global _translations
    _translations = gettext.translation("mlp-tui", _LOCALES, [language], fallback=True)
