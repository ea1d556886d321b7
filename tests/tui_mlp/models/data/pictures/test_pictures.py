"""Which pictures stand where, their numbers, and their means, worked by hand."""

from pathlib import Path

import numpy as np
import pytest
from voyage_table import rows_of

from core.data.source_rows.source_rows import SourceRows
from tui_mlp.models.data.pictures.mean_pictures import mean_pictures
from tui_mlp.models.data.pictures.picture_groups import PicturePlace, moved, picture_groups, place_of
from tui_mlp.models.data.pictures.picture_values import picture_range, prepared_picture, raw_picture
from tui_mlp.models.data.row_choice import ChosenRows


@pytest.fixture(scope="module")
def digits() -> SourceRows:
    return rows_of("digits")


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> SourceRows:
    """Ten pictures of 2 × 2 pixels in colours, of which a number is wanted: 9, 8, … 0."""
    path: Path = tmp_path_factory.mktemp("measured") / "measured.npz"
    X = np.arange(10 * 12, dtype=float).reshape(10, 2, 2, 3)
    np.savez(path, images=X, labels=np.arange(10.0)[::-1] + 0.5)
    return rows_of(str(path), "data.task=regression")


def test_a_group_for_each_class(digits: SourceRows) -> None:
    groups = picture_groups(digits)
    assert [group.name for group in groups] == list("0123456789")
    assert sum(len(group.rows) for group in groups) == digits.rows == 1797
    assert all((np.diff(group.rows) > 0).all() for group in groups)
    some = picture_groups(digits, ChosenRows(30, np.arange(30)), "train")
    assert {digits.split_name(int(row)) for group in some for row in group.rows} == {"train"}
    assert max(int(row) for group in some for row in group.rows) < 30


def test_places_and_moves(digits: SourceRows) -> None:
    groups = picture_groups(digits, ChosenRows(25, np.arange(25)))
    for number, group in enumerate(groups):
        for index, row in enumerate(group.rows.tolist()):
            assert place_of(groups, row) == place_of(groups, row, 5) == PicturePlace(number, index)
    assert place_of(groups, 1000, 3) == PicturePlace(3, len(groups[3].rows) - 1)
    assert moved(groups, PicturePlace(0, 0), -1, -1) == PicturePlace(0, 0)
    assert moved(groups, PicturePlace(0, 0), 1, 1) == PicturePlace(1, 1)
    assert moved(groups, PicturePlace(8, 99), 0, 5) == PicturePlace(9, len(groups[9].rows) - 1)
    none = picture_groups(digits, ChosenRows(0, np.zeros(0, int)))
    assert place_of(none, 3) == moved(none, PicturePlace(), 1, 1) == PicturePlace()


def test_numbers_of_a_picture(digits: SourceRows) -> None:
    raw, made, limits = raw_picture(digits, 3), prepared_picture(digits, 3), picture_range(digits)
    assert raw is not None
    assert made is not None
    assert raw.shape == made.shape == (8, 8)
    assert (limits.low, limits.high, limits.signed) == (0, 1, False)
    assert np.allclose(raw, made)  # these aren't standardised


def test_means_by_hand(digits: SourceRows) -> None:
    groups = picture_groups(digits, ChosenRows(60, np.arange(60)))
    found = mean_pictures(digits, groups)
    each = [np.array([raw_picture(digits, row) for row in group.rows.tolist()]) for group in groups]
    means = [pictures.mean(0) for pictures in each]
    for one, pictures, mean in zip(found, each, means, strict=True):
        assert one.rows == len(pictures)
        assert one.mean is not None
        assert one.deviation is not None
        assert one.difference is not None
        assert one.mean == pytest.approx(mean)
        assert one.deviation == pytest.approx(pictures.std(0))
        assert one.difference == pytest.approx(mean - np.mean(means, 0))
    empty = mean_pictures(digits, picture_groups(digits, ChosenRows(0, np.zeros(0, int))))
    assert [(one.rows, one.mean) for one in empty] == [(0, None)] * 10


def test_pictures_in_colours_by_their_target(measured: SourceRows) -> None:
    (group,) = picture_groups(measured)
    assert group.rows.tolist() == list(range(9, -1, -1))  # the least target first
    raw, made = raw_picture(measured, 9), prepared_picture(measured, 9)
    assert raw is not None
    assert made is not None
    assert (raw.shape, made.shape) == ((2, 2, 3), (2, 2))
    assert raw[1, 1, 2] == pytest.approx(119 / picture_range(measured).high)
    assert picture_range(measured).signed
    (found,) = mean_pictures(measured, (group,))
    assert found.mean is not None
    assert found.difference is not None
    assert found.mean.shape == (2, 2, 3)
    assert found.difference == pytest.approx(0)
