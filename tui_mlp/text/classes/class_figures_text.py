"""The figures of classes as a table for other programs."""

from collections.abc import Iterator, Sequence

from core.analysis.classes.by_class import ClassFigures

NAMES = (
    "class", "rows", "given", "recall", "recall_low", "recall_high",
    "precision", "precision_low", "precision_high", "f1", "share_in_training",
)  # fmt: skip


def class_rows(
    figures: ClassFigures, names: Sequence[str], guess: Sequence[float], places: Sequence[int]
) -> tuple[tuple[str, ...], Iterator[list[str | int | float | None]]]:
    """The names of the columns, and a line for each class of `places`; None for what is undefined."""
    recall, precision, f1 = figures.recall.tolist(), figures.precision.tolist(), figures.f1.tolist()

    def line(place: int) -> list[str | int | float | None]:
        shares = [
            *(recall[place], *figures.recall_interval(place)),
            *(precision[place], *figures.precision_interval(place)),
            *(f1[place], guess[place]),
        ]
        known = [share if share == share else None for share in shares]
        return [names[place], int(figures.rows[place]), int(figures.given[place]), *known]

    return NAMES, map(line, places)
