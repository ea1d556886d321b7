"""A trained network, with all that turns raw rows into classes or numbers."""

from copy import copy
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from core.calls import Array
from core.data.dataset import Data
from core.data.preparing.column_coding import ColumnCoding
from core.data.preparing.preparation import Preparation
from core.network import Network
from core.support.errors import InputError
from core.support.i18n import _

from .output_meaning import OutputMeaning, class_numbers

ROWS = 2048
"""Rows that are computed at once."""
HALF = 0.5
"""An output above it claims its class."""


@dataclass(frozen=True, eq=False)
class Model:
    """A network, the preparation of its inputs, and what its outputs stand for.

    Raw inputs are m × s, as `Table.inputs` has them: numbers, indices of categories, NaN where a cell is missing.
    `target` are the columns of the source that hold the target. `named_columns` says whether the inputs go by the names
    of a table's columns, or by their places as in an array; `shape` and `channels` are those of pictures. `epoch` is
    the number of epochs that the network was trained.
    """

    network: Network
    preparation: Preparation = field(repr=False)
    meaning: OutputMeaning
    name: str = "model"
    target: tuple[str, ...] = ()
    named_columns: bool = True
    shape: tuple[int, int] | None = None
    channels: int = 1
    epoch: int = 0

    @classmethod
    def of(cls, network: Network, data: Data, name: str = "model", epoch: int = 0) -> "Model":
        """The model of a network trained on these data, with a copy of its present weights."""
        return cls(
            network=copy(network),
            preparation=preparation_of(data),
            meaning=OutputMeaning.of(data),
            name=name,
            target=tuple(data.description.target),
            named_columns=data.named_columns,
            shape=data.shape,
            channels=data.channels,
            epoch=epoch,
        )

    # From rows as programs have them

    @property
    def classes_(self) -> Array:
        """The k classes in the order of `predict_proba`: numbers or texts, as in the training data.

        Where a row may have several labels, their names. Raises AttributeError for a regression, as scikit-learn does.
        """
        from .class_values import class_values  # late, as others here: the screen needs none of them

        if self.meaning.task == "regression":
            raise AttributeError(_("classes_: the task is a regression, which has no classes"))
        return class_values(self.meaning.names, "text" if self.meaning.several_labels else self.meaning.class_kind)

    def predict(self, X: Any) -> Array:
        """The class of each row, m values of `classes_`; or the targets in their own units, m, or m × k of several.

        Where a row may have several labels, or had its class in one-hot coding: m × k of 0 and 1. X is an array m × n,
        a column for each one of the training data in their order; or, where these have names, a DataFrame, a dict of
        columns, or a list of dicts, with columns in any order. Texts stand for categories and dates, None and NaN for
        missing cells. Raises InputError for rows that can't be used: where, what was found, what was expected.
        """
        outputs = self.outputs(self._raw(X))
        if self.meaning.task == "regression":
            return outputs[:, 0] if outputs.shape[1] == 1 else outputs
        if self.meaning.several_labels:
            return self.label_marks(outputs).astype(int)
        numbers = self.class_numbers(outputs)
        if self.meaning.class_kind == "one-hot":
            return np.eye(len(self.meaning.names), dtype=int)[numbers]
        found: Array = self.classes_[numbers]
        return found

    def predict_proba(self, X: Any) -> Array:
        """The probability of each class or label, m × k; X as for `predict`. Raises InputError for a regression."""
        if self.meaning.task == "regression":
            raise InputError(_("predict_proba: the task is a regression, which has no probabilities; use predict"))
        return self.probabilities(self.outputs(self._raw(X)))

    def score(self, X: Any, y: Any) -> float:
        """The accuracy of predictions for X, or for a regression R², averaged over the targets; y as for training.

        Raises InputError as `predict` does, and for targets that don't fit.
        """
        from .class_values import numbers_of_classes
        from .scores import accuracy, r2_score, target_numbers

        meaning, found = self.meaning, self.predict(X)
        if not len(found):
            raise InputError(_("X has no rows, expected at least one"))
        if meaning.task == "regression":
            return r2_score(found, target_numbers(y, found.shape))
        if found.ndim == 2:
            return accuracy(found, target_numbers(y, found.shape))
        wanted = numbers_of_classes(y, meaning.names, meaning.class_kind)
        if len(found) != len(wanted):
            raise InputError(_("y has {} rows, expected {}, one for each row of X").format(len(wanted), len(found)))
        return accuracy(numbers_of_classes(found, meaning.names, meaning.class_kind), wanted)

    def to_sklearn(self) -> Any:
        """An MLPClassifier or MLPRegressor of scikit-learn that predicts the same for the same numbers.

        Standardising is in its weights, so it takes raw numbers, m × n. Raises InputError where scikit-learn has no
        such network, and where it isn't installed.
        """
        from .sklearn_network import sklearn_network

        names = [coding.name for coding in self.preparation.codings] if self.named_columns else None
        return sklearn_network(self.network, self.preparation, self.meaning, names, self.epoch)

    def _raw(self, X: Any) -> Array:
        from .raw_inputs import raw_inputs

        return raw_inputs(self.preparation, X, self.named_columns)

    # From raw inputs

    def outputs(self, inputs: ArrayLike) -> Array:
        """What the network says of raw inputs, m × s: m × s_L.

        For classification A^(L), and (A^(L) + 1) / 2 where it learnt -1 and 1, so that sigmoid, softmax and tanh give
        numbers from 0 to 1; for regression the targets in their own units, in float64. Raises InputError for another
        number of columns.
        """
        given = self._checked(inputs)
        made = np.empty((len(given), self.network.parameters.sizes[-1]), self.output_dtype)
        for start in range(0, len(given), ROWS):
            part = slice(start, start + ROWS)
            made[part] = self.in_users_units(self.network.outputs(self.prepared(given[part])))
        return made

    def prepared(self, inputs: Array) -> Array:
        """The network's inputs, m × s_1, in its dtype, of raw inputs m × s: coded and standardised in float64."""
        with np.errstate(all="ignore"):
            return self.preparation.transform(inputs).astype(self.network.parameters.dtype)

    def in_users_units(self, A: Array) -> Array:
        """A^(L), m × s_L, as `outputs` gives it."""
        if self.meaning.task == "classification":
            return (A + 1) / 2 if self.meaning.threshold == 0 else A
        scaling, numbers = self.preparation.target_scaling, A.astype(float)
        return numbers if scaling is None else scaling.restored(numbers)

    @property
    def output_dtype(self) -> np.dtype[np.generic]:
        """The dtype of `outputs`."""
        return np.dtype(float) if self.meaning.task == "regression" else np.dtype(self.network.parameters.dtype)

    # From outputs

    def class_numbers(self, outputs: Array) -> Array:
        """The class that each row of `outputs` stands for: m indices in `meaning.names`; for exclusive classes."""
        return class_numbers(outputs, HALF)

    def label_marks(self, outputs: Array) -> Array:
        """Which labels each row has, m × s_L booleans, where a row may have several."""
        marks: Array = outputs > HALF
        return marks

    def probabilities(self, outputs: Array) -> Array:
        """The probability of each class or label, m × len(meaning.names): of two classes with one output, both."""
        if outputs.shape[1] == 1 and not self.meaning.several_labels:
            return np.hstack([1 - outputs, outputs])
        return outputs

    def _checked(self, inputs: ArrayLike) -> Array:
        given, width = np.asarray(inputs, float), len(self.preparation.codings)
        if given.ndim != 2 or given.shape[1] != width:
            raise InputError(_("inputs: found shape {}; expected m × {}").format(given.shape, width))
        return given


def preparation_of(data: Data) -> Preparation:
    """How the inputs of these data are prepared: as they are, where nothing was fitted to them."""
    return data.preparation or Preparation(tuple(ColumnCoding(name=name, source=name) for name in data.input_names))
