"""What stands in for missing numbers."""

import numpy as np
import pytest

from core.data.preparing.fill_values import fill_value


@pytest.mark.parametrize("number", [0.1, 3.10228924e-06, 850.55298973])
def test_the_mean_of_equal_numbers_is_that_number(number: float) -> None:
    assert fill_value(np.full(97, number), "mean") == number
