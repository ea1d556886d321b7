"""What is in focus in the panes of outputs, in the Output view and in the Train view."""

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from core.calls import Array
from core.data.dataset import Data

if TYPE_CHECKING:  # the first frame shows no outputs, so it doesn't wait for these
    from core.analysis.maps.plane import Limits
    from core.analysis.outputs.outputs import Outputs
    from core.analysis.outputs.split_outputs import SplitOutputs


@dataclass(frozen=True, eq=False)
class ExampleFocus:
    """One example: a row of a split, the same with other values typed into it, or a drawn picture.

    `place` is that of the row within `split`, from 0; both are empty and 0 for a drawn picture. `values` are the raw
    inputs, s numbers as in `Table.inputs`, where they aren't those of the row; `target` is y, s_L numbers, where it
    isn't that of the row: without, a drawn picture has none.
    """

    split: str = ""
    place: int = 0
    values: Array | None = None
    target: Array | None = None


@dataclass(frozen=True, eq=False)
class PlaneFocus:
    """The plane of two inputs that a map shows: their places among the raw columns, and the part that is shown.

    None for `x` and `y`: the two columns of numbers that say most about the target. None for `limits`: as far as the
    examples reach. The other columns are held at the values of the example in focus or, without `hold_example`, at the
    mean of the training rows.
    """

    x: int | None = None
    y: int | None = None
    limits: "Limits | None" = None
    hold_example: bool = False


@dataclass(frozen=True, eq=False)
class OutputFocus:
    """What is in focus. `page` is the name of the page, empty for the first that suits the data.

    `split` is that of figures and lists, empty for the one that is shown first. `example` None stands for the worst of
    this split. `output` is the number of one output, from 0, that is looked at: a class, a label or a target; None for
    all, or the first. `cell` are the wanted and the given class of the confusion matrix, from 0. `threshold` is that of
    the output `output`, None for the usual one. `layer` is l of a hidden layer, None for the last; `neuron` counts from
    1; `large` says whether the neuron in focus is drawn large. `x_range` is the part of one input that curves show, in
    the units of the source; None for as far as the examples reach.
    """

    page: str = ""
    split: str = ""
    example: ExampleFocus | None = None
    output: int | None = None
    cell: tuple[int, int] | None = None
    threshold: float | None = None
    plane: PlaneFocus = PlaneFocus()
    layer: int | None = None
    neuron: int = 1
    large: bool = False
    x_range: tuple[float, float] | None = None

    def is_same_but_page(self, other: "OutputFocus") -> bool:
        """Whether the other differs in nothing but the page."""
        return all(getattr(self, one.name) is getattr(other, one.name) for one in fields(self) if one.name != "page")

    def split_name(self, data: Data) -> str:
        """The split of figures and lists: "train", "validation" or "test"."""
        from core.analysis.outputs.outputs import split_shown_first

        return self.split if self.split in data.splits else split_shown_first(data)

    def outputs(self, outputs: "Outputs") -> "SplitOutputs | None":
        """The outputs of this split; None where they aren't computed."""
        return outputs.splits.get(self.split_name(outputs.data))

    def at_threshold(self, outputs: "Outputs") -> "Outputs":
        """The outputs with classes given by the threshold in focus, where it says which class a row is given."""
        from core.analysis.outputs.given import moved_threshold

        return outputs.at(moved_threshold(outputs.model.meaning, self.output, self.threshold))

    def hidden_layer(self, layers: int) -> int:
        """The hidden layer in focus, l from 2, in a network of L layers; 1 where there is none."""
        return max(1, min(self.layer or layers - 1, layers - 1))


def for_other_data(focus: OutputFocus) -> OutputFocus:
    """The focus after other data were opened: the same page, nothing else."""
    return OutputFocus(page=focus.page)
