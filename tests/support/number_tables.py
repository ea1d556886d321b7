"""Tables of one input, as experiments: with a target, with two, with classes."""

from pathlib import Path

import numpy as np

from core.experiment.experiment import Experiment

ROWS = 60


def experiment_of(folder: Path, name: str, *settings: str) -> Experiment:
    """Of a table written into the folder: "one", "two", "classes" or "answers" (two classes)."""
    random = np.random.default_rng(7)
    x = random.normal(size=ROWS).round(4)
    noise = random.normal(size=ROWS)
    kinds = np.where(x + 0.3 * noise < -0.5, "low", np.where(x + 0.3 * noise < 0.5, "in the middle", "high"))
    columns: dict[str, dict[str, list[object]]] = {
        "one": {"length": x.tolist(), "weight": (1000 + 300 * np.sin(2 * x) + 20 * noise).tolist()},
        "two": {"length": x.tolist(), "price": (50 * x).tolist(), "age": (9 + x + 0.1 * noise).tolist()},
        "classes": {"length": x.tolist(), "kind": kinds.tolist()},
        "answers": {"length": x.tolist(), "alive": np.where(x + noise > 0, "yes", "no").tolist()},
    }
    table, path = columns[name], folder / f"{name}.csv"
    rows = zip(*table.values(), strict=True)
    lines = [",".join(table), *(",".join(map(str, row)) for row in rows)]
    path.write_text("\n".join(lines) + "\n")
    targets = ('data.target=["price", "age"]',) if name == "two" else ()
    return Experiment.load(str(path), (*targets, *settings))
