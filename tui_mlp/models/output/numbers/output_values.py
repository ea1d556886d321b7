"""The values of one output as curves and points show them."""

import numpy as np

from core.analysis.outputs.split_outputs import SplitOutputs
from core.analysis.regression.errors import errors_of
from core.calls import Array
from core.model.model import Model
from core.model.output_meaning import OutputMeaning

BELOW = -0.05
"""Where examples are drawn below curves of probabilities."""


def shown_output(meaning: OutputMeaning, chosen: int | None) -> int | None:
    """The output that is shown, from 0: the chosen one; else the second of two classes, the first label or target.

    None stands for all of three or more exclusive classes.
    """
    if chosen is not None and chosen < len(meaning.names):
        return chosen
    if meaning.task == "regression" or meaning.several_labels:
        return 0
    return 1 if len(meaning.names) == 2 else None


def given_values(model: Model, outputs: Array) -> Array:
    """What each target, class or label gets of outputs in users' units, n × s_L: n × k; of two classes both."""
    return outputs if model.meaning.task == "regression" else model.probabilities(outputs)


def wanted_values(model: Model, outputs: SplitOutputs, output: int | None) -> Array:
    """The height at which each example is drawn, m numbers: its target, or 1 where it is of the class, else 0.

    Where all classes are shown, one that is classified wrongly is drawn at the probability that the network gives to
    its class, on that curve; the others stand below all curves, at BELOW.
    """
    meaning = outputs.meaning
    if meaning.task == "regression":
        found: Array = outputs.figure(errors_of).actual[:, output or 0]
    elif meaning.several_labels:
        found = meaning.label_marks(outputs.Y)[:, output or 0].astype(float)
    else:
        numbers = meaning.class_numbers(outputs.Y)
        if output is not None:
            return np.asarray(numbers == output, float)
        with np.errstate(all="ignore"):
            own = given_values(model, model.in_users_units(outputs.A))[np.arange(outputs.m), numbers]
        found = np.where(outputs.wrong, own, BELOW)
    return found
