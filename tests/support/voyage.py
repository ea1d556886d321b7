"""A small table with a column of every kind, for tests of the Data view."""

from pathlib import Path

ROWS = 60


def voyage_cells() -> dict[str, list[str]]:
    """The cells of ticket (id), rescued (yes or no), class, sex, age (6 of 60 missing), fare, day, cabin, crew, note.

    `cabin` is a text that hardly repeats, `crew` is the same in all rows, `note` is empty.
    """
    rows = range(ROWS)
    return {
        "ticket": [str(1000 + row) for row in rows],
        "rescued": ["no" if row % 3 else "yes" for row in rows],
        "class": [str(row % 3 + 1) for row in rows],
        "sex": [("male", "female")[row % 2] for row in rows],
        "age": ["" if row % 10 == 3 else str(18 + row * 7 % 40) for row in rows],
        "fare": [f"{row * 1.7 + 5:.2f}" for row in rows],
        "day": [f"2024-{row % 12 + 1:02}-{row % 28 + 1:02}" for row in rows],
        "cabin": [f"C{row}" if row % 2 else "" for row in rows],
        "crew": ["no"] * ROWS,
        "note": [""] * ROWS,
    }


def write_voyage(folder: Path) -> Path:
    """The table as a CSV file."""
    cells = voyage_cells()
    lines = [",".join(cells), *(",".join(row) for row in zip(*cells.values(), strict=True))]
    path = folder / "voyage.csv"
    path.write_text("\n".join(lines) + "\n")
    return path
