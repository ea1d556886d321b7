"""A table of as many rows as wanted and 11 columns: numbers with missing cells, categories, two classes."""

from pathlib import Path

import numpy as np

COLUMNS = (*(f"x{number}" for number in range(1, 10)), "city", "label")
CHUNK = 10_000
"""Rows that are different from each other; after them they repeat, so that the file is written fast."""


def write_large_table(path: Path, rows: int) -> Path:
    """A CSV file; row r, from 0, stands on line r + 2, and its x2 has r modulo CHUNK before the point."""
    random = np.random.default_rng(0)
    numbers = random.normal(30, 14, (CHUNK, 9)).round(1)
    numbers[:, 1] = np.arange(CHUNK) + 0.5
    cities, labels = random.integers(0, 3, CHUNK), numbers[:, 0] + random.normal(0, 5, CHUNK) > 30
    lines = []
    for row, cells in enumerate(numbers.tolist()):
        first = "" if row % 10 == 3 else repr(cells[0])
        rest = ",".join(map(repr, cells[1:]))
        lines.append(f"{first},{rest},{('north', 'south', 'east')[cities[row]]},{'yes' if labels[row] else 'no'}\n")
    chunk = "".join(lines)
    with path.open("w", encoding="utf-8") as file:
        file.write(",".join(COLUMNS) + "\n")
        for _chunk in range(rows // CHUNK):
            file.write(chunk)
        file.writelines(lines[: rows % CHUNK])
    return path
