"""Where an image's weights open."""

import numpy as np

from tui_mlp.models.image_rows import EXAMPLES, row_that_matters


def test_half_of_the_variation_lies_up_to_the_row() -> None:
    inputs = np.zeros((20, 9))
    inputs[::2, 4] = 1.0
    assert row_that_matters(inputs) == 5, "row 0 is the bias"
    inputs[::2, 7:] = 1.0
    assert row_that_matters(inputs) == 8


def test_images_that_are_all_the_same_open_at_the_top() -> None:
    assert row_that_matters(np.ones((3, 9))) == 0
    assert row_that_matters(np.zeros((1, 0))) == 0


def test_a_few_hundred_examples_from_all_over_are_enough() -> None:
    inputs = np.zeros((10 * EXAMPLES, 3))
    inputs[9 * EXAMPLES :, 1] = 1.0
    assert row_that_matters(inputs) == 2
