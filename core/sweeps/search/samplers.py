"""Samplers of a space, which may be narrowed: random, TPE, or a setting that is given.

Each proposal has a sampler of its own, with a seed made of the sweep's seed and the trial's number, so that it doesn't
depend on how often the sweep was interrupted.
"""

from typing import Any

from optuna import Study
from optuna.distributions import BaseDistribution, CategoricalDistribution
from optuna.samplers import BaseSampler, RandomSampler, TPESampler
from optuna.trial import FrozenTrial

from core.support.random_streams import sampler_seed
from core.sweeps.space.keys import Choices, Key, Range, Value
from core.sweeps.space.space import Settings, Space

from .distributions import distribution, drawn_from, nearest_value, only_value, optuna_value

ATTEMPTS = 20
"""How often TPE is asked for a choice that the narrowed space has, before one is drawn at random."""


class GivenSampler(BaseSampler):
    """Proposes one setting, such as the next of a grid."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def infer_relative_search_space(self, study: Study, trial: FrozenTrial) -> dict[str, BaseDistribution]:
        """Nothing: each value is given for itself."""
        return {}

    def sample_relative(
        self, study: Study, trial: FrozenTrial, search_space: dict[str, BaseDistribution]
    ) -> dict[str, Any]:
        """Nothing, as above."""
        return {}

    def sample_independent(
        self, study: Study, trial: FrozenTrial, param_name: str, param_distribution: BaseDistribution
    ) -> Any:
        """The value of a key."""
        return optuna_value(self._settings[param_name])


class NarrowedSampler(BaseSampler):
    """Draws by another sampler, but only values that the narrowed space has.

    `space` is the whole space, `narrowed` what is left of it. `together`: keys without conditions are drawn together,
    by what goes well with what.
    """

    def __init__(self, sampler: BaseSampler, space: Space, narrowed: Space, together: bool) -> None:
        self._sampler, self._space, self._narrowed = sampler, space.by_name, narrowed.by_name
        self._together = [key for key in narrowed if together and not key.when and only_value(key) is None]

    def infer_relative_search_space(self, study: Study, trial: FrozenTrial) -> dict[str, BaseDistribution]:
        """The keys that are drawn together."""
        return {key.key: distribution(self._space[key.key]) for key in self._together}

    def sample_relative(
        self, study: Study, trial: FrozenTrial, search_space: dict[str, BaseDistribution]
    ) -> dict[str, Any]:
        """Values of the keys that are drawn together; those that the narrowed space doesn't have are left out."""
        if not search_space:
            return {}
        drawn = self._sampler.sample_relative(study, trial, {name: self._drawn_from(name) for name in search_space})
        values = {name: self._settled(name, value) for name, value in drawn.items()}
        return {name: value for name, value in values.items() if self._allows(name, value)}

    def sample_independent(
        self, study: Study, trial: FrozenTrial, param_name: str, param_distribution: BaseDistribution
    ) -> Any:
        """A value of one key."""
        key = self._narrowed[param_name]
        if (value := only_value(key)) is not None:
            return optuna_value(value)
        if key.values and isinstance(self._sampler, RandomSampler):
            return self._any_of(key.values, self._sampler, study, trial)
        for _attempt in range(ATTEMPTS):
            drawn = self._sampler.sample_independent(study, trial, param_name, self._drawn_from(param_name))
            if self._allows(param_name, found := self._settled(param_name, drawn)):
                return found
        return self._any_of(key.values, RandomSampler(sampler_seed(trial.number, len(key.values))), study, trial)

    def _any_of(self, values: tuple[Value, ...], sampler: RandomSampler, study: Study, trial: FrozenTrial) -> Any:
        """One of the values, each as likely as any other."""
        places = CategoricalDistribution(range(len(values)))
        return optuna_value(values[sampler.sample_independent(study, trial, "", places)])

    def _drawn_from(self, name: str) -> BaseDistribution:
        key = self._narrowed[name]
        # Of choices all, as TPE knows how good each of them was only under the same distribution.
        return distribution(self._space[name]) if isinstance(key, Choices) else drawn_from(key)

    def _settled(self, name: str, value: Any) -> Any:
        key = self._narrowed[name]
        return nearest_value(key, value) if isinstance(key, Range) else value

    def _allows(self, name: str, value: Any) -> bool:
        key: Key = self._narrowed[name]
        return not isinstance(key, Choices) or value in map(optuna_value, key.values)


def sampler_for(name: str, seed: int, trial: int, space: Space, narrowed: Space, objectives: int) -> BaseSampler:
    """The sampler `random` or `tpe` for one trial, numbered from 1."""
    own_seed = sampler_seed(seed, trial)
    if name == "random":
        return NarrowedSampler(RandomSampler(own_seed), space, narrowed, together=False)
    # As Optuna does it: with several objectives, TPE draws each key for itself.
    return NarrowedSampler(TPESampler(seed=own_seed), space, narrowed, together=objectives == 1)
