"""The seed of a student's exercise, made of the class's seed and the student's name."""

import unicodedata
from hashlib import sha256

from core.support.strict_json import valid_text

SEEDS = 10**6
"""Seeds are from 0 to below this: short enough to be typed."""


def student_seed(seed: int, name: str) -> int:
    """The seed of a student's exercise, from 0 to 999,999: the same for the same name on every machine."""
    return int.from_bytes(sha256(f"{seed}\n{normalized_name(name)}".encode()).digest()[:8], "big") % SEEDS


def normalized_name(name: str) -> str:
    """A name with one blank between its words, and each letter with its accent as one character."""
    return " ".join(unicodedata.normalize("NFC", valid_text(name)).split())
