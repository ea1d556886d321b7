"""Translation of all texts that the user reads, by gettext; symbols and keys stay.

`_`, `N_`, `ngettext` and `pgettext` take literal strings only, so that an extractor finds every text in the sources.
English is what stands there; the other languages have catalogues in `core/locale`. What the functions return can be
said again in another language by `retranslated`.
"""

import gettext
import os
from collections.abc import Mapping
from pathlib import Path

from .retranslation import TranslatedText, translated_text

LANGUAGES = {"en": "English", "es": "español"}
"""The languages of the program by their codes, each named in itself. The first has no catalogue."""
ENGLISH = "en"
VARIABLE = "MLP_TUI_LANG"
"""The environment variable that names the language of this program alone."""
LOCALE_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
"""Those of all programs, in the order in which gettext looks at them. The first may be a list, separated by colons."""
DOMAIN = "mlp-tui"
CATALOGUES = Path(__file__).parents[1] / "locale"


def language_of_environment(environment: Mapping[str, str] = os.environ) -> str:
    """The language of MLP_TUI_LANG, else of the locale, else English. One that there isn't is passed over."""
    return chosen_language(environment) or locale_language(environment) or ENGLISH


def chosen_language(environment: Mapping[str, str] = os.environ) -> str:
    """The language of MLP_TUI_LANG; empty if that isn't set, or names none of the program's."""
    return language_named(environment.get(VARIABLE, ""))


def locale_language(environment: Mapping[str, str] = os.environ) -> str:
    """The language of the user's locale; empty if the program doesn't have it."""
    locale = next(filter(None, (environment.get(name) for name in LOCALE_VARIABLES)), "")
    return next(filter(None, map(language_named, locale.split(":"))), "")


def language_named(locale: str) -> str:
    """The code of the language of a locale, such as "es" of "es_MX.UTF-8"; empty if the program doesn't have it."""
    code = locale.strip().replace("-", "_").partition(".")[0].partition("@")[0].partition("_")[0].casefold()
    return code if code in LANGUAGES else ""


def use_language(language: str) -> None:
    """Use this language of LANGUAGES from now on; English if there is no catalogue for it."""
    global _language, _translations
    if language != _language:
        _language, _translations = language, _catalogue(language)


def language_in_use() -> str:
    """The code of the language in use."""
    return _language


def _catalogue(language: str) -> gettext.NullTranslations:
    """The texts of a language; for English none, so nothing is read."""
    if language == ENGLISH:
        return gettext.NullTranslations()
    return gettext.translation(DOMAIN, CATALOGUES, [language], fallback=True)


_language = language_of_environment()
_translations = _catalogue(_language)


def _(text: str) -> str:
    """The text in the user's language; English if the catalogue doesn't have it."""
    return _said(text)


def N_(text: str) -> str:
    """Mark a text for extraction; it stays English until `translated` is called on it."""
    return text


def translated(text: str) -> str:
    """A text that was marked by `N_`, in the user's language."""
    return _said(text) if text else text  # gettext returns the catalogue's header for ""


def ngettext(singular: str, plural: str, count: int) -> str:
    """The text for this count, by the plural rules of the user's language."""
    return _counted(singular, plural, count)


def pgettext(context: str, text: str) -> str:
    """The text in the user's language, where one English word needs several translations: the context tells them apart.

    The context, such as "threshold", is seen by translators alone.
    """
    return _said_in(context, text)


def _said(text: str) -> TranslatedText:
    return translated_text(_translations.gettext(text), lambda: _said(text))


def _said_in(context: str, text: str) -> TranslatedText:
    return translated_text(_translations.pgettext(context, text), lambda: _said_in(context, text))


def _counted(singular: str, plural: str, count: int) -> TranslatedText:
    text = _translations.ngettext(singular, plural, count)
    return translated_text(text, lambda: _counted(singular, plural, count))
