"""Folders of images: classes by their folders, one size, grey or colour; odd and damaged images; what is left out."""

import io
import os
import random
import struct
import sys
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from mutations import mutated
from PIL import Image

from core.calls import Array
from core.data.reading.images.class_folders import is_image_folder
from core.data.reading.images.image_folder import read_image_folder
from core.data.source_settings import SourceSettings
from core.data.sources import read_table_like, read_table_of
from core.data.table import Table
from core.experiment.experiment import Experiment
from core.experiment.preparation import load_data
from core.support.errors import InputError

GREY = np.array([[0, 255, 51], [102, 0, 255]], np.uint8)
"""Two rows of three pixels."""
COLOUR = np.stack([GREY, GREY[::-1], 255 - GREY], 2)


def save(path: Path, pixels: Array | None = None, mode: str | None = None, **options: Any) -> Path:
    """An image of these pixels, in another mode of Pillow where one is named."""
    path.parent.mkdir(parents=True, exist_ok=True)
    image = Image.fromarray(GREY if pixels is None else pixels)
    (image if mode is None else image.convert(mode)).save(path, **options)
    return path


def two_classes(folder: Path, pixels: Array | None = None) -> Path:
    """A folder with the classes a and b, an image in each."""
    save(folder / "a" / "1.png", pixels)
    save(folder / "b" / "1.png", pixels)
    return folder


def notes(table: Table) -> str:
    return "; ".join(table.description.notes)


def test_grey_images_and_their_classes_in_natural_order(tmp_path: Path) -> None:
    for place, name in enumerate(("10", "2", "Zebra", "ant", "b10", "B9")):
        for number in (10, 9, 1):
            save(tmp_path / name / f"{number}.png", np.full((2, 3), 10 * place + number, np.uint8))
    table = read_image_folder(tmp_path, None)
    assert table.class_names == ("2", "10", "ant", "B9", "b10", "Zebra")
    assert table.labels is not None
    assert table.labels.tolist() == np.repeat(np.arange(6), 3).tolist()
    rows = [10 * place + number for place in (1, 0, 3, 5, 4, 2) for number in (1, 9, 10)]
    np.testing.assert_array_equal(table.inputs * 255, np.repeat(np.array(rows, float)[:, None], 6, 1))
    assert (table.shape, table.channels, table.input_names[:2]) == ((2, 3), 1, ("p1", "p2"))
    description = table.description
    assert (description.rows, description.task, description.target, description.notes) == (
        18, "classification", ("folder",), (),
    )  # fmt: skip
    assert description.classes["ant"] == 3
    assert description.columns[0].why == "2 × 3 pixels, row by row"


def test_one_image_in_colour_makes_all_of_them_colour(tmp_path: Path) -> None:
    two_classes(tmp_path)
    save(tmp_path / "b" / "2.png", COLOUR)
    table = read_image_folder(tmp_path, None)
    assert (table.shape, table.channels, table.inputs.shape) == ((2, 3), 3, (3, 18))
    assert table.input_names[:4] == ("p1 red", "p1 green", "p1 blue", "p2 red")
    np.testing.assert_array_equal(table.inputs[2], COLOUR.ravel() / 255)
    np.testing.assert_array_equal(table.inputs[0], np.repeat(GREY.ravel(), 3) / 255)
    assert "2 images are grey, and are read in colour as the others" in notes(table)
    data = load_data(Experiment.load(tmp_path, ["data.validation_fraction=0", "data.test_fraction=0"]))
    assert data.grey_picture(np.arange(18.0)).tolist() == [[1, 4, 7], [10, 13, 16]]


def test_grey_pictures_that_are_stored_in_colour_are_grey(tmp_path: Path) -> None:
    two_classes(tmp_path, np.repeat(GREY[..., None], 3, 2))
    table = read_image_folder(tmp_path, None)
    assert table.channels == 1
    np.testing.assert_array_equal(table.inputs[0], GREY.ravel() / 255)


@pytest.mark.parametrize(
    ("pixels", "mode", "options", "expected"),
    [
        (GREY, "P", {}, GREY),
        (GREY, "1", {}, None),
        (GREY, "LA", {}, GREY),
        (GREY.astype(np.uint16) * 257, None, {}, GREY),
        (np.full((2, 3), 384, np.uint16), None, {}, np.full((2, 3), 1)),
        (np.dstack([COLOUR, np.full((2, 3), 255, np.uint8)]), None, {}, COLOUR),
        (np.dstack([COLOUR, np.full((2, 3), 0, np.uint8)]), None, {}, np.full((2, 3), 255)),
        (np.dstack([np.zeros_like(COLOUR), np.full((2, 3), 51, np.uint8)]), None, {}, np.full((2, 3), 204)),
        (GREY, None, {"transparency": 51}, np.where(GREY == 51, 255, GREY)),
        (np.rot90(GREY), None, {"exif": 6}, np.rot90(GREY, 0)),
    ],
    ids=["palette", "bits", "alpha", "16 bits", "rounded", "opaque", "transparent", "partly", "a key", "turned"],
)  # fmt: skip
def test_odd_kinds_of_images(
    tmp_path: Path, pixels: Array, mode: str | None, options: dict[str, Any], expected: Array | None
) -> None:
    two_classes(tmp_path, expected if expected is None else expected.astype(np.uint8))
    if "exif" in options:
        exif = Image.Exif()
        exif[0x0112] = options["exif"]
        options = {"exif": exif}
    save(tmp_path / "a" / "odd.png", pixels, mode, **options)
    table = read_image_folder(tmp_path, None)
    expected = np.asarray(Image.fromarray(GREY).convert("1").convert("L")) if expected is None else expected
    np.testing.assert_allclose(table.inputs[1] * 255, expected.ravel(), atol=1e-9)


