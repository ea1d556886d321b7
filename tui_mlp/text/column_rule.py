"""The rule of a column in words: what becomes of its cells, without a row."""

from core.data.dataset import Data
from core.data.description import ColumnDescription

from .said import Said


def rule_text(data: Data, column: ColumnDescription, missing: str) -> list[Said]:
    """What becomes of a column, such as "118 of 640 missing, filled with 28.6, the mean in training; then (age - …".

    `missing` is data.missing.
    """
    return [Said(column.why)]
