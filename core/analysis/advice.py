"""Advice while training runs: a problem, the number that shows it, and what to try.

A training that goes well gets none.
"""

from collections import Counter
from collections.abc import Iterator
from math import isnan, sqrt
from typing import Literal, NamedTuple

import numpy as np

from core.support.i18n import _, ngettext
from core.training.activation_statistics import ActivationStatistics
from core.training.divergence import likely_setting
from core.training.stopping.breakpoints import BREAKPOINT_KINDS
from core.training.trainer import Trainer

from .baseline_check import check_against_baseline
from .loss_trend import WINDOW, LossTrend, safe_ratio
from .remedies import (
    against_baseline,
    against_death,
    against_overfitting,
    against_penalty,
    against_plateau,
    against_saturation,
    against_vanishing,
    other_rate,
)

ROWS = 1_000
"""Largest number of training examples, evenly spaced, whose activations are counted."""
GOING_WELL = 0.1
"""Below this share of a constant output's J the training goes well: R² is above 0.9."""
SLOW = 0.01
"""It also goes well where the loss falls by at least this share."""

RISES = int(BREAKPOINT_KINDS["loss_rose"].numbers[0].default)
"""Consecutive epochs in which the loss rose, the default of the breakpoint; fewer may be chance."""
TWICE = 2.0
"""A loss this many times as high as before isn't chance; this many times a constant output's loss is far off."""
RUNAWAY = 10.0
"""At this many times a constant output's loss a single rise is reported."""

DEAD = 0.25
"""Dead neurons are reported from this share of a relu layer on: a few are common, and with too large a learning rate it
may be 40 % (CS231n, "Commonly used activation functions").
"""
SATURATED_SHARE = 0.5
"""Saturated outputs are reported from this share of a layer on, if the loss doesn't fall: gradients vanish in it
(Glorot, Bengio 2010). The breakpoint, which doesn't look at the loss, has 0.9.
"""
TELLING = 2.0
"""Gradients are reported that are this many times smaller than the next layer's."""

USUAL_UPDATE = 1e-3
"""‖step‖ / ‖Θ‖ of a good update (CS231n, "Ratio of weights:updates") ..."""
FAR = 100.0
"""... and the factor from which on a deviation from it is reported: a good training starts with up to 50."""
UNEQUAL = 10.0
"""Updates this many times smaller than another layer's are explained by vanishing gradients."""

GENERALIZATION_LOSS = 0.05
"""How far the validation loss may rise above its lowest: Prechelt 1998, "Early stopping, but when?", GL with α = 5."""
STRIP = 5
"""Evaluations that are averaged, after the training strip of the same paper."""

NOTICEABLE = 0.01
"""The smallest rise that counts, as a share of a constant output's loss: from 0.001 to 0.002 doesn't count."""

FLAT = 1e-3
"""A fall by less than this share of the loss doesn't count."""
UNSTEADY = 0.1
"""From jumps of this share of the loss on, too large steps are the cause and not a plateau."""


class Advice(NamedTuple):
    """A sentence for people, the number in it, and the key of the experiment file to change.

    `layer` counts from the input, which is layer 1; None for the whole network.
    """

    kind: Literal[
        "divergence", "dead", "saturated", "small updates", "large updates", "baseline", "overfitting", "plateau"
    ]
    layer: int | None
    sentence: str
    number: float
    key: str


def advise(trainer: Trainer) -> list[Advice]:
    """Advice for a trainer between two mini-batches, the most important first; mostly none.

    Costs a forward pass of 1,000 examples, where figures are bad one of 20,000 too, and changes nothing. Consequences
    of a reported problem are left out; when training has stopped, it is said in any case if the network is no better
    than always giving the same answer.
    """
    with np.errstate(all="ignore"):  # a diverging training overflows
        progress = LossTrend(trainer)
        if diverging := [*_divergence(trainer, progress)]:
            return diverging
        causes = [*_inactive(trainer, progress)]
        causes = causes or [*_far_off(trainer, progress)] or [*_updates(trainer, progress)]
        found = causes if causes and not trainer.stopped_by else [*causes, *_no_better(trainer, progress)]
        return [*found, *_overfitting(trainer, progress), *([] if found else _plateau(trainer, progress))]


def update_ratios(trainer: Trainer) -> dict[int, float]:
    """‖step‖ / ‖Θ‖ of the last update by the layer to which Θ leads; frozen weights are left out."""
    parameters, found = trainer.network.parameters, {}
    step, theta = trainer.last_step, parameters.theta
    if parameters.frozen.any():
        step, theta = step * ~parameters.frozen, theta * ~parameters.frozen
    pairs = zip(parameters.views(step), parameters.views(theta), parameters.views(parameters.frozen), strict=True)
    for l, (moved, weights, frozen) in enumerate(pairs, 2):
        if not frozen.all():
            size, norm = float(np.linalg.norm(moved)), float(np.linalg.norm(weights))
            found[l] = safe_ratio(size, norm)
    return found


