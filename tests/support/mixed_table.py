"""A table with columns of every kind, of cells that are missing, of pooled categories, as a file."""

from pathlib import Path


def write_mixed_table(folder: Path, target: str = "class", rows: int = 90) -> Path:
    """A CSV file with numbers, booleans, ordered and other categories, and dates, to learn `target` from.

    `target` is "class", of three long names, or "price", a number.
    """
    long = "a class with a very long name indeed"
    lines = [f"age,weight,member,size,city,bought,{target}"]
    for row in range(rows):
        age = "" if row % 9 == 4 else str(20 + row * 7 % 50)
        city = "Zürich" if row % 3 else f"village {row % 30}"
        day = f"2024-{row % 12 + 1:02}-{row % 28 + 1:02} {row % 24:02}:00"
        wanted = f"{10 + row * 3.5}" if target == "price" else ("low", long, "high")[row % 3]
        size = ("small", "medium", "large")[row * 5 % 3]
        lines.append(f"{age},{row * 1.37 - 30:.3f},{'yes' if row % 2 else 'no'},{size},{city},{day},{wanted}")
    path = folder / f"{target}.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


SETTINGS = ('data.kinds={size=["small", "medium", "large"], city="category"}',)
"""Those under which sizes have an order and cities are categories."""
