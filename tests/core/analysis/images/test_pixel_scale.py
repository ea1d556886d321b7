"""Which number of a pixel is paper, which is full ink, and in which steps."""

import numpy as np
import pytest

from core.analysis.images.pixel_scale import PixelScale


def test_dark_paper_and_white_paper_in_steps() -> None:
    dark = np.array([[0, 0, 0, 4, 16], [0, 0, 8, 0, 0]]) / 16
    assert PixelScale.of(dark) == PixelScale(0.0, 1.0, 16)
    assert PixelScale.of(255 - 255 * dark) == PixelScale(255.0, 0.0, 16)
    assert PixelScale.of(np.array([0.0, 0.123, 1.0, 0.0])).steps is None


@pytest.mark.parametrize("scale", [PixelScale(0, 16, 16), PixelScale(255, 0, 255), PixelScale(-0.5, 2.0, None)])
def test_there_and_back(scale: PixelScale) -> None:
    ink = np.linspace(0, 1, 17)
    np.testing.assert_allclose(scale.ink(scale.pixels(ink)), ink, atol=0.5 / (scale.steps or 1e6))
    if scale.steps:
        pixels = scale.pixels(ink)
        np.testing.assert_allclose(pixels, np.rint(pixels))


def test_pixels_all_the_same_and_missing_ones() -> None:
    assert PixelScale.of(np.full((2, 3), 7.0)) == PixelScale(7.0, 8.0, None)
    assert PixelScale.of(np.array([np.nan, 0.0, 1.0, 0.0])) == PixelScale(0.0, 1.0, 1)
