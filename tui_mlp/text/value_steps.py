"""The values that `+` and `-` step through, for each setting."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

ONE_THREE = tuple(float(f"{digit}e{power}") for power in range(-5, 2) for digit in (1, 3))
PENALTIES = (0.0, *(float(f"{digit}e{power}") for power in range(-4, 2) for digit in (1, 3)))
RATES = (0.0, 0.5, 0.8, 0.9, 0.95, 0.99, 0.999)
TENTHS = tuple(round(tenth / 10, 1) for tenth in range(10))
TWENTIETHS = tuple(round(twentieth / 20, 2) for twentieth in range(19))
COUNTS = tuple(digit * 10**power for power in range(6) for digit in (1, 2, 5))

VALUE_STEPS: dict[str, Sequence[float]] = {
    "training.learning_rate": ONE_THREE,
    "training.batch_size": (0, 1, 2, 5, 10, 16, 20, 32, 50, 64, 100, 128, 200, 256, 512, 1024),
    "training.epochs": COUNTS,
    "training.l1": PENALTIES,
    "training.l2": PENALTIES,
    "training.dropout": TENTHS,
    "training.clip_norm": (0.0, 0.1, 0.3, 1.0, 3.0, 10.0),
    "training.momentum": RATES,
    "training.rho": RATES,
    "training.beta1": RATES,
    "training.beta2": (0.9, 0.99, 0.999, 0.9999),
    "training.epsilon": tuple(10.0**power for power in range(-12, 0)),
    "training.step_every": COUNTS,
    "training.step_factor": TENTHS[1:],
    "training.decay": (0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 1.0),
    "training.warmup": (0, *COUNTS),
    "training.evaluate_every": (0, *COUNTS),
    "training.tolerance": (0.0, *ONE_THREE),
    "training.early_stopping": (0, *COUNTS),
    "network.initial_scale": (0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0),
    "data.samples": COUNTS[4:],
    "data.noise": TWENTIETHS,
    "data.validation_fraction": TWENTIETHS,
    "data.test_fraction": TWENTIETHS,
}


def next_step(steps: Sequence[float], value: float, direction: int) -> float:
    """The next value above (1) or below (−1) `value` in ascending `steps`; `value` itself needn't be one of them.

    At either end of the steps, and beyond it, the value stays.
    """
    if direction > 0:
        index = bisect_right(steps, value)
        return steps[index] if index < len(steps) else value
    index = bisect_left(steps, value) - 1
    return steps[index] if index >= 0 else value


def next_choice(choices: Sequence[str], value: str, direction: int) -> str:
    """The choice after (1) or before (−1) `value`; after the last comes the first."""
    index = choices.index(value) if value in choices else 0
    return choices[(index + direction) % len(choices)]
