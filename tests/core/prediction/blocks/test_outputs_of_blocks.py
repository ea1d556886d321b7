"""The outputs of rows that come in blocks: those of all rows at once, to the last bit, however they are cut."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import core
from core.calls import Array
from core.model.model import ROWS, Model
from core.prediction.blocks.outputs_of_blocks import OutputsOfBlocks

MOST = 3 * ROWS


@pytest.fixture(scope="module")
def model_and_rows() -> tuple[Model, Array]:
    """A network with sums of many terms, whose last bits depend on how many rows are computed at once."""
    rng = np.random.default_rng(0)
    X = rng.standard_normal((MOST, 20))
    model = core.fit(X[:200], X[:200, :2].sum(1), hidden=[32], epochs=1, seed=0).model
    return model, X


@settings(max_examples=20)
@given(
    ends=st.lists(st.tuples(st.integers(0, MOST), st.booleans()), max_size=6),
    count=st.sampled_from([0, 1, 3, ROWS - 1, ROWS, ROWS + 1, 2 * ROWS + 577, MOST]),
)
def test_neither_blocks_nor_pauses_change_a_bit(
    model_and_rows: tuple[Model, Array], ends: list[tuple[int, bool]], count: int
) -> None:
    """After a pause, those of an unfinished last batch may have other last bits, as nobody knows how it will end."""
    model, X = model_and_rows
    outputs, found, start, early = OutputsOfBlocks(model), [], 0, 0
    for end, pauses in [*sorted((min(end, count), pauses) for end, pauses in ends), (count, False)]:
        found.append(outputs.of_block(X[start:end]))
        start = end
        if pauses:
            found.append(outputs.of_waiting(is_end=False))
            early = end
            assert sum(map(len, found)) == end
    found.append(outputs.of_waiting(is_end=True))
    made, expected = np.concatenate(found), model.outputs(X[:count])
    assert len(made) == count
    last = slice(count // ROWS * ROWS, max(early, count // ROWS * ROWS))
    np.testing.assert_allclose(made[last], expected[last], rtol=1e-12, atol=1e-12)
    made[last] = expected[last]
    np.testing.assert_array_equal(made, expected)
