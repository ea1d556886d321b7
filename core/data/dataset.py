"""Examples to train on: the splits of a data set, and what their columns mean."""

from dataclasses import dataclass, field, replace
from typing import Literal

from numpy.typing import DTypeLike

from core.calls import Array

from .description import NOT_DESCRIBED, Description
from .file_stamp import FileStamp
from .preparing.class_weights import weights_of_examples
from .preparing.preparation import Preparation
from .preparing.preprocessing import Scaling
from .table import ClassKind, Table

SplitName = Literal["train", "validation", "test"]
SPLITS: tuple[SplitName, ...] = ("train", "validation", "test")
"""The names of the splits, in their order."""


@dataclass(frozen=True, eq=False)
class Split:
    """The inputs X, m × (s_1 + 1) with ones in the first column, and the targets Y, m × s_L.

    `weights`, m numbers, say how much each example counts in J and Δ(L); None where all count the same, as if 1.
    `rows`, m numbers from 0, are the places of the examples in their source, None where they aren't known. `raw` are
    the two columns that features were made of, m × 2; None where the inputs are columns of the source.
    """

    X: Array = field(repr=False)
    Y: Array = field(repr=False)
    weights: Array | None = field(default=None, repr=False)
    rows: Array | None = field(default=None, repr=False)
    raw: Array | None = field(default=None, repr=False)

    @property
    def inputs(self) -> Array:
        """X without its ones column, m × s_1, a view."""
        return self.X[:, 1:]

    @property
    def m(self) -> int:
        """The number of examples."""
        return len(self.X)

    @property
    def w(self) -> Array | None:
        """The weights as a column, m × 1, a view; None where all examples count the same."""
        return None if self.weights is None else self.weights[:, None]

    @property
    def total_weight(self) -> float:
        """The sum of the weights, by which a mean over the examples is divided; m where all count the same."""
        return float(self.m) if self.weights is None else float(self.weights.sum(dtype=float))

    def part(self, rows: slice | Array) -> "Split":
        """The examples in these rows, from 0; views for a slice."""
        weights, places, raw = (None if each is None else each[rows] for each in (self.weights, self.rows, self.raw))
        return Split(self.X[rows], self.Y[rows], weights, places, raw)

    def astype(self, dtype: DTypeLike) -> "Split":
        """The same in another dtype; the arrays themselves where they have it already."""
        X, Y = self.X.astype(dtype, copy=False), self.Y.astype(dtype, copy=False)
        weights = None if self.weights is None else self.weights.astype(dtype, copy=False)
        return replace(self, X=X, Y=Y, weights=weights)


@dataclass(frozen=True, eq=False)
class Data:
    """The splits of a source, and what their columns mean.

    `output` is the output function that suits the targets; `shape` the height and width where the inputs are a
    picture, of `channels` numbers a pixel: 1, or 3 for red, green and blue. `named_columns` says whether the inputs go
    by the names of a table's columns; else by their places. `preparation`, fitted to the training split, is how columns
    became inputs. `description` says what was understood of the source, its notes also what became of it. `class_kind`
    says what the classes are to a program. `table` are the rows where no file has them, so that they can be divided and
    prepared again; else None. `files` tells which state of its files was read.
    """

    task: str
    output: str
    train: Split
    validation: Split | None = None
    test: Split | None = None
    input_names: tuple[str, ...] = ()
    class_names: tuple[str, ...] = ()
    target_names: tuple[str, ...] = ()
    shape: tuple[int, int] | None = None
    channels: int = 1
    named_columns: bool = False
    preparation: Preparation | None = field(default=None, repr=False)
    description: Description = field(default=NOT_DESCRIBED, repr=False)
    class_kind: ClassKind = ""
    table: Table | None = field(default=None, repr=False)
    files: tuple[FileStamp, ...] = field(default=(), repr=False)

    @property
    def input_scaling(self) -> Scaling | None:
        """The scaling of the inputs; None where nothing was standardised."""
        return self.preparation.scaling if self.preparation else None

    @property
    def target_scaling(self) -> Scaling | None:
        """The scaling of the targets; None where they are as in the source."""
        return self.preparation.target_scaling if self.preparation else None

    def grey_picture(self, inputs: Array) -> Array:
        """The inputs of one example, s_1 numbers, as a picture of height × width; of a pixel in colour, its mean."""
        assert self.shape is not None, "the inputs are a picture"
        picture: Array = inputs.reshape(*self.shape, self.channels).mean(2) if self.channels > 1 else inputs
        return picture.reshape(self.shape)

    @property
    def splits(self) -> dict[str, Split]:
        """The splits that there are, by their names in SPLITS, in this order."""
        splits = zip(SPLITS, (self.train, self.validation, self.test), strict=True)
        return {name: split for name, split in splits if split is not None}

    @property
    def split_sizes(self) -> dict[str, int]:
        """The number of examples in each split that there is, by its name: "training", "validation" or "test"."""
        return {"training" if name == "train" else name: split.m for name, split in self.splits.items()}

    @property
    def rows(self) -> int:
        """The number of examples in all splits together."""
        return sum(self.split_sizes.values())

    def with_balanced_classes(self) -> "Data":
        """The data with weights of examples, by which each class counts as much in training as any other.

        An example of class c weighs n / (k · n_c), where n_c of the n training examples are of class c, and k classes
        occur. Validation and test examples have the same weights, so that all losses can be compared; no other figure
        is weighted. Raises InputError where the targets aren't exclusive classes.
        """
        weights = weights_of_examples(self.task, [split.Y for split in self.splits.values()])
        weighted = {
            name: replace(split, weights=of_split)
            for (name, split), of_split in zip(self.splits.items(), weights, strict=True)
        }
        return replace(self, train=weighted["train"], validation=weighted.get("validation"), test=weighted.get("test"))

    def in_users_units(self, outputs: Array) -> Array:
        """Outputs of the network, m × s_L, in the units of the source."""
        return outputs if self.target_scaling is None else self.target_scaling.restored(outputs)