def test_jpegs_in_cmyk_and_turned(tmp_path: Path) -> None:
    white = np.full((8, 16, 3), 255, np.uint8)
    white[:, :8] = (200, 0, 0)
    exif = Image.Exif()
    exif[0x0112] = 3
    save(tmp_path / "a" / "1.JPG", white, "CMYK", quality=100)
    save(tmp_path / "b" / "1.jpeg", white[:, ::-1], exif=exif, quality=100, subsampling=0)
    table = read_image_folder(tmp_path, None)
    assert (table.shape, table.channels) == ((8, 16), 3)
    for picture in table.inputs:
        np.testing.assert_allclose(picture * 255, white.ravel(), atol=12)


def test_sizes_become_the_commonest(tmp_path: Path) -> None:
    two_classes(tmp_path)
    save(tmp_path / "b" / "2.png", np.full((40, 60), 100, np.uint8))
    table = read_image_folder(tmp_path, None)
    assert table.shape == (2, 3)
    np.testing.assert_allclose(table.inputs[2], 100 / 255)
    assert "1 image of 3 is scaled to 3 × 2 pixels, width × height" in notes(table)


def test_large_images_are_scaled_down(tmp_path: Path) -> None:
    for name in "ab":
        save(tmp_path / name / "1.jpg", np.full((300, 400), 100, np.uint8), quality=95)
    table = read_image_folder(tmp_path, None)
    assert table.shape == (24, 32)
    assert abs(table.inputs * 255 - 100).max() < 3
    assert "2 images of 2 are scaled to 32 × 24 pixels" in notes(table)


def test_what_is_left_out_is_counted(tmp_path: Path) -> None:
    two_classes(tmp_path)
    save(tmp_path / "a" / "x.gif")
    save(tmp_path / "a" / ".hidden.png")
    save(tmp_path / ".cache" / "1.png")
    (tmp_path / "empty").mkdir()
    (tmp_path / "notes.txt").write_text("x")
    os.mkfifo(tmp_path / "b" / "pipe.png")
    os.symlink(tmp_path / "nowhere", tmp_path / "b" / "gone.png")
    os.symlink(tmp_path / "a" / "1.png", tmp_path / "b" / "link.png")
    table = read_image_folder(tmp_path, None)
    assert table.description.classes == {"a": 1, "b": 2}
    text = notes(table)
    assert "the folder empty holds no PNG or JPEG, and is no class" in text
    assert "1 image of another format is left out: x.gif" in text
    assert "5 entries that are no images are left out: " in text


def test_animations_give_their_first_picture(tmp_path: Path) -> None:
    two_classes(tmp_path)
    save(tmp_path / "a" / "2.png", save_all=True, append_images=[Image.fromarray(255 - GREY)])
    table = read_image_folder(tmp_path, None)
    np.testing.assert_array_equal(table.inputs[1], GREY.ravel() / 255)
    assert "1 image is animated; its first picture is taken" in notes(table)


def test_another_folder_is_read_like_the_first(tmp_path: Path) -> None:
    train, test = two_classes(tmp_path / "train", COLOUR), tmp_path / "test"
    save(test / "b" / "1.png", np.full((9, 9), 51, np.uint8))
    first = read_table_of(train, SourceSettings())
    other = read_table_like(test, SourceSettings(), first)
    assert other.labels is not None
    assert other.labels.tolist() == [1]
    assert (other.class_names, other.shape, other.channels) == (("a", "b"), (2, 3), 3)
    np.testing.assert_allclose(other.inputs, 0.2)
    save(test / "c" / "1.png")
    with pytest.raises(InputError, match="found the class 'c', expected one of those that were trained: a, b"):
        read_table_like(test, SourceSettings(), first)


def test_names_that_are_no_text(tmp_path: Path) -> None:
    two_classes(tmp_path)
    (tmp_path / "b").rename(tmp_path / os.fsdecode(b"caf\xe9"))
    assert read_image_folder(tmp_path, None).class_names == ("a", "caf\\xe9")


