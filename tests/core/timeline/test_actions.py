"""Actions by hand: what journals call them, and what is told of each."""

from typing import Any

import pytest

from core.timeline.actions import ACTIONS, KINDS, describe_action, new_action
from core.timeline.journal import DATA_ACTIONS

WORDS: dict[str, tuple[list[Any], str]] = {
    "add_neuron": ([2], "one neuron added to layer 2"),
    "remove_neuron": ([2, 3], "one neuron removed from layer 2"),
    "add_layer": ([2, "tanh"], "a layer added after layer 2"),
    "remove_layer": ([3], "layer 3 removed"),
    "change_activation": ([2, "relu"], "activation of layer 2 set to relu"),
    "change_activations": (["relu"], "activation of all hidden layers set to relu"),
    "set_weight": ([1, 0, 2, 0.25], "Θ(1)[0,2] set to 0.25"),
    "freeze": ([1], "Θ(1) frozen"),
    "thaw": ([1, 0, 2], "Θ(1)[0,2] thawed"),
    "set_key": (["network.initial_scale", 2.0], "initial scale set to 2.0"),
    "add_point": ([0.41, -1.21, "1"], "point added at 0.41, -1.21, class 1"),
    "move_point": ([4, 0.5, 0.25, -2.5], "point 5 moved to 0.5, 0.25, value -2.5"),
    "remove_point": ([0], "point 1 removed"),
    "set_keys": (
        [{"data.missing": "zero", "data.standardize": False}],
        "missing set to zero, standardize set to False",
    ),
}
"""The names stand in journals on disk since version 0.1.0: one that is missing here can't be replayed any more."""


def test_journals_on_disk_keep_their_names() -> None:
    assert set(ACTIONS) == set(WORDS)
    assert len(KINDS) == len(ACTIONS), "no name twice"
    assert set(ACTIONS) > DATA_ACTIONS


@pytest.mark.parametrize("name", WORDS)
def test_each_is_told_in_words(name: str) -> None:
    arguments, words = WORDS[name]
    assert describe_action(new_action((4, 0), name, arguments)) == words


def test_those_that_fit_weights_say_how() -> None:
    fits = {name for name, (arguments, _words) in WORDS.items() if new_action((4, 0), name, arguments).fit == "ridge"}
    assert fits == {"add_layer", "remove_layer", "change_activation", "change_activations"}
