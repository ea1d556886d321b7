"""What is searched for among rows: a text, a number, or a condition on a column."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, cast

Operator = Literal[":", "=", "!=", "<", "<=", ">", ">="]

CONDITION = re.compile(r"(?P<left>.+?)\s*(?P<operator><=|>=|!=|==|[:=<>])\s*(?P<right>.*)", re.DOTALL)
BEHIND_NAME = re.compile(r"\s*(?P<operator><=|>=|!=|==|[:=<>])\s*(?P<right>.*)", re.DOTALL)


@dataclass(frozen=True)
class RowQuery:
    """What is searched for. `column` is the name of a column, empty for any; `text` what stands behind `operator`.

    ":" takes cells that are the text or, where there are none, that contain it; "=" only the former. Without a column
    the operator is ":", and cells contain the text. `unknown` is what stands before an operator where a column's name
    would, but no column has it.
    """

    column: str
    operator: Operator
    text: str
    unknown: str = ""


def row_query(text: str, columns: Sequence[str]) -> RowQuery | None:
    """What was typed, given the names of the columns; None for nothing.

    A name may be typed in any case, and shortened if it stays the only one that begins so.
    """
    text = text.strip()
    if not text:
        return None
    for name in sorted(columns, key=len, reverse=True):  # a name may hold what is an operator elsewhere
        if text[: len(name)].casefold() == name.casefold() and (found := BEHIND_NAME.fullmatch(text[len(name) :])):
            return _condition(name, found)
    found = CONDITION.fullmatch(text)
    if found is None:
        return RowQuery("", ":", text)
    beginning = [name for name in columns if name.casefold().startswith(found["left"].rstrip(".").casefold())]
    if len(beginning) == 1:
        return _condition(beginning[0], found)
    return RowQuery("", ":", text, found["left"])


def _condition(name: str, found: re.Match[str]) -> RowQuery:
    operator = found["operator"].replace("==", "=")
    return RowQuery(name, cast(Operator, operator), found["right"].strip())
