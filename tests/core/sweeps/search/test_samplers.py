"""How values are drawn: each as likely as the next, in Optuna's words, and back to the values of the file."""

from collections import Counter
from pathlib import Path

import pytest
from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution
from sweep_files import a_sweep
from sweep_trials import Search

from core.sweeps.search.distributions import distribution, drawn_from, nearest_value
from core.sweeps.space.keys import Range

SPACE = """
"training.learning_rate" = { low = 1e-3, high = 0.1, log = true, steps = 5 }
"training.l2" = { low = 0.0, high = 0.3, step = 0.1 }
"training.batch_size" = { low = 4, high = 64, log = true }
"network.hidden" = [[8], [8, 8]]
"network.activation" = ["tanh", "relu"]
"""


def test_distributions_read_well_in_optunas_dashboard(tmp_path: Path) -> None:
    keys = a_sweep(tmp_path, SPACE).space.by_name
    assert {name: distribution(key) for name, key in keys.items()} == {
        "training.learning_rate": FloatDistribution(1e-3, 0.1, log=True),
        "training.l2": FloatDistribution(0.0, 0.3),
        "training.batch_size": IntDistribution(4, 64, log=True),
        "network.hidden": CategoricalDistribution(["[8]", "[8, 8]"]),
        "network.activation": CategoricalDistribution(["tanh", "relu"]),
    }


@pytest.mark.parametrize("name", ["training.learning_rate", "training.l2"])
def test_each_value_of_a_range_with_steps_has_an_equal_part_of_what_is_drawn(name: str, tmp_path: Path) -> None:
    key = a_sweep(tmp_path, SPACE).space.by_name[name]
    assert isinstance(key, Range)
    drawn = drawn_from(key)
    assert isinstance(drawn, FloatDistribution)
    parts = 100 * len(key.values)
    ratio, width = drawn.high / drawn.low, drawn.high - drawn.low
    middles = [(place + 0.5) / parts for place in range(parts)]
    numbers = [drawn.low * ratio**part if key.log else drawn.low + width * part for part in middles]
    assert Counter(nearest_value(key, one) for one in numbers) == dict.fromkeys(key.values, 100)


@pytest.mark.parametrize("sampler", ["random", "tpe"])
def test_the_values_are_those_of_the_file(sampler: str, tmp_path: Path) -> None:
    search = Search(tmp_path, SPACE, f'sampler = "{sampler}"\ntrials = 60')
    found = [one.settings for one in search.proposals(60)]
    keys = search.sweep.space.by_name
    for name in ("training.learning_rate", "training.l2", "network.hidden", "network.activation"):
        assert {str(settings[name]) for settings in found} == set(map(str, keys[name].values))
    assert all(type(settings["training.batch_size"]) is int for settings in found)
