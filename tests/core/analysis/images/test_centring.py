"""Drawings laid into their frame: examples of the data that were moved away are found again."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from core.analysis.images.centring import (
    Framing,
    as_thick_as_nist,
    centre_of_mass,
    centred,
    cut_out,
    framing_of,
    resampled,
    stroke_width,
)
from core.calls import Array

DATASETS = Path(__file__).parents[4] / "datasets"


@cache
def mnist() -> tuple[Array, Array]:
    with np.load(DATASETS / "mnist_5000.npz") as file:
        return file["images"].reshape(-1, 28, 28)[:1500] / 255, file["labels"][:1500].astype(int)


@cache
def digits() -> tuple[Array, Array]:
    with np.load(DATASETS / "digits.npz") as file:
        return file["X"].reshape(-1, 8, 8)[:1500] / 16, file["y"][:1500].astype(int)


def accuracy(data: tuple[Array, Array], rows: slice, pictures: Array) -> float:
    """Of the nearest of the mean pictures of the first thousand, one for each digit."""
    X, y = data
    means = np.array([X[:1000][y[:1000] == digit].mean(0).ravel() for digit in range(10)])
    distances = ((pictures.reshape(len(pictures), 1, -1) - means) ** 2).sum(2)
    return float((distances.argmin(1) == y[rows]).mean())


def test_how_the_shipped_digits_lie_in_their_frame() -> None:
    by_mass, by_box = framing_of(mnist()[0][:300]), framing_of(digits()[0][:300])
    assert (by_mass.by, by_mass.shape, by_mass.box) == ("mass", (28, 28), (20, 20))
    assert (by_box.by, by_box.shape, by_box.box) == ("box", (8, 8), (8, 5))
    assert 2 < by_mass.pen < 3
    assert 1.2 < by_box.pen < 1.8


def test_mnist_moved_anywhere_on_larger_paper_is_the_same_again() -> None:
    framing = framing_of(mnist()[0][:300])
    for number, picture in enumerate(mnist()[0][:150]):
        paper = np.zeros((60, 50))
        down, right = number % 32, number * 7 % 22
        paper[down : down + 28, right : right + 28] = picture
        np.testing.assert_allclose(centred(paper, framing), picture, atol=1e-12)


def test_a_shift_of_three_pixels_costs_accuracy_and_centring_gives_it_back() -> None:
    rows, framing = slice(1000, 1300), framing_of(mnist()[0][:300])
    pictures = mnist()[0][rows]
    shifted = np.pad(pictures, ((0, 0), (0, 0), (3, 0)))[:, :, :-3]
    again = np.array([centred(picture, framing) for picture in shifted])
    before, lost, found = (accuracy(mnist(), rows, part) for part in (pictures, shifted, again))
    assert before > 0.7
    assert lost < before - 0.3
    assert abs(found - before) < 0.02


def test_digits_of_uci_drawn_larger_and_elsewhere_are_recognised_as_before() -> None:
    rows, framing = slice(1000, 1300), framing_of(digits()[0][:300])
    pictures = digits()[0][rows]
    found = []
    for number, picture in enumerate(pictures):
        paper = np.zeros((90, 80))
        down, right = number % 40, number * 7 % 30
        paper[down : down + 48, right : right + 48] = resampled(picture, 48, 48) > 0.45  # as with a pen
        found.append(centred(paper, framing))
    before, moved = accuracy(digits(), rows, pictures), accuracy(digits(), rows, np.array(found))
    shifted = np.pad(pictures, ((0, 0), (0, 0), (1, 0)))[:, :, :-1]
    lost = accuracy(digits(), rows, shifted)
    assert before > 0.9
    assert lost < 0.5
    assert moved > 0.8  # a bitmap of 48 × 48 dots made of 8 × 8 counts isn't the one that was counted
    whole = 16 * np.array(found)
    np.testing.assert_array_equal(whole, np.rint(whole))  # 4 × 4 dots are counted in each pixel


def test_the_centre_of_mass_is_in_the_middle_and_the_longer_side_fills_the_box() -> None:
    framing = Framing("mass", (28, 28), (20, 20), 2)
    ink = np.zeros((28, 28))
    ink[2:12, 3:5], ink[10:12, 3:8] = 1, 1
    found = centred(ink, framing)
    cut = cut_out(found)
    assert cut is not None
    assert cut.shape == (20, 10)
    assert max(abs(middle - 14) for middle in centre_of_mass(found)) <= 0.5


def test_the_box_is_as_long_as_the_longer_side_however_pictures_lie() -> None:
    pictures = np.zeros((12, 20, 20))
    for number, picture in enumerate(pictures):
        long, across = slice(3, 15), slice(4, 8 + number % 3)
        picture[(across, long) if number % 3 else (long, across)] = 1
    assert framing_of(pictures).box == (12, 12)


def test_what_the_centre_of_mass_moves_out_of_the_frame_is_cut_off() -> None:
    """An L as large as the frame, whose ink is mostly at the bottom and on the left."""
    ink = np.zeros((8, 8))
    ink[:, 0], ink[6:, :] = 1, 1
    down, right = (4 - round(middle) for middle in centre_of_mass(ink))
    assert (down, right) == (-1, 1)
    wanted = np.zeros((8, 8))
    wanted[:-1, 1:] = ink[1:, :-1]
    np.testing.assert_array_equal(centred(ink, Framing("mass", (8, 8), (8, 8), 1)), wanted)


@pytest.mark.parametrize("by", ["mass", "box", "nothing"])
def test_empty_paper_stays_empty_and_a_dot_is_no_error(by: str) -> None:
    framing = Framing(by, (8, 6), (5, 5) if by == "mass" else (8, 4), 1)  # type: ignore[arg-type]
    assert not centred(np.zeros((16, 12)), framing).any()
    dot = np.zeros((16, 12))
    dot[3, 4] = 1
    found = centred(dot, framing)
    assert found.shape == (8, 6)
    assert found.any()
    assert ((found >= 0) & (found <= 1)).all()


def test_where_nothing_is_known_ink_stays_where_it_is() -> None:
    photos = np.random.default_rng(0).uniform(size=(20, 6, 6))
    framing = framing_of(photos)
    assert framing.by == "nothing"
    np.testing.assert_allclose(centred(photos[0], framing), photos[0])
    assert framing_of(np.zeros((3, 6, 6))) == Framing("nothing", (6, 6), (6, 6), 1.0)


def test_strokes_as_thick_as_nist_makes_them() -> None:
    def square(side: int) -> Array:
        bitmap = np.zeros((32, 32), bool)
        bitmap[4 : 4 + side, 4 : 4 + side] = True
        return bitmap

    # 108, 256, 412 and 560 dots of 1,024 are the limits.
    for side, wanted in ((25, 21), (22, 20), (18, 18)):
        found = as_thick_as_nist(square(side))
        assert found.any(1).sum() == wanted, side
    for side, wanted in ((14, 16), (8, 12)):
        assert as_thick_as_nist(square(side)).any(1).sum() == wanted, side
    dot = np.zeros((7, 7), bool)
    dot[3, 3] = True
    rows, columns = np.indices(dot.shape) - 3
    np.testing.assert_array_equal(as_thick_as_nist(dot), np.abs(rows) + np.abs(columns) <= 2, "not to the corners")


def test_the_width_of_strokes() -> None:
    bars = np.zeros((2, 40, 30))
    bars[0, 5:35, 10:14] = bars[1, 12:15, 3:27] = 1
    assert stroke_width(bars[:1]) == pytest.approx(4, rel=0.15)
    assert stroke_width(bars[1:]) == pytest.approx(3, rel=0.15)
