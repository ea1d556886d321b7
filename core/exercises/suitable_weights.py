"""Weights by which an exercise asks for no value near 0, and the loss changes visibly."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import islice

from core.experiment.experiment import Experiment
from core.support.errors import InputError

from .exercise import Exercise
from .marking.precision import precision_of
from .mini_batches import run_mini_batches
from .questions.loss_change import losses
from .questions.question_cells import FEWEST_UNITS
from .questions.question_list import questions_of

MOST_DRAWS = 30
"""Draws among which the best one is taken, if none is good enough."""
LEAST_CHANGE = 2
"""Units of the last decimal by which the loss changes at least if it is asked for: no rounding hides that."""


def with_suitable_weights(exercise: Exercise, drawn: Iterable[Experiment]) -> Exercise:
    """The exercise with the first weights that are good enough, else with the best of the first ones."""
    best, most = exercise, -1.0
    for experiment in islice(drawn, MOST_DRAWS):
        found = replace(exercise, experiment=experiment)
        if (share := suitable_share(found)) > most:
            best, most = found, share
        if most >= 1:
            break
    return best


def suitable_share(exercise: Exercise) -> float:
    """How large the smallest value that is asked for is, as a share of what it should be at least; 0 if one can't be.

    Of the loss it is how much it changes.
    """
    try:
        steps = run_mini_batches(exercise)
        questions = questions_of(exercise, steps)
    except InputError:  # what can't be asked with any weights is said when the exercise begins
        return 0.0
    unit, shares = precision_of(exercise).unit, [1.0]
    for question in questions:
        step = steps[question.equation]
        if question.kind == "loss":
            before, after = losses(steps, question.equation)
            shares.append(abs(after - before) / (LEAST_CHANGE * unit))
        for one in (step.writes, *step.intermediates):
            if one.symbol == question.symbol:
                cells = [asked.cell for asked in question.asked if asked.cell is not None]
                shares += [abs(float(one.value[cell])) / (FEWEST_UNITS * unit) for cell in cells]
    return min(shares)
