"""The keys of the space as Optuna's distributions, and their values.

A key has one distribution for the whole sweep, however the space is narrowed: Optuna refuses other choices, and
compares trials of one distribution only. Samplers draw from another one, see `samplers`.
"""

import json
import math
from typing import Any

from optuna.distributions import BaseDistribution, CategoricalDistribution, FloatDistribution, IntDistribution
from optuna.trial import Trial

from core.sweeps.space.keys import Choices, Key, Range, Value


def distribution(key: Key) -> BaseDistribution:
    """The distribution under which Optuna saves a key: categories, or a range without its steps."""
    if isinstance(key, Choices):
        return CategoricalDistribution([optuna_value(value) for value in key.values])
    if key.integer:
        return IntDistribution(int(key.low), int(key.high), log=key.log)
    return FloatDistribution(key.low, key.high, log=key.log)


def drawn_from(key: Key) -> BaseDistribution:
    """The distribution from which a number of a (narrowed) range is drawn.

    With steps it goes half a step beyond both ends, so that each value is as likely as the next: `nearest_value`.
    """
    if isinstance(key, Choices) or len(key.values) < 2:
        return distribution(key)
    first, second, *_rest = between = [_scaled(key, value) for value in key.values]
    low, high = first - (second - first) / 2, between[-1] + (between[-1] - between[-2]) / 2
    return FloatDistribution(math.exp(low), math.exp(high), log=True) if key.log else FloatDistribution(low, high)


def nearest_value(key: Range, number: float) -> float:
    """The value of a range with steps that is nearest to a number that was drawn; without steps the number."""
    if not key.values:
        return number
    return min(key.values, key=lambda value: abs(_scaled(key, value) - _scaled(key, number)))


def suggested(trial: Trial, key: Key) -> Value:
    """The value of a key that the study's sampler proposes for a trial."""
    if isinstance(key, Choices):
        texts = [optuna_value(value) for value in key.values]
        return key.values[texts.index(trial.suggest_categorical(key.key, texts))]
    if key.integer:
        return trial.suggest_int(key.key, int(key.low), int(key.high), log=key.log)
    return trial.suggest_float(key.key, key.low, key.high, log=key.log)


def only_value(key: Key) -> Value | None:
    """The value of a (narrowed) key that has only one, else None."""
    if key.values:
        return key.values[0] if len(key.values) == 1 else None
    return key.low if isinstance(key, Range) and key.low == key.high else None


def optuna_value(value: Value) -> Any:
    """A value as Optuna saves and shows it: a list is text, such as "[8, 8]"."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value


def _scaled(key: Range, number: float) -> float:
    return math.log(number) if key.log else number
