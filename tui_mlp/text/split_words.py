"""The splits in words: one word each, in tables, legends and frames."""

from core.support.i18n import N_, _, translated

SPLIT_WORDS = {"train": N_("train"), "validation": N_("validation"), "test": N_("test")}
SHORT_SPLIT_WORDS = {**SPLIT_WORDS, "validation": N_("valid.")}
"""The same for narrow places."""


def split_word(split: str, short: bool = False) -> str:
    """A split in a word, by its name; of rows that are in none, whose split has an empty name, that they are left out.

    `short` is for narrow places.
    """
    if not split:
        return _("left") if short else _("left out")
    return translated((SHORT_SPLIT_WORDS if short else SPLIT_WORDS)[split])
