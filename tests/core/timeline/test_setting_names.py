"""Settings and values in words, in each language."""

from core.experiment.experiment import FIELDS
from core.support.i18n import use_language
from core.timeline.setting_names import SETTING_NAMES, VALUE_NAMES, setting_name, value_name

SYMBOLS = {"dtype", "l1", "l2", "rho", "beta1", "beta2"}
"""The settings whose names are no words."""


def test_in_english_a_setting_is_called_as_in_the_file() -> None:
    assert {key: setting_name(key) for key in FIELDS} == {key: key.split(".")[-1].replace("_", " ") for key in FIELDS}
    assert {value: value_name(value) for value in ("gradient_descent", "leaky_relu", "adam")} == {
        "gradient_descent": "gradient descent",
        "leaky_relu": "leaky relu",
        "adam": "adam",
    }


def test_each_setting_that_is_a_word_has_a_name_in_other_languages() -> None:
    assert {key.split(".")[-1] for key in FIELDS.keys() - SETTING_NAMES.keys()} == SYMBOLS
    assert SETTING_NAMES.keys() <= FIELDS.keys()
    use_language("es")
    assert setting_name("training.learning_rate") == "tasa de aprendizaje"
    assert all(value_name(value) != name for value, name in VALUE_NAMES.items())
