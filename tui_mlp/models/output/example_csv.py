"""Examples as CSV: one with its columns and outputs, or the rows of a list."""

from collections.abc import Sequence

from tui_mlp.text.csv_text import csv_text
from tui_mlp.text.raw_values import typing_text

from .example_texts import given_text, wanted_text
from .shown_example import ShownExample


def example_csv(shown: ShownExample) -> str:
    """A line for each column and for each output, then what is wanted and given, and the loss: name and value."""
    codings, meaning = shown.model.preparation.codings, shown.meaning
    rows: list[Sequence[object]] = [*_place(shown)]
    rows += [(coding.name, typing_text(coding, float(value))) for coding, value in zip(codings, shown.raw, strict=True)]
    if meaning.task == "regression":
        rows += [(f"wanted {name}", float(value)) for name, value in zip(meaning.names, _wanted(shown), strict=False)]
        rows += [(f"given {name}", float(value)) for name, value in zip(meaning.names, shown.outputs, strict=True)]
    else:
        rows += [(f"output {name}", float(score)) for name, score in zip(meaning.names, shown.scores, strict=True)]
        rows += [("wanted", wanted_text(shown)), ("given", given_text(shown))]
    return csv_text(("name", "value"), [*rows, ("loss", shown.one.loss)])


def _place(shown: ShownExample) -> list[tuple[str, object]]:
    found: list[tuple[str, object]] = [("split", shown.focus.split)] if shown.focus.split else []
    return [*found, ("row", shown.row + 1)] if shown.row is not None else found


def _wanted(shown: ShownExample) -> Sequence[float]:
    return [] if shown.one.wanted is None else shown.one.wanted.tolist()
