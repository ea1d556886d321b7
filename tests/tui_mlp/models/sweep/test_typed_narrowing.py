"""The space in words, and what is typed to narrow it."""

from typing import Any

import pytest
from saved_sweeps import a_selection

from core.support.errors import InputError
from core.sweeps.space.keys import Key
from tui_mlp.models.sweep.key_texts import condition_text, key_text, present_key
from tui_mlp.models.sweep.typed_narrowing import narrowing_with, read_narrowing, typed_text


@pytest.fixture(scope="module")
def keys() -> dict[str, Key]:
    sweep = a_selection(2, 0).sweep
    assert sweep is not None
    return {key.key.partition(".")[2]: key for key in sweep.space.keys}


def test_each_key_in_words(keys: dict[str, Key]) -> None:
    assert key_text(keys["learning_rate"]) == "0.001 to 0.1, log"
    assert key_text(keys["hidden"]) == "8, 8-8, 16, 16-8"
    assert condition_text(keys["momentum"]) == "only with optimizer momentum"
    assert condition_text(keys["hidden"]) == ""


@pytest.mark.parametrize(
    ("name", "text", "narrowing"),
    [
        ("learning_rate", "0.002 to 0.01", {"low": 0.002, "high": 0.01}),
        ("learning_rate", "1e-3 a 0.1", {"low": 1e-3, "high": 0.1}),
        ("hidden", "8-8, 16", [[8, 8], [16]]),
        ("activation", " relu ", ["relu"]),
        ("learning_rate", "", None),
    ],
)
def test_what_is_typed(keys: dict[str, Key], name: str, text: str, narrowing: Any) -> None:
    assert read_narrowing(keys[name], text) == narrowing


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("learning_rate", "0.5 to 9", "expected numbers from 0.001 to 0.1"),
        ("learning_rate", "0.01 to 0.002", "low not above high"),
        ("learning_rate", "0.01", "found 0.01, expected two numbers, such as 0.001 to 0.1"),
        ("learning_rate", "a to b", "expected a number"),
        ("activation", "relu, selu", "found selu, expected some of tanh, relu, sigmoid"),
    ],
)
def test_what_is_no_part_of_it_is_refused_in_words(keys: dict[str, Key], name: str, text: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        read_narrowing(keys[name], text)


def test_what_is_shown_is_understood_and_one_key_leaves_the_others(keys: dict[str, Key]) -> None:
    for name in ("learning_rate", "hidden", "activation", "momentum"):
        narrowing = read_narrowing(keys[name], typed_text(keys[name]))
        assert present_key(keys[name], {keys[name].key: narrowing}) == keys[name]
    both = narrowing_with({"a": [1], "b": [2]}, "a", None)
    assert both == {"b": [2]}
    assert narrowing_with(both, "a", [3]) == {"a": [3], "b": [2]}
    assert present_key(keys["hidden"], {"network.hidden": "rubbish"}) is keys["hidden"]
