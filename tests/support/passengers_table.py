"""A made table like those that people bring: an id, a boolean target, categories, missing numbers, texts."""

from pathlib import Path
from random import Random


def write_passengers(folder: Path, rows: int = 640) -> Path:
    """The file passengers.csv: who was rescued from a ship; all names and values are made."""
    random = Random(7)
    lines = ["ticket,rescued,class,sex,age,relatives,fare,port,cabin,crew"]
    for row in range(rows):
        level = random.choices((1, 2, 3), (24, 21, 55))[0]
        sex = random.choices(("male", "female"), (62, 38))[0]
        age = max(0.6, random.gauss(38 - 4 * level, 13))
        relatives = random.choices(range(6), (60, 18, 10, 6, 4, 2))[0]
        fare = round(random.lognormvariate(5.0 - 0.75 * level, 0.6), 2)
        port = random.choices(("south", "east", "north", ""), (70, 20, 9.5, 0.5))[0]
        cabin = f"{random.choice('ABCDE')}{random.randint(1, 120)}" if random.random() < 0.55 - 0.17 * level else ""
        odds = 0.15 + 0.45 * (sex == "female") + 0.14 * (3 - level) + 0.2 * (age < 12)
        shown = "" if random.random() < 0.16 + 0.04 * (level == 3) else f"{age:.1f}"
        rescued = "yes" if random.random() < odds else "no"
        lines.append(f"T{10_000 + row * 7},{rescued},{level},{sex},{shown},{relatives},{fare},{port},{cabin},0")
    path = folder / "passengers.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
