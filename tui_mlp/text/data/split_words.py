"""The splits in words."""

from core.support.i18n import N_, _, translated

SPLIT_WORDS = {"train": N_("train"), "validation": N_("validation"), "test": N_("test")}


def split_word(split: str) -> str:
    """A split in a word, by its name; what a row is without one."""
    return translated(SPLIT_WORDS[split]) if split in SPLIT_WORDS else _("left out")
