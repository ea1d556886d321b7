"""What to try against a problem: a key of the experiment file, and a sentence."""

import numpy as np

from core.activations import ACTIVATIONS
from core.initializers import INITIALIZERS
from core.support.i18n import _
from core.training.divergence import LARGE, not_standardized
from core.training.trainer import Trainer

from .loss_trend import LossTrend
from .split_metrics import Classes

Suggestion = tuple[str, str]
"""A key of the experiment file, and a sentence on what to try."""

GROWN = 2.0
"""Weights larger than this multiple of freshly drawn ones have grown by training."""
UNEQUAL = 1.5
"""Classes are unequal if the commonest has more than this many times the rows that it would have of equal ones."""
NO_BETTER = 0.9
"""From this share of a constant output's J on, nothing has been learnt."""


def other_rate(trainer: Trainer, factor: float) -> Suggestion:
    """Another learning rate: the present one times the factor, rounded to one digit."""
    rate = rounded(trainer.experiment.training.learning_rate * factor)
    return "training.learning_rate", _("Try a learning rate of {:g}.").format(rate)


def against_death(trainer: Trainer) -> Suggestion:
    """Against neurons that give 0 for every example."""
    if trainer.experiment.network.initializer == "zeros":
        return "network.initializer", _("Try the initializer he.")
    if not trainer.epoch and not trainer.batch:
        return "network.activation", _("Try the activation leaky_relu.")
    key, text = other_rate(trainer, 0.1)
    return key, text + _(" The activation leaky_relu brings dead neurons back.")


def against_saturation(trainer: Trainer, l: int) -> Suggestion:
    """Against a saturated layer l: its weights are too large from the start or by training, or its inputs are."""
    settings, theta = trainer.experiment.network, trainer.network.thetas[l - 2]
    if l == trainer.network.parameters.L:
        return "network.loss", _("Try the loss cross_entropy: its Δ({}) doesn't have g' as a factor.").format(l)
    largest = float(np.abs(trainer.data.train.inputs).max())
    if l == 2 and largest > LARGE:
        return "data.standardize", _("Try to standardize the inputs, which reach {:.3g}.").format(largest)
    if settings.weights is not None:
        return "network.weights", _("Try to start from smaller weights.")
    drawn = INITIALIZERS[settings.initializer](np.random.default_rng(0), (len(theta) - 1, theta.shape[1]))
    if np.std(theta[1:]) > GROWN * settings.initial_scale * np.std(drawn):
        return other_rate(trainer, 0.1)
    scale = rounded(settings.initial_scale / 10)
    return "network.initial_scale", _("Try a smaller initial scale, such as {:g}.").format(scale)


def against_vanishing(trainer: Trainer) -> Suggestion:
    """Against gradients that vanish on their way back through many layers."""
    activations = trainer.network.parameters.activations
    if trainer.experiment.network.initializer == "zeros":
        return "network.initializer", _("Try the initializer xavier.")
    if any(ACTIVATIONS[name].saturated for name in activations):
        return "network.activation", _("Try the activation relu, or fewer layers.")
    return "network.initializer", _("Try the initializer he, or fewer layers.")


def against_overfitting(trainer: Trainer) -> Suggestion:
    """Against a validation loss that rises while the train loss falls."""
    text = _("Try a penalty L2 of {:g}, dropout, or to stop earlier.")
    return "training.l2", text.format(rounded(10 * trainer.experiment.training.l2) or 0.1)


def against_baseline(trainer: Trainer, progress: LossTrend, memorised: bool, stuck: bool) -> Suggestion:
    """Against a network that is no better than always giving the same answer.

    `memorised` says whether it is better on the training rows, `stuck` whether it no longer improves.
    """
    experiment, data = trainer.experiment, trainer.data
    if data.task == "classification" and experiment.data.class_weight == "none":
        classes = Classes.of(data)
        meaning = classes.meaning
        if not meaning.several_labels and classes.commonest_share > UNEQUAL / len(meaning.names):
            return "data.class_weight", _('Try data.class_weight = "balanced": the classes are unequal.')
    for unscaled in not_standardized(experiment, data):
        return unscaled.key, _("Most likely {}: {}.").format(unscaled.key, unscaled.text)
    if not stuck:
        return "training.epochs", _("Try more epochs: the loss still falls.")
    return against_overfitting(trainer) if memorised else against_plateau(trainer, progress)


def against_penalty(trainer: Trainer, loss: float) -> Suggestion | None:
    """Against a penalty that outweighs the loss; None where it doesn't."""
    if trainer.penalty < loss:
        return None
    name = "l2" if trainer.experiment.training.l2 else "l1"
    text = _("Try a smaller penalty {}, which adds {:.3g} to the loss.")
    return f"training.{name}", text.format(name.upper(), trainer.penalty)


def against_plateau(trainer: Trainer, progress: LossTrend) -> Suggestion:
    """Against a loss that doesn't fall, by the first rule that applies."""
    training, activations = trainer.experiment.training, trainer.network.parameters.activations
    if training.dropout:
        return "training.dropout", _("Try less dropout than {:g}.").format(training.dropout)
    if all(ACTIVATIONS[name].linear for name in activations):
        return "network.activation", _(
            "Try hidden layers with the activation tanh or relu: linear ones can do no more than a single layer."
        )
    if progress.left > NO_BETTER:
        return other_rate(trainer, 10)
    text = _("Try more neurons, or a learning rate of {:g}.")
    return "network.hidden", text.format(rounded(10 * training.learning_rate))


def rounded(value: float) -> float:
    """The value rounded to one digit."""
    return float(f"{value:.0e}")
