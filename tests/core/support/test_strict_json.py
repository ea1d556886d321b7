"""JSON that every reader takes: RFC 8259 has no NaN and no Infinity."""

import json
from math import inf, nan

import numpy as np
import pytest

from core.support.strict_json import dumps


@pytest.mark.parametrize("value", [nan, inf, -inf, np.float64(inf)])
def test_what_is_not_finite_is_null_however_deep(value: float) -> None:
    record = {"a": value, "b": [[1.5, value], (value,)], "c": {"d": [{"e": value}]}, "f": 1, "g": "NaN", "h": True}
    found = json.loads(dumps(record), parse_constant=pytest.fail)
    expected = {"a": None, "b": [[1.5, None], [None]], "c": {"d": [{"e": None}]}, "f": 1, "g": "NaN", "h": True}
    assert found == expected


def test_what_is_finite_keeps_all_its_digits_and_letters() -> None:
    assert dumps({"Δ": 0.1 + 0.2, "n": 10**30}) == '{"Δ": 0.30000000000000004, "n": 1000000000000000000000000000000}'


def test_half_a_character_of_a_file_name_is_a_question_mark() -> None:
    assert dumps({"run": "a\udcff"}) == '{"run": "a?"}'
