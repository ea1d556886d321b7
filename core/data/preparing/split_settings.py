"""How rows are divided, as the keys of [data] say it."""

import re
from typing import Literal, NamedTuple

from core.support.errors import InputError
from core.support.i18n import _
from core.support.shown_values import value_text
from core.support.suggestions import nearest_name

SplitKind = Literal["random", "ordered", "group", "folds"]

KINDS: dict[str, SplitKind] = {"random": "random", "ordered": "ordered", "group:COLUMN": "group", "folds:K": "folds"}
"""The kinds of data.split, as messages show them."""

LEAST_FOLDS, MOST_FOLDS = 2, 1000


class SplitSettings(NamedTuple):
    """How rows are divided.

    `column` is that of a split by groups, `folds` the number K of a split into folds, of which number `fold`, from 1,
    is the test split. The fractions are of all rows; in a split into folds, `validation` is of those outside the fold.
    """

    kind: SplitKind = "random"
    column: str = ""
    folds: int = 0
    fold: int = 1
    validation: float = 0.0
    test: float = 0.0


def parse_split(text: str) -> SplitSettings:
    """What a value of data.split says, without fractions.

    Raises InputError: what was found, what was expected, and the nearest.
    """
    word, colon, rest = text.partition(":")
    if word in ("random", "ordered") and not colon:
        return SplitSettings(KINDS[word])
    if word == "group" and rest:
        return SplitSettings("group", column=rest)
    if word == "folds" and re.fullmatch(r"[0-9]{1,9}", rest):
        if LEAST_FOLDS <= int(rest) <= MOST_FOLDS:
            return SplitSettings("folds", folds=int(rest))
        message = _("found {}, expected from {} to {} folds")
        raise InputError(message.format(value_text(text), LEAST_FOLDS, MOST_FOLDS))
    message = _("found {}, expected one of {}").format(value_text(text), ", ".join(KINDS))
    words = {kind.partition(":")[0]: kind for kind in KINDS}
    if close := nearest_name(word.strip().lower(), words):
        message += _("; did you mean '{}'?").format(words[close])
    raise InputError(message)
