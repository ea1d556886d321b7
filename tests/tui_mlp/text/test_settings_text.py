"""Values of settings as they are shown and typed: what a person reads can be typed back, in each language."""

import pytest

from core.support.errors import InputError
from core.support.i18n import LANGUAGES, use_language
from tui_mlp.text.settings_text import input_text, read_typed, value_text

VALUES = {
    "training.batch_size": (0, 32),
    "training.evaluate_every": (0, 5),
    "training.early_stopping": (0, 10),
    "training.warmup": (0, 3),
    "training.clip_norm": (0.0, 1.5),
    "training.tolerance": (0.0, 1e-4),
    "training.optimizer": ("gradient_descent", "adam"),
    "data.validation_fraction": (0.2,),
    "data.standardize": (True, False),
    "data.class_weight": ("none", "balanced"),
    "network.loss": ("squared_error",),
    "data.target": (["a", "b"],),
    "seed": (7,),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", VALUES)
def test_what_is_shown_can_be_typed(key: str, language: str) -> None:
    use_language(language)
    assert [read_typed(key, input_text(key, value)) for value in VALUES[key]] == list(VALUES[key])


@pytest.mark.parametrize(("typed", "meant"), [("sí", True), ("Si", True), ("yes", True), ("no", False), ("off", False)])
def test_words_of_all_languages_are_understood_in_each(typed: str, meant: bool) -> None:
    for language in LANGUAGES:
        use_language(language)
        assert read_typed("data.standardize", typed) is meant


def test_what_is_expected_is_said_in_words_that_are_understood() -> None:
    use_language("es")
    assert value_text("data.standardize", True) == "sí"
    with pytest.raises(InputError, match="se esperaba sí o no"):
        read_typed("data.standardize", "maybe")
