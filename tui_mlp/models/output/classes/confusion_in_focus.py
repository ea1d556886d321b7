"""The confusion matrix that is shown, and its cell in focus."""

from dataclasses import dataclass, field
from typing import Self

from core.analysis.classes.by_class import class_figures
from core.analysis.classes.confusion import Cell, confusions
from core.analysis.outputs.split_outputs import SplitOutputs
from core.calls import Array
from tui_mlp.models.output.classes.confusion_cell import clipped_cell, largest_error
from tui_mlp.models.output.output_focus import OutputFocus
from tui_mlp.text.classes.confusion_text import no_yes


@dataclass(frozen=True, eq=False)
class ConfusionInFocus:
    """k × k `counts`, wanted × given, with the names of the classes: of a label, whether a row has it.

    `rows` are those of each wanted class: the ones in its cells, and the ones that are given no class.

    `label` is the label that they are of where a row may have several, from 0; None for exclusive classes.
    """

    outputs: SplitOutputs
    label: int | None
    counts: Array = field(repr=False)
    rows: Array = field(repr=False)
    names: tuple[str, ...]
    cell: Cell

    @classmethod
    def of(cls, outputs: SplitOutputs, focus: OutputFocus, cursor: Cell | None) -> Self:
        """The matrix of these outputs. Its cell is the one whose rows are listed, else `cursor`, where a person went,
        else the most frequent error.
        """
        meaning = outputs.meaning
        label = min(focus.output or 0, len(meaning.names) - 1) if meaning.several_labels else None
        counts: Array = outputs.figure(confusions)[label or 0]
        wanted = focus.cell or cursor
        cell = largest_error(counts) if wanted is None else clipped_cell(wanted, len(counts))
        rows: Array = outputs.figure(class_figures).rows if label is None else counts.sum(1)
        return cls(outputs, label, counts, rows, meaning.names if label is None else no_yes(), cell)
