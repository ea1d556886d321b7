"""Examples as CSV: one with its columns and outputs, or the rows of a list."""

from collections.abc import Sequence

from core.model.model import Model
from tui_mlp.models.output.example_texts import given_text, wanted_text
from tui_mlp.models.output.shown_example import ShownExample
from tui_mlp.text.csv_text import csv_text, source_number
from tui_mlp.text.raw_values import typing_text

from .example_list import ExampleList


def example_csv(shown: ShownExample) -> str:
    """A line for each column and for each output, then what is wanted and given, and the loss: name and value."""
    codings, meaning = shown.model.preparation.codings, shown.meaning
    rows: list[Sequence[object]] = [*_place(shown)]
    rows += [(coding.name, typing_text(coding, float(value))) for coding, value in zip(codings, shown.raw, strict=True)]
    if meaning.task == "regression":
        rows += [(f"wanted {name}", value) for name, value in zip(meaning.names, _wanted(shown), strict=False)]
        rows += [(f"given {name}", float(value)) for name, value in zip(meaning.names, shown.outputs, strict=True)]
    else:
        rows += [(f"output {name}", float(score)) for name, score in zip(meaning.names, shown.scores, strict=True)]
        rows += [("wanted", wanted_text(shown)), ("given", given_text(shown))]
    return csv_text(("name", "value"), [*rows, ("loss", shown.one.loss)])


def list_csv(listed: ExampleList, model: Model, target: int) -> str:
    """A line for each example of a list: its row, what is wanted and given, the loss, and all columns.

    Of a regression with several targets the one at `target`, from 0. The columns of pictures are left out.
    """
    codings, regression = model.preparation.codings if model.shape is None else (), model.meaning.task == "regression"
    rows: list[Sequence[object]] = []
    for one in listed.examples(model, 0, len(listed), target):
        wanted = source_number(one.target, listed.outputs.Y.dtype)
        said = (wanted, one.output) if regression else (one.wanted, one.given, one.certainty)
        cells = [typing_text(coding, float(value)) for coding, value in zip(codings, one.raw, strict=False)]
        rows.append((None if one.row is None else one.row + 1, *said, one.loss, *cells))
    names = ("wanted", "given") if regression else ("wanted", "given", "certainty")
    return csv_text(("row", *names, "loss", *(coding.name for coding in codings)), rows)


def _place(shown: ShownExample) -> list[tuple[str, object]]:
    found: list[tuple[str, object]] = [("split", shown.focus.split)] if shown.focus.split else []
    return [*found, ("row", shown.row + 1)] if shown.row is not None else found


def _wanted(shown: ShownExample) -> Sequence[float]:
    dtype = shown.model.network.parameters.theta.dtype
    return [] if shown.one.wanted is None else [source_number(value, dtype) for value in shown.one.wanted.tolist()]