def is_low(progress: LossTrend) -> bool:
    """Whether the loss is low: then dead neurons do no harm."""
    return progress.left < GOING_WELL


def is_going_well(progress: LossTrend) -> bool:
    """Whether the loss is low, or falls fast enough: then saturated layers do no harm."""
    return is_low(progress) or progress.fall > SLOW


def _divergence(trainer: Trainer, progress: LossTrend) -> Iterator[Advice]:
    """The loss has risen for several epochs, or is so high that one rise is enough."""
    loss, left = progress.loss, progress.left
    rises = int((np.diff(loss)[::-1] > 0).cumprod().sum())
    if not rises:
        return
    before, last = float(loss[-1 - rises]), float(loss[-1])
    if last > TWICE * before and (left > 0.5 if rises >= RISES else left > RUNAWAY):
        key, remedy = likely_setting(trainer.experiment, trainer.data, trainer.epoch + 1, trainer.batch)
        text = _("Most likely {}: {}. The train loss has risen since epoch {:,}, from {:.3g} to {:.3g}.")
        sentence = text.format(key, remedy, progress.epochs[-1 - rises], before, last)
        yield Advice("divergence", None, sentence, safe_ratio(last, before), key)


def _far_off(trainer: Trainer, progress: LossTrend) -> Iterator[Advice]:
    """The loss stays far above that of a constant output."""
    if progress.left > TWICE and progress.fall < SLOW:
        key, remedy = likely_setting(trainer.experiment, trainer.data, trainer.epoch + 1, trainer.batch)
        text = _("Most likely {}: {}. The train loss is {:.3g}, {:.3g} times that of always giving the same output.")
        sentence = text.format(key, remedy, progress.loss[-1], progress.left)
        yield Advice("divergence", None, sentence, progress.left, key)


def _inactive(trainer: Trainer, progress: LossTrend) -> Iterator[Advice]:
    """Layers with many dead neurons unless the loss is low, and saturated layers unless the training goes well.

    A loss that falls can still be held up by dead neurons; where it is low, there were enough others.
    """
    network, X = trainer.network, trainer.X
    well, low = is_going_well(progress), is_low(progress)
    activity = ActivationStatistics(network, saturated=not well, dead=not low)
    if not activity.is_needed:
        return
    if len(X) > ROWS:
        X = X.take(np.linspace(0, len(X) - 1, ROWS).astype(int), 0)
    activity.add(network.forward(X))
    names = [*network.parameters.activations, network.output]
    dead, sizes = Counter(l for l, _neuron in activity.dead()), network.parameters.sizes
    for l, count in dead.items():
        if count >= DEAD * sizes[l - 1]:
            key, remedy = against_death(trainer)
            text = ngettext(
                "{} Layer {}: {} of {} {} neurons is dead: 0 for each of {:,} training examples.",
                "{} Layer {}: {} of {} {} neurons are dead: 0 for each of {:,} training examples.",
                count,
            )
            sentence = text.format(remedy, l, count, sizes[l - 1], names[l - 2], len(X))
            yield Advice("dead", l, sentence, count / sizes[l - 1], key)
    for l in activity.saturated(SATURATED_SHARE):
        share, (key, remedy) = activity.share(l), against_saturation(trainer, l)
        text = _("{} Layer {}: {:.0f} % of {} outputs are saturated{}.")
        sentence = text.format(remedy, l, 100 * share, names[l - 2], _smaller_gradients(trainer, l))
        yield Advice("saturated", l, sentence, share, key)


def _smaller_gradients(trainer: Trainer, l: int) -> str:
    """How much smaller a layer's gradients are than the next layer's, in words; empty if they aren't."""
    parts = trainer.network.parameters.views(trainer.gradient)[l - 2 : l]
    own, *following = (sqrt(np.square(part).mean(dtype=float)) for part in parts)
    if not following or not 0 < TELLING * own < following[0]:
        return ""
    return _("; its gradients are {:.3g} times smaller than layer {}'s").format(following[0] / own, l + 1)


