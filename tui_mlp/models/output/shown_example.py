"""The example in focus: its origin, what is wanted and given, its loss and its rank."""

from dataclasses import dataclass, field

import numpy as np

from core.analysis.outputs.given import MovedThreshold, given_classes, given_labels, wrong_rows
from core.analysis.outputs.one_example import OneExample, contributions, example_in_split, example_of_values
from core.analysis.outputs.outputs import Outputs
from core.analysis.outputs.ranking import rank, worst
from core.calls import Array
from core.data.dataset import Split
from core.model.model import Model
from core.model.output_meaning import OutputMeaning

from .output_focus import ExampleFocus, OutputFocus


@dataclass(frozen=True, eq=False)
class ShownExample:
    """An example with what the network of `model` says of it.

    `focus` says which one it is; its split and place are those of the row that other values were typed into. `row` is
    the place of this row in the source, from 0; None where that isn't known, and for a drawn picture. `before` is the
    row itself as the network sees it, where other values were typed into it. `rank` is that by the loss, from 1 for the
    largest, among the `of` examples of its split whose outputs were computed; None where it isn't one of them. `moved`
    is the threshold by which classes are given, None for the usual one.
    """

    focus: ExampleFocus
    model: Model = field(repr=False)
    one: OneExample = field(repr=False)
    row: int | None
    before: OneExample | None = field(repr=False)
    rank: int | None
    of: int
    moved: MovedThreshold | None = None

    @property
    def drawn(self) -> bool:
        """Whether it is a drawn picture, of no split."""
        return not self.focus.split

    @property
    def meaning(self) -> OutputMeaning:
        """What the outputs stand for."""
        return self.model.meaning

    @property
    def raw(self) -> Array:
        """The raw inputs, s numbers as in `Table.inputs`."""
        return self.one.raw

    @property
    def outputs(self) -> Array:
        """The s_L outputs: from 0 to 1 for a classification, else in the units of the targets."""
        return self.one.outputs

    @property
    def scores(self) -> Array:
        """A number for each of `meaning.names`: its probability, of two classes with one output both; or the target."""
        if self.meaning.task == "regression":
            return self.outputs
        found: Array = self.model.probabilities(self.outputs[None])[0]
        return found

    @property
    def wanted_marks(self) -> Array | None:
        """Which of `meaning.names` are wanted, booleans; None without a target, and for a regression."""
        wanted = self.one.wanted
        return None if wanted is None or self.meaning.task == "regression" else _wanted_marks(self.model, wanted)

    @property
    def given_marks(self) -> Array | None:
        """Which of `meaning.names` the network gives, booleans; None for a regression."""
        if self.meaning.task == "regression":
            return None
        found = self._given[0]
        return found if self.meaning.several_labels else _only(int(found), self.meaning)

    @property
    def right(self) -> bool | None:
        """Whether the network gives what is wanted; None without a target, and for a regression.

        Outputs that aren't finite give nothing.
        """
        if self.one.y is None or self.meaning.task == "regression":
            return None
        return not wrong_rows(self.meaning, self.one.A[None], self.one.y[None], self._given)[0]

    @property
    def certainty(self) -> float | None:
        """The probability of what is given: of the class, or of the least certain one of several labels."""
        if self.given_marks is None:
            return None
        scores = self.scores.astype(float)
        if self.meaning.several_labels:
            return float(np.where(self.given_marks, scores, 1 - scores).min())
        return float(scores[self.given_marks][0]) if self.given_marks.any() else float("nan")

    @property
    def _given(self) -> Array:
        """What the one row is given, as SplitOutputs has it for many."""
        decide = given_labels if self.meaning.several_labels else given_classes
        return decide(self.meaning, self.one.A[None], self.moved)

    @property
    def output(self) -> int:
        """The output, from 0, that says most of it: that of the class given, the only one, or the first."""
        given = self.given_marks
        if given is None or len(self.outputs) == 1 or not given.any():
            return 0
        return int(np.flatnonzero(given)[np.argmax(self.scores[given])])

    def contributions(self, output: int) -> Array:
        """What each neuron before the output (from 0) adds to its z, s_{L−1} numbers."""
        return contributions(self.model, self.one, output)


def focused_example(outputs: Outputs, focus: OutputFocus) -> ExampleFocus | None:
    """The example in focus: the chosen one, else the worst of the split in focus; None before there are outputs of it.

    One that these data don't have, because it was chosen in other data, is the worst too.
    """
    chosen = focus.example
    if chosen is not None and _is_of(chosen, outputs):
        return chosen
    split = focus.outputs(outputs)
    if split is None or not split.m:
        return None
    index = int(split.figure(worst).indices[0])
    return ExampleFocus(split.split, int(split.places[index]))


def _is_of(chosen: ExampleFocus, outputs: Outputs) -> bool:
    """Whether an example can be one of the data that outputs are of."""
    data, inputs = outputs.data, len(outputs.model.preparation.codings)
    if chosen.values is not None and len(chosen.values) != inputs:
        return False
    if chosen.target is not None and len(chosen.target) != data.train.Y.shape[1]:
        return False
    if not chosen.split:
        return chosen.values is not None
    examples = data.splits.get(chosen.split)
    return examples is not None and chosen.place < examples.m


def shown_example(outputs: Outputs, focus: OutputFocus) -> ShownExample | None:
    """The example in focus with what the network says of it; None before outputs of its split are computed."""
    chosen = focused_example(outputs, focus)
    return None if chosen is None else example_shown(outputs, chosen)


def example_shown(outputs: Outputs, chosen: ExampleFocus) -> ShownExample:
    """An example with what the network of `outputs` says of it, whether or not its outputs are among these."""
    model = outputs.model
    if not chosen.split:
        assert chosen.values is not None, "a drawn picture has values"
        one = example_of_values(model, chosen.values, chosen.target)
        return ShownExample(chosen, model, one, None, None, None, 0, outputs.moved)
    examples = outputs.data.splits.get(chosen.split)
    assert examples is not None, "a chosen example has a split"
    row = row_in_source(examples, chosen.place)
    before = example_in_split(model, examples, chosen.place)
    if chosen.values is not None or chosen.target is not None:
        values = before.raw if chosen.values is None else chosen.values
        one = example_of_values(model, values, before.y if chosen.target is None else chosen.target)
        return ShownExample(chosen, model, one, row, before, None, 0, outputs.moved)
    split = outputs.splits.get(chosen.split)
    index = None if split is None else split.index_of(chosen.place)
    if split is None or index is None:
        return ShownExample(chosen, model, before, row, None, None, 0, outputs.moved)
    return ShownExample(chosen, model, before, row, None, rank(split, index), split.m, outputs.moved)


def row_in_source(examples: Split, place: int) -> int | None:
    """The place in the source, from 0, of the example at a place of a split; None where it isn't known."""
    return None if examples.rows is None else int(examples.rows[place])


def _wanted_marks(model: Model, wanted: Array) -> Array:
    """Which of the names these s_L targets from 0 to 1 stand for, booleans: one of exclusive classes, any of labels."""
    if model.meaning.several_labels:
        return model.label_marks(wanted)
    return _only(int(model.class_numbers(wanted[None])[0]), model.meaning)


def _only(number: int, meaning: OutputMeaning) -> Array:
    """Which of the names is that of the class `number`, booleans."""
    marks: Array = np.arange(len(meaning.names)) == number
    return marks
