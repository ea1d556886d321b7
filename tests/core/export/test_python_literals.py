"""Values as Python: read again they are the same, in lines of a readable length."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.calls import Array
from core.export import python_literals
from core.export.python_literals import WIDTH, array_text, list_text, value_text
from core.export.python_model.weights import decoded


def read(text: str) -> Any:
    return eval(text, {"np": np, "decoded": decoded})


@pytest.mark.parametrize("most", [0, 20_000])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_arrays_keep_each_bit(monkeypatch: pytest.MonkeyPatch, dtype: type, most: int) -> None:
    monkeypatch.setattr(python_literals, "MOST_WRITTEN", most)
    bits = np.random.default_rng(1).integers(0, 256, 400 * np.dtype(dtype).itemsize, np.uint8)
    drawn: Array = bits.view(dtype)
    special: Array = np.array(
        [0.0, -0.0, np.inf, -np.inf, np.finfo(dtype).smallest_subnormal, np.finfo(dtype).max], dtype
    )
    values = np.concatenate([drawn[~np.isnan(drawn)], special])[:400]
    for array in (values, values[:390].reshape(30, 13), values[:1]):
        text = array_text(array)
        found = read(text)
        assert (found.dtype, found.shape) == (array.dtype, array.shape)
        np.testing.assert_array_equal(found.view(np.uint8), array.view(np.uint8))
        assert max(map(len, text.splitlines())) <= WIDTH
    assert np.isnan(read(array_text(np.array([np.nan], dtype)))).all()


@given(
    st.text() | st.integers() | st.booleans() | st.lists(st.text(), max_size=9) | st.dictionaries(st.text(), st.text())
)
def test_values_are_read_as_they_were(value: object) -> None:
    text = value_text(value)
    assert read(text) == value
    assert all(letter.isprintable() or letter == "\n" for letter in text)


def test_long_lists_are_broken_between_their_parts() -> None:
    names = [f"column {number}" for number in range(200)]
    text = list_text([{"levels": names, "name": "x"}, {"name": "y"}])
    assert read(text) == [{"levels": names, "name": "x"}, {"name": "y"}]
    assert max(map(len, text.splitlines())) <= WIDTH
    assert list_text(["a", 'say "b"']) == """["a", 'say "b"']"""
