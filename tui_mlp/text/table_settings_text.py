"""Names and kinds of a table's columns as people type them in one line."""

import tomllib
from collections.abc import Mapping, Sequence

from core.support.errors import InputError
from core.support.i18n import _

SEPARATOR, KIND, ORDER = ",", ":", "<"


def names_text(names: Sequence[str]) -> str:
    """Names with commas between them; as a TOML list where one of them couldn't be read again."""
    plain = all(name and name == name.strip() and not set(name) & {SEPARATOR, "[", '"'} for name in names)
    return ", ".join(names) if plain else "[" + ", ".join(map(_quoted, names)) + "]"


def read_names(text: str) -> list[str]:
    """Names with commas between them, or a TOML list; none of an empty text. Raises InputError."""
    text = text.strip()
    if not text.startswith("["):
        return [name.strip() for name in text.split(SEPARATOR) if name.strip()]
    try:
        names = tomllib.loads(f"names = {text}")["names"]
    except ValueError:
        names = None
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise InputError(
            _('found {!r}, expected names with commas between them, or a list such as ["a", "b"]').format(text)
        )
    return names


def read_target(text: str) -> str | list[str] | None:
    """The name of a target, or several; None, so that it is guessed, of an empty text. Raises InputError."""
    names = read_names(text)
    return None if not names else names[0] if len(names) == 1 else names


def kinds_text(kinds: Mapping[str, str | Sequence[str]]) -> str:
    """Such as `zip: category, dose: low < medium < high`."""
    texts = (kind if isinstance(kind, str) else f" {ORDER} ".join(kind) for kind in kinds.values())
    return ", ".join(f"{name}{KIND} {text}" for name, text in zip(kinds, texts, strict=True))


def read_kinds(text: str) -> dict[str, str | list[str]]:
    """The kind of each column, written as `kinds_text` does. Raises InputError."""
    kinds: dict[str, str | list[str]] = {}
    for part in filter(None, map(str.strip, text.split(SEPARATOR))):
        name, colon, kind = map(str.strip, part.rpartition(KIND))
        if not colon or not name or not kind:
            message = _("found {!r}, expected NAME: KIND, such as zip: category, or dose: low < medium < high")
            raise InputError(message.format(part))
        kinds[name] = [level.strip() for level in kind.split(ORDER)] if ORDER in kind else kind
    return kinds


def _quoted(name: str) -> str:
    """A name as a TOML string."""
    special = {"\\": "\\\\", '"': '\\"'}
    return '"' + "".join(special.get(c, c if c.isprintable() else f"\\U{ord(c):08x}") for c in name) + '"'
