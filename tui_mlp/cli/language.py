"""The language of the command line, by --lang, MLP_TUI_LANG, the menu or the locale.

click has few texts of its own, and looks for them by gettext as well: in the catalogue of the domain that
`gettext.textdomain` names, and in the language of the environment.
"""

import gettext
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from core.support import i18n
from core.support.i18n import _

from .console import warn


def use_chosen_language(arguments: Sequence[str], tell: bool = True) -> None:
    """Use the language that the arguments or the environment ask for, or the one that the menu remembers.

    With `tell`, an MLP_TUI_LANG that names no language is a message on stderr.
    """
    language = language_option(arguments) or i18n.chosen_language()
    if not language:
        language = remembered_language() or i18n.language_of_environment()
    i18n.use_language(language)
    os.environ["LANGUAGE"] = language
    asked = os.environ.get(i18n.VARIABLE, "")
    if asked and not i18n.chosen_language() and tell:
        found = _('MLP_TUI_LANG: found "{}", expected one of {}; the language is now {}')
        warn(found.format(asked, ", ".join(i18n.LANGUAGES), i18n.LANGUAGES[language]))


def language_option(arguments: Sequence[str]) -> str:
    """The last language that --lang names, wherever it stands; empty if it names none that there is."""
    named = ""
    for word, following in zip(arguments, [*arguments, ""][1:], strict=True):
        if word == "--":
            break
        value = following if word == "--lang" else word.removeprefix("--lang=")
        if word.startswith("--lang") and value in i18n.LANGUAGES:
            named = value
    return named


def without_language(arguments: Sequence[str]) -> list[str]:
    """The arguments without --lang and its value, which the root command doesn't know."""
    return [
        word
        for before, word in zip(["", *arguments], arguments, strict=False)
        if "--lang" not in (before, word) and not word.startswith("--lang=")
    ]


def remembered_language() -> str:
    """The language last chosen in the menu; empty if none was."""
    from tui_mlp.system.settings import Settings, default_path

    return Settings(default_path()).language


@contextmanager
def translated_click() -> Iterator[None]:
    """Have click find its texts in the program's catalogue, until the command has ended."""
    domain, language = gettext.textdomain(), os.environ.get("LANGUAGE")
    gettext.bindtextdomain(i18n.DOMAIN, str(i18n.CATALOGUES))
    gettext.textdomain(i18n.DOMAIN)
    try:
        yield
    finally:
        gettext.textdomain(domain)
        if language is None:
            os.environ.pop("LANGUAGE", None)
        else:
            os.environ["LANGUAGE"] = language
