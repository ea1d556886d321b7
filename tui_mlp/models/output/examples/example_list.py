"""A list of examples: which ones, where the one in focus is, what is said of each."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from core.analysis.outputs.given import NO_CLASS
from core.analysis.outputs.ranking import LISTS, Ranking, in_cell
from core.analysis.outputs.split_outputs import SplitOutputs
from core.calls import Array
from core.model.model import Model
from core.support.i18n import _, translated
from tui_mlp.models.output.example_texts import classes_text
from tui_mlp.models.output.output_focus import ExampleFocus
from tui_mlp.models.output.shown_example import row_in_source
from tui_mlp.text.classes.confusion_text import no_yes
from tui_mlp.text.numbers import NOTHING


@dataclass(frozen=True, eq=False)
class ListedExample:
    """One example of a list.

    `place` is that within its split, `row` that in the source, both from 0. `wanted` and `given` are names, empty for a
    regression; `target` and `output` are its numbers in units. `certainty` is the probability of what is given, `raw`
    are the s raw inputs.
    """

    place: int
    row: int | None
    wanted: str
    given: str
    right: bool
    target: float
    output: float
    certainty: float
    loss: float
    raw: Array = field(repr=False)


@dataclass(frozen=True, eq=False)
class ExampleList:
    """A list with a title; `at` is the place in it of the example in focus, from 0, None where it isn't in the list."""

    title: str
    outputs: SplitOutputs = field(repr=False)
    ranking: Ranking
    at: int | None

    def __len__(self) -> int:
        return len(self.ranking.indices)

    def place(self, number: int) -> int:
        """The place within its split of an example of the list, by its number in the list from 0."""
        return int(self.outputs.places[self.ranking.indices[number]])

    def examples(self, model: Model, first: int, count: int, target: int = 0) -> list[ListedExample]:
        """Some examples of the list from `first` on; of a regression with several targets the one at `target`."""
        indices, outputs = self.ranking.indices[first : first + count], self.outputs
        if not len(indices):
            return []
        part = outputs.examples.part(indices)
        raw = part.raw if part.raw is not None else model.preparation.restored(part.inputs)
        A, Y = outputs.A[indices], part.Y
        given, wanted = model.in_users_units(A), model.in_users_units(Y)
        certainties, names = _certainties(model, outputs, indices), _names(outputs, indices)
        found = []
        for number, index in enumerate(indices.tolist()):
            one = ListedExample(
                place=int(outputs.places[index]),
                row=row_in_source(outputs.examples, index),
                wanted=names[number][0],
                given=names[number][1],
                right=bool(not outputs.wrong[index] and np.isfinite(A[number]).all()),
                target=float(wanted[number, target]),
                output=float(given[number, target]),
                certainty=float(certainties[number]),
                loss=float(outputs.losses[index]),
                raw=raw[number],
            )
            found.append(one)
        return found


def list_kinds(task: str, cell: tuple[int, int] | None) -> int:
    """How many lists there are: those of the task and, where one is in focus, that of a cell of a confusion matrix."""
    return len(LISTS[task]) + (cell is not None)


def figure_of(task: str, kind: int) -> Callable[[SplitOutputs], Ranking] | None:
    """What makes the list of this number, from 0; None for that of a cell."""
    lists = LISTS[task]
    return lists[kind][1] if kind < len(lists) else None


def example_list(
    outputs: SplitOutputs, cell: tuple[int, int] | None, example: ExampleFocus | None, kind: int, label: int = 0
) -> ExampleList:
    """The list of this number, from 0, in which an example may be: behind those of the task that of a cell.

    Of several labels a row, the cell is that of the confusion matrix of `label`.
    """
    meaning = outputs.meaning
    figure = figure_of(meaning.task, kind)
    if figure is not None:
        title, ranking = translated(LISTS[meaning.task][kind][0]), outputs.figure(figure)
    else:
        assert cell is not None, "a cell is in focus"
        wanted, given = ((no_yes() if meaning.several_labels else meaning.names)[number] for number in cell)
        title, ranking = _("Wanted {}, given {}").format(wanted, given), in_cell(outputs, *cell, label)
        title = f"{meaning.names[label]}: {title}" if meaning.several_labels else title
    return ExampleList(title, outputs, ranking, _number_of(outputs, ranking, example))


def _number_of(outputs: SplitOutputs, ranking: Ranking, example: ExampleFocus | None) -> int | None:
    """The number in a list of an example, from 0; None where it isn't in the list."""
    index = outputs.index_of(example.place) if example and example.split == outputs.split else None
    if index is None:
        return None
    return next((int(number) for number in np.flatnonzero(ranking.indices == index)), None)


def _names(outputs: SplitOutputs, indices: Array) -> list[tuple[str, str]]:
    """What is wanted of these rows and given to them, `–` where outputs aren't finite; of a regression both empty."""
    meaning, A, Y = outputs.meaning, outputs.A[indices], outputs.Y[indices]
    if meaning.task == "regression":
        return [("", "")] * len(indices)
    wanted = meaning.label_marks(Y) if meaning.several_labels else meaning.class_numbers(Y)
    given, finite = outputs.given[indices], np.isfinite(A)
    return [
        (classes_text(meaning, wanted[row]), classes_text(meaning, given[row]) if finite[row].all() else NOTHING)
        for row in range(len(indices))
    ]


def _certainties(model: Model, outputs: SplitOutputs, indices: Array) -> Array:
    """The probability of what is given, of the least certain of several labels, m numbers; NaN for a regression."""
    if outputs.meaning.task == "regression":
        return np.full(len(indices), np.nan)
    P, given = model.probabilities(model.in_users_units(outputs.A[indices])), outputs.given[indices]
    if outputs.meaning.several_labels:
        least: Array = np.where(given, P, 1 - P).min(1)
        return least
    of_given: Array = np.where(given == NO_CLASS, np.nan, P[np.arange(len(P)), given])
    return of_given