def _updates(trainer: Trainer, progress: LossTrend) -> Iterator[Advice]:
    """Updates that are too small or too large for the weights, unless the training goes well."""
    ratios = update_ratios(trainer)
    if (
        isnan(progress.fall) or is_going_well(progress) or not any(ratios.values())
    ):  # all are 0 where the optimiser is new
        return
    (small, smallest), (large, largest) = (pick((ratio, l) for l, ratio in ratios.items()) for pick in (min, max))
    text = _("{} Layer {}: an update changes its weights by {:.2g} of their size; {:g} is usual.")
    if small < USUAL_UPDATE / FAR:
        if large > UNEQUAL * small and large > USUAL_UPDATE / FAR:
            key, remedy = against_vanishing(trainer)
            text = _("{} Layer {}: an update changes its weights by {:.2g} of their size, layer {}'s by {:.2g}.")
            yield Advice("small updates", smallest, text.format(remedy, smallest, small, largest, large), small, key)
        elif (
            trainer.scalars.learning_rate > 0.1 * trainer.experiment.training.learning_rate
        ):  # else a schedule lowers it
            key, remedy = other_rate(trainer, USUAL_UPDATE / small if small else FAR)
            yield Advice("small updates", smallest, text.format(remedy, smallest, small, USUAL_UPDATE), small, key)
    elif large > USUAL_UPDATE * FAR and progress.fall < progress.chance:
        key, remedy = other_rate(trainer, 0.1)
        yield Advice("large updates", largest, text.format(remedy, largest, large, USUAL_UPDATE), large, key)


def _no_better(trainer: Trainer, progress: LossTrend) -> Iterator[Advice]:
    """The network is no better than always giving the same answer, and isn't on its way to become so."""
    stuck = not progress.fall >= FLAT if trainer.best is None else trainer.epoch - trainer.best_epoch >= WINDOW
    if len(progress.loss) < WINDOW or not (stuck or trainer.stopped_by):
        return
    if (found := check_against_baseline(trainer)) is not None:
        key, remedy = against_baseline(trainer, progress, found.memorised, stuck)
        yield Advice("baseline", None, f"{remedy} {found.sentence}", found.number, key)


def _overfitting(trainer: Trainer, progress: LossTrend) -> Iterator[Advice]:
    """The validation loss is well above its lowest in all of the last evaluations, and the train loss is lower."""
    history = trainer.history
    taken = np.flatnonzero(~np.isnan(history.validation_loss))
    validation, train = history.validation_loss[taken], history.train_loss[taken]
    if len(taken) < 3 * STRIP or trainer.stopped_by == "early_stopping":
        return
    means = np.convolve(validation, np.full(STRIP, 1 / STRIP), "valid")
    place = int(means[: -2 * STRIP].argmin())
    lowest, now = float(means[place]), float(validation[-STRIP:].min())
    learning = train[-STRIP:].mean() < min(train[place : place + STRIP].mean(), now)
    if learning and now > (1 + GENERALIZATION_LOSS) * lowest and now - lowest > NOTICEABLE * progress.constant:
        key, remedy = against_overfitting(trainer)
        times, epoch = safe_ratio(float(means[-1]), lowest), int(history.epoch[taken[place + STRIP // 2]])
        sentence = _("{} The validation loss is {:.3g} times what it was at epoch {:,}, while the train loss is lower.")
        if not lowest:
            sentence = _("{} The validation loss is {:.3g}, and was 0 at epoch {:,}, while the train loss is lower.")
        sentence = sentence.format(remedy, times if lowest else means[-1], epoch)
        yield Advice("overfitting", None, sentence, times, key)


def _plateau(trainer: Trainer, progress: LossTrend) -> Iterator[Advice]:
    """The loss is constant, jumps, or rises slowly."""
    fall, jitter, chance = progress.fall, progress.jitter, progress.chance
    if not progress.left >= GOING_WELL or len(progress.loss) < WINDOW or not fall < FLAT:  # NaN for a single example
        return
    first, last = int(progress.epochs[0]), float(progress.loss[-1])
    if jitter > UNSTEADY:
        key, remedy = other_rate(trainer, 0.1)
        text = _("{} The train loss jumps by {:.2g} % from epoch to epoch, and hasn't fallen since epoch {:,}.")
        yield Advice("plateau", None, text.format(remedy, 100 * jitter, first), jitter, key)
    elif fall + 2 * chance < -SLOW:
        key, remedy = against_penalty(trainer, last) or other_rate(trainer, 0.1)
        text = _("{} The train loss rises slowly, by {:.2g} % since epoch {:,}.")
        yield Advice("plateau", None, text.format(remedy, -100 * fall, first), -fall, key)
    elif fall + 2 * chance < SLOW:
        key, remedy = against_penalty(trainer, last) or against_plateau(trainer, progress)
        text = _("{} The train loss has been {:.3g} since epoch {:,}; always giving the same output has {:.3g}.")
        yield Advice("plateau", None, text.format(remedy, last, first, progress.constant), last, key)
