"""Learning rate schedules: α as a function of the completed epochs t."""

from math import cos, pi

from core.experiment.experiment import TrainingSettings


def learning_rate(training: TrainingSettings, t: int) -> float:
    """α of the epoch after t completed ones; it is constant within an epoch.

    constant: α · step: α · step_factor^⌊t / step_every⌋ · exponential: α · decay^t · cosine: α (1 + cos(π t / T)) / 2,
    which reaches 0 at T = `epochs` (Loshchilov, Hutter 2017). A warmup of w epochs multiplies by (t + 1) / w until
    that is 1.
    """
    alpha = training.learning_rate
    if training.schedule == "step":
        alpha *= training.step_factor ** (t // training.step_every)
    elif training.schedule == "exponential":
        alpha *= training.decay**t
    elif training.schedule == "cosine":
        alpha *= (1 + cos(pi * min(1.0, t / max(1, training.epochs)))) / 2
    if t + 1 < training.warmup:
        alpha *= (t + 1) / training.warmup
    return alpha
