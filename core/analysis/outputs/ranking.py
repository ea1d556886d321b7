"""Which examples of a split to look at first: the worst, those wrong with certainty …"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from core.calls import Array
from core.support.i18n import N_

from .given import NO_CLASS
from .split_outputs import SplitOutputs

MOST = 500
"""The most examples of a list: nobody looks at more of them one by one."""


@dataclass(frozen=True, eq=False)
class Ranking:
    """A list of examples, the first of them the one to look at first.

    `indices` are rows of `SplitOutputs.A`, at most MOST; `of` is how many examples belong to the list in all.
    """

    indices: Array = field(repr=False)
    of: int


def largest_first(values: Array, most: int = MOST) -> Array:
    """The indices of the `most` largest of m values, largest first, of equal ones the first.

    NaN counts as larger than any number. Not all of them are sorted.
    """
    keys = np.where(np.isnan(values), -np.inf, -values.astype(float))
    # Infinite values and NaN have one key: NaN goes first by the second one.
    later = ~np.isnan(values)
    some = np.arange(len(keys))
    if len(keys) > most:
        last = np.partition(keys, most - 1)[most - 1]
        smaller, equal = np.flatnonzero(keys < last), np.flatnonzero(keys == last)
        equal = equal[np.argsort(later[equal], kind="stable")]
        some = np.sort(np.concatenate([smaller, equal[: most - len(smaller)]]))
    found: Array = some[np.lexsort((later[some], keys[some]))]
    return found


def worst(outputs: SplitOutputs) -> Ranking:
    """All examples by their loss, the largest first; a loss that is NaN counts as larger than any other."""
    return Ranking(largest_first(outputs.losses), outputs.m)


def worst_wrong(outputs: SplitOutputs) -> Ranking:
    """The examples that are classified wrongly by their loss, the largest first; of a regression all."""
    if outputs.meaning.task == "regression":
        return outputs.figure(worst)
    return _of_some(outputs.wrong, outputs.losses)


def most_certain_wrong(outputs: SplitOutputs) -> Ranking:
    """The wrongly classified examples by the probability of what was given in place of what was wanted.

    Of several labels, that of the label that is wrong with the largest one. Examples that are given no class are the
    last.
    """
    return _of_some(outputs.wrong, _nan_last(wrong_certainty(outputs)))


def least_certain(outputs: SplitOutputs) -> Ranking:
    """All examples by how close their two most probable classes are, the closest first; those with NaN are the last."""
    return Ranking(largest_first(_nan_last(-margins(outputs))), outputs.m)


def too_high(outputs: SplitOutputs) -> Ranking:
    """For a regression: the examples whose output is above its target, by how far in the units of training.

    Of several targets, that one counts which is furthest above.
    """
    above = _nan_last((outputs.A - outputs.Y).max(1))
    return _of_some(above > 0, above)


def too_low(outputs: SplitOutputs) -> Ranking:
    """For a regression: the examples whose output is below its target, by how far, as for `too_high`."""
    below = _nan_last((outputs.Y - outputs.A).max(1))
    return _of_some(below > 0, below)


def in_cell(outputs: SplitOutputs, wanted: int, given: int, label: int = 0) -> Ranking:
    """The examples of one class that were given another, or the same, by their loss, the largest first."""
    return _of_some(rows_in_cell(outputs, wanted, given, label), outputs.losses)


def rows_in_cell(outputs: SplitOutputs, wanted: int, given: int, label: int = 0) -> Array:
    """Which examples are in a cell of the confusion matrix, m booleans.

    `wanted` and `given` are classes from 0; of several labels a row 0 or 1, whether an example has `label`, and whether
    it was given it.
    """
    meaning = outputs.meaning
    if meaning.several_labels:
        has, claimed = meaning.label_marks(outputs.Y[:, label]), outputs.given[:, label]
    else:
        has, claimed = outputs.figure(wanted_and_given)
    rows: Array = (has == wanted) & (claimed == given)
    return rows


def wanted_and_given(outputs: SplitOutputs) -> tuple[Array, Array]:
    """The class that each example has, and the one that it is given or NO_CLASS: m numbers each; exclusive classes."""
    return outputs.meaning.class_numbers(outputs.Y), outputs.given


def rank(outputs: SplitOutputs, index: int) -> int:
    """The rank of an example by its loss, from 1 for the largest, as in `worst`: of equal losses by their place."""
    losses, own = outputs.losses, outputs.losses[index]
    if np.isnan(own):
        return 1 + int(np.isnan(losses[:index]).sum())
    larger = np.isnan(losses) | (losses > own)
    return 1 + int(larger.sum()) + int((losses[:index] == own).sum())


def next_wrong(outputs: SplitOutputs, place: int | None) -> int | None:
    """The place of the example to look at after another: the next one by loss of those that are wrong.

    After the last of them, and after one that isn't wrong, the worst. None where none is wrong. Of a regression, all
    examples count.
    """
    indices = outputs.figure(worst_wrong).indices
    if not len(indices):
        return None
    places = outputs.places[indices].tolist()
    after = places.index(place) + 1 if place in places else 0
    return int(places[after % len(places)])


def probabilities(outputs: SplitOutputs) -> Array:
    """The outputs of a classification from 0 to 1, m × s_L: (a + 1) / 2 where −1 and 1 were learnt."""
    return (outputs.A + 1) / 2 if outputs.meaning.threshold == 0 else outputs.A


def wrong_certainty(outputs: SplitOutputs) -> Array:
    """The probability of what is given wrongly, m numbers; of several labels the largest one.

    It says nothing of an example that is right.
    """
    P, Y = probabilities(outputs), outputs.Y
    if outputs.meaning.several_labels:
        wanted = outputs.meaning.label_marks(Y)
        wrong = outputs.given != wanted
        found: Array = np.where(wrong, np.where(wanted, 1 - P, P), -np.inf).max(1)
        return found
    if P.shape[1] == 1:
        P = np.hstack([1 - P, P])
    of_given: Array = np.where(outputs.given == NO_CLASS, np.nan, P[np.arange(len(P)), outputs.given])
    return of_given


def margins(outputs: SplitOutputs) -> Array:
    """How far the most probable class is ahead of the next, m numbers; of several labels the least of them."""
    P = probabilities(outputs)
    with np.errstate(invalid="ignore"):  # of a network that has diverged
        if P.shape[1] == 1 or outputs.meaning.several_labels:
            found: Array = np.abs(2 * P - 1).min(1)
            return found
        two = np.partition(P, P.shape[1] - 2, axis=1)[:, -2:]
        ahead: Array = two[:, 1] - two[:, 0]
    return ahead


LISTS: dict[str, tuple[tuple[str, Callable[[SplitOutputs], Ranking]], ...]] = {
    "classification": (
        (N_("Worst examples"), worst),
        (N_("Most certain wrong"), most_certain_wrong),
        (N_("Least certain"), least_certain),
    ),
    "regression": ((N_("Worst examples"), worst), (N_("Too high"), too_high), (N_("Too low"), too_low)),
}
"""By the task, the lists that there are: names, to be translated, and what makes them."""


def _of_some(marks: Array, values: Array) -> Ranking:
    """The marked examples, m booleans, the largest of m values first."""
    some = np.flatnonzero(marks)
    return Ranking(some[largest_first(values[some])], len(some))


def _nan_last(values: Array) -> Array:
    found: Array = np.where(np.isnan(values), -np.inf, values)
    return found
