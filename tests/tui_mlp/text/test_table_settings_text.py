"""Names and kinds of columns, typed and shown."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.support.errors import InputError
from tui_mlp.text.settings_text import input_text, read_typed
from tui_mlp.text.table_settings_text import kinds_text, names_text, read_kinds, read_names, read_target


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("", None),
        (" species ", "species"),
        ("news, sport", ["news", "sport"]),
        ('["a, b"]', "a, b"),
        ("petal-width", "petal-width"),
    ],
)
def test_a_target(text: str, target: object) -> None:
    assert read_target(text) == target


@given(st.lists(st.text('ab ,:<[]"\\\n\x1b\u2028☃', max_size=8), max_size=4))
@settings(max_examples=30)
def test_names_are_read_as_they_are_shown(names: list[str]) -> None:
    assert read_names(names_text(names)) == names


def test_kinds_are_read_as_they_are_shown() -> None:
    kinds: dict[str, str | list[str]] = {"zip": "category", "a: b": "date", "dose": ["low", "medium", "high"]}
    assert kinds_text(kinds) == "zip: category, a: b: date, dose: low < medium < high"
    assert read_kinds(kinds_text(kinds)) == kinds
    assert read_kinds("") == {}


@pytest.mark.parametrize("text", ["zip", "zip:", ": category"])
def test_what_is_no_kind_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="expected NAME: KIND"):
        read_kinds(text)


def test_a_list_that_is_none() -> None:
    with pytest.raises(InputError, match="expected names"):
        read_names("[a, b")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("data.target", "petal-width"),
        ("data.target", None),
        ("data.ignore", []),
        ("data.ignore", ["a", "b"]),
        ("data.kinds", {}),
        ("data.kinds", {"zip": "category"}),
        ("data.split", "group:patient-id"),
        ("data.missing", "mean+flag"),
        ("data.class_weight", "balanced"),
    ],
)
def test_each_setting_of_a_table_is_typed_as_it_is_shown(key: str, value: object) -> None:
    assert read_typed(key, input_text(key, value)) == value
