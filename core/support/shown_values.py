"""Values of an experiment as messages show them: as TOML, shortened."""

from math import log10

from .escaping import shortened
from .i18n import _, ngettext

LONGEST = 60
"""Characters of a value in a message, at most."""

UNWRITTEN = 10**1000
"""Integers from here on are described, as Python refuses to print those of several thousand digits."""


def value_text(value: object) -> str:
    """A value as it is written in an experiment file, shortened if it is long."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return _("a section")
    if isinstance(value, int) and abs(value) >= UNWRITTEN:
        digits = round(value.bit_length() * log10(2))
        return ngettext("a number of {} digit", "a number of {} digits", digits).format(digits)
    if isinstance(value, list):
        return shortened(f"[{', '.join(map(value_text, value[:LONGEST]))}]", LONGEST)
    return shortened(repr(value) if isinstance(value, str | float) or value is None else str(value), LONGEST)
