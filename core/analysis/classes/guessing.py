"""What one gets without a look at the inputs: by guessing, by always the same answer."""

from dataclasses import dataclass

import numpy as np

from core.analysis.split_metrics import Classes
from core.calls import Array
from core.data.dataset import Data


@dataclass(frozen=True, eq=False)
class Guessing:
    """What one gets without a look at the inputs, on the rows of one split.

    `shares`, k numbers, are those of the classes or labels among the training rows. Whoever gives each row a class at
    random by these shares has them as recall; as precision the class's share in the split, which is alike where the
    split is. `commonest` is the class that most training rows have, of several labels the combination, in quotation
    marks; `accuracy` that of always saying it.
    """

    shares: Array
    commonest: str
    accuracy: float


def guessing(data: Data, split: str) -> Guessing:
    """What one gets on the split "train", "validation" or "test" of the data; always the same for the same data."""
    classes, examples = Classes.of(data), data.splits.get(split)
    meaning, Y = classes.meaning, data.train.Y
    assert examples is not None, "there is such a split"
    if meaning.several_labels:
        counts = meaning.label_marks(Y).sum(0)
    else:
        counts = np.bincount(meaning.class_numbers(Y), minlength=len(meaning.names))
    none = examples.Y[:0]
    return Guessing(counts / len(Y), classes.metrics(none, none).commonest_text, classes.baseline(examples.Y))
