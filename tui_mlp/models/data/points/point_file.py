"""Drawn points as a table in a file, which opens as any other."""

from core.experiment.point_table import PointTable
from tui_mlp.text.csv_text import csv_text

ENDING = ".csv"


def points_csv(table: PointTable, names: tuple[str, str]) -> str:
    """The points as CSV, with all digits of their coordinates, in the order training, validation, test."""
    target = table.target if table.target not in names else f"{table.target}_target"
    rows = [[*place, table.target_of(point)] for point, place in enumerate(table.inputs)]
    return csv_text([*names, target], rows) + "\n"