def test_folders_called_by_numbers_may_be_measurements(tmp_path: Path) -> None:
    save(tmp_path / "2.5" / "1.png")
    save(tmp_path / "10" / "1.png")
    assert read_image_folder(tmp_path, None).class_names == ("2.5", "10")
    table = read_image_folder(tmp_path, "regression")
    assert table.values is not None
    assert table.values.tolist() == [[2.5], [10]]
    (tmp_path / "10").rename(tmp_path / "ten")
    with pytest.raises(InputError, match="found the folder 'ten', expected a number as its name"):
        read_image_folder(tmp_path, "regression")


def png(width: int, height: int) -> bytes:
    """The beginning of a PNG that claims a size."""
    chunk = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = b"IDAT" + zlib.compress(b"")
    parts = [struct.pack(">I", len(one) - 4) + one + struct.pack(">I", zlib.crc32(one)) for one in (chunk, data)]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "found no PNG or JPEG, which its name promises"),
        (b"GIF89a\1\0\1\0\0\0\0;", "found no PNG or JPEG, which its name promises"),
        (png(30_000, 30_000), "an image of more than .* pixels, expected a smaller one"),
        (png(2**31 - 1, 2**31 - 1), "an image of more than .* pixels, expected a smaller one"),
        (png(5, 5), "can't be read as PNG or JPEG"),
    ],
    ids=["empty", "a GIF", "bomb", "largest bomb", "no pixels"],
)
def test_damaged_images_are_refused_by_name(tmp_path: Path, content: bytes, words: str) -> None:
    path = two_classes(tmp_path) / "b" / "2.png"
    path.write_bytes(content)
    with pytest.raises(InputError, match=words) as refused:
        read_image_folder(tmp_path, None)
    assert str(refused.value).startswith(f"{path}: ")


def test_memory_is_required_before_an_image_is_decoded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = two_classes(tmp_path) / "b" / "2.png"
    path.write_bytes(png(9_000, 9_000))
    monkeypatch.setattr("core.support.memory.available_memory", lambda: 1e6)
    with pytest.raises(InputError, match="MB of memory would be needed, and 1 MB are free; scale the image down"):
        read_image_folder(tmp_path, None)


def test_images_changed_at_random_are_read_or_refused(tmp_path: Path) -> None:
    two_classes(tmp_path, COLOUR)
    path, originals = tmp_path / "b" / "2.png", []
    exif = Image.Exif()
    exif[0x0112] = 6
    for options in ({"format": "PNG"}, {"format": "JPEG", "exif": exif}, {"format": "PNG", "exif": exif}):
        file = io.BytesIO()
        Image.fromarray(COLOUR).save(file, **options)
        originals.append(file.getvalue())
    refused = 0
    for number in range(200):
        rng = random.Random(f"image-{number}")
        path.write_bytes(mutated(rng.choice(originals), rng))
        try:
            table = read_image_folder(tmp_path, None)
        except InputError:
            refused += 1
            continue
        assert table.inputs.shape == (3, 18)
    assert 50 < refused < 195


def test_what_is_a_folder_of_images(tmp_path: Path) -> None:
    assert is_image_folder(two_classes(tmp_path / "train"))
    assert not is_image_folder(tmp_path)
    assert not is_image_folder(tmp_path / "train" / "a")
    assert not is_image_folder(tmp_path / "gone")
    experiment = Experiment.load(tmp_path / "train")
    assert (experiment.name, experiment.data.source) == ("train", str(tmp_path / "train"))
    (tmp_path / "mine.toml").write_text('[data]\nsource = "train"\nvalidation_fraction = 0\ntest_fraction = 0\n')
    assert load_data(Experiment.load(tmp_path / "mine.toml")).train.m == 2
    (tmp_path / "train" / "experiment.toml").write_text("")
    assert not is_image_folder(tmp_path / "train"), "a run folder"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (".", "for each class; 'train' in it is a folder of images"),
        ("train/a", "for each class; its images are not in folders, one for each class"),
        ("raw", "it holds IDX files: name one of them, such as 't10k-labels-idx1-ubyte'"),
        ("other", "or a folder with a folder of images (PNG, JPEG) for each class"),
        ("zone", "found a folder of images for a, expected one for each of two or more classes"),
    ],
)
def test_folders_that_are_none_say_what_is_missing(tmp_path: Path, name: str, words: str) -> None:
    two_classes(tmp_path / "train")
    save(tmp_path / "zone" / "a" / "1.png")
    (tmp_path / "other" / "empty").mkdir(parents=True)
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "t10k-labels-idx1-ubyte").touch()
    for read in (lambda path: load_data(Experiment.load(path)), lambda path: read_image_folder(path, None)):
        with pytest.raises(InputError) as refused:
            read(tmp_path / name)
        assert words[-40:] in str(refused.value)


def test_without_pillow_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    two_classes(tmp_path)
    monkeypatch.setitem(sys.modules, "PIL", None)
    with pytest.raises(InputError, match=r"pip install 'mlp-tui\[images\]'"):
        read_image_folder(tmp_path, None)
