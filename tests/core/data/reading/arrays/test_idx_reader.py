"""IDX pairs: every type and number of dimensions, the partner by its name, and damaged files refused."""

import gzip
import struct
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mutations import mutations

from core.calls import Array
from core.data.reading.arrays.idx_reader import is_idx, read_idx
from core.data.source_settings import SourceSettings
from core.data.sources import read_table_like, read_table_of
from core.support.errors import InputError

CODES = {"u1": 0x08, "i1": 0x09, ">i2": 0x0B, ">i4": 0x0C, ">f4": 0x0D, ">f8": 0x0E}
IMAGES = np.arange(24, dtype="u1").reshape(4, 2, 3) * 10
LABELS = np.array([7, 3, 7, 10], "u1")


def idx(array: Array, dtype: str = "u1") -> bytes:
    """The bytes of an IDX file, by the format's description."""
    sizes = b"".join(struct.pack(">I", size) for size in array.shape)
    return bytes([0, 0, CODES[dtype], array.ndim]) + sizes + array.astype(dtype).tobytes()


def write_pair(folder: Path, images: str = "train-images-idx3-ubyte", labels: str = "train-labels-idx1-ubyte") -> Path:
    """Both files, compressed where their names say so; the path of the images."""
    for name, array in ((images, IMAGES), (labels, LABELS)):
        (folder / name).write_bytes(gzip.compress(idx(array)) if name.endswith(".gz") else idx(array))
    return folder / images


def test_a_pair_of_bytes(tmp_path: Path) -> None:
    table = read_idx(write_pair(tmp_path), None)
    np.testing.assert_array_equal(table.inputs, IMAGES.reshape(4, 6) / 255)
    assert table.labels is not None
    assert [table.class_names[label] for label in table.labels] == ["7", "3", "7", "10"]
    assert table.class_names == ("3", "7", "10")
    assert (table.shape, table.channels, table.input_names[-1]) == ((2, 3), 1, "p6")
    description = table.description
    assert (description.rows, description.inputs, description.target) == (4, 6, ("label",))
    assert description.classes == {"3": 1, "7": 2, "10": 1}
    assert {(one.kind, one.role, one.why) for one in description.columns[:6]} == {
        ("number", "input", "2 × 3 pixels, row by row")
    }
    assert [one.distinct for one in description.columns] == [4] * 6 + [3]
    assert "'train-labels-idx1-ubyte', which lies beside it" in description.notes[0]


@pytest.mark.parametrize(
    ("images", "labels"),
    [
        ("train-images.idx3-ubyte", "train-labels.idx1-ubyte"),
        ("t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"),
        ("train-images-idx3-ubyte", "train-labels-idx1-ubyte.gz"),
        ("train-images-idx3-ubyte", "train-labels.idx1-ubyte"),
        ("emnist-letters-train-images-idx3-ubyte", "emnist-letters-train-labels-idx1-ubyte"),
        ("images.idx", "labels.idx"),
        ("Train_Images.IDX3", "train_labels.idx1"),
        ("image.idx3-ubyte", "label.idx1-ubyte"),
    ],
)
def test_either_file_of_a_pair_may_be_named(tmp_path: Path, images: str, labels: str) -> None:
    write_pair(tmp_path, "other-images-idx3-ubyte", "other-labels-idx1-ubyte")
    write_pair(tmp_path, images, labels)
    for name in (images, labels):
        assert is_idx(tmp_path / name)
        table = read_table_of(tmp_path / name, SourceSettings())
        np.testing.assert_array_equal(table.inputs, IMAGES.reshape(4, 6) / 255)
        assert images in table.description.notes[0]
        assert labels in table.description.notes[0]


def test_of_several_partners_the_one_that_is_written_alike(tmp_path: Path) -> None:
    write_pair(tmp_path, "images-idx3-ubyte", "labels-idx1-ubyte")
    write_pair(tmp_path, "images.idx3-ubyte.gz", "labels.idx1-ubyte.gz")
    for name in ("images-idx3-ubyte", "images.idx3-ubyte.gz"):
        partner = name.replace("images", "labels").replace("3", "1")
        table = read_idx(tmp_path / name, None)
        assert table.description.notes[0] == f"'{name}' is read with '{partner}', which lies beside it"


@given(
    dtype=st.sampled_from(list(CODES)),
    sizes=st.lists(st.integers(1, 4), min_size=1, max_size=3),
    seed=st.integers(0, 9),
)
def test_every_type_and_number_of_dimensions(
    dtype: str, sizes: list[int], seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder, random = tmp_path_factory.mktemp("idx"), np.random.default_rng(seed)
    examples = random.integers(0 if dtype == "u1" else -100, 100, (5, *sizes)).astype(dtype)
    (folder / "images.idx").write_bytes(idx(examples, dtype))
    (folder / "labels.idx").write_bytes(idx(np.arange(5) % 2))
    table = read_idx(folder / "images.idx", None)
    pixels = dtype == "u1" and len(sizes) > 1
    np.testing.assert_array_equal(table.inputs, examples.reshape(5, -1).astype(float) / (255 if pixels else 1))
    assert table.inputs.dtype.isnative
    assert table.shape == (tuple(sizes) if len(sizes) == 2 else tuple(sizes[:2]) if sizes[2:] in ([1], [3]) else None)


def test_many_labels_are_classes_and_numbers_only_where_they_are_asked_for(tmp_path: Path) -> None:
    (tmp_path / "images.idx").write_bytes(idx(np.zeros((300, 2, 2))))
    (tmp_path / "labels.idx").write_bytes(idx(np.arange(300) % 62))
    assert len(read_idx(tmp_path / "images.idx", None).class_names) == 62
    table = read_idx(tmp_path / "images.idx", "regression")
    assert table.values is not None
    assert table.values[:3, 0].tolist() == [0, 1, 2]


def test_the_test_images_beside_are_offered_and_can_be_read_like_the_first(tmp_path: Path) -> None:
    path = write_pair(tmp_path)
    test = write_pair(tmp_path, "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte")
    (tmp_path / "t10k-labels-idx1-ubyte").write_bytes(idx(np.array([10, 10, 3, 3])))
    table = read_idx(path, None)
    assert f'data.test = "{test}" makes' in table.description.notes[1]
    other = read_table_like(test, SourceSettings(), table)
    assert other.class_names == table.class_names
    assert other.labels is not None
    assert other.labels.tolist() == [2, 2, 0, 0]
    alone = read_idx(test, None).description
    assert alone is not None
    assert len(alone.notes) == 1


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("train-images-idx3-ubyte", b"", "first bytes are none, expected an IDX file"),
        ("train-images-idx3-ubyte", b"\0\0\x07\3" + bytes(40), "first bytes are 00 00 07 03, expected an IDX file: 00"),
        ("train-images-idx3-ubyte", b"P5 2 3 255", "first bytes are 50 35 20 32"),
        ("train-images-idx3-ubyte", b"\0\0\x08\3\0\0\0\4", "ends within the sizes of its 3 dimensions"),
        ("train-images-idx3-ubyte", idx(IMAGES)[:-1], r"says 4 × 2 × 3 values of uint8, 24 bytes; found 23: the file"),
        ("train-images-idx3-ubyte", idx(IMAGES) + b"x", "24 bytes; found more: the file is damaged"),
        ("train-images-idx3-ubyte", gzip.compress(idx(IMAGES) + b"x"), "24 bytes; found more: the file is damaged"),
        ("train-images-idx3-ubyte", gzip.compress(idx(IMAGES))[:-9], "can't be read as gzip"),
        ("train-images-idx3-ubyte", b"\0\0\x0e\3" + b"\xff" * 12, "the file is cut off"),
        ("train-images-idx3-ubyte", gzip.compress(b"\0\0\x0e\3" + b"\0\xff" * 6), "of memory would be needed"),
        ("train-images-idx3-ubyte", idx(IMAGES[:3]), "found 3 examples here and 4 labels in train-labels-idx1-ubyte"),
        ("train-images-idx3-ubyte", idx(LABELS), "an array of 1 dimension, expected images"),
        ("train-labels-idx1-ubyte", idx(IMAGES), "shape 4 × 2 × 3, expected a label for each example"),
        ("train-images-idx3-ubyte", idx(np.full((4, 2, 2), np.nan), ">f4"), "row 1, column 1: found nan, expected"),
        ("train-images-idx3-ubyte", idx(np.zeros((4, 0, 3))), "has shape"),
    ],
    ids=[
        "empty",
        "type",
        "text",
        "cut header",
        "cut",
        "longer",
        "longer in gzip",
        "cut gzip",
        "huge",
        "huge in gzip",
        "fewer examples",
        "labels as images",
        "images as labels",
        "nan",
        "no pixels",
    ],
)
def test_what_is_refused(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    write_pair(tmp_path)
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=words) as refused:
        read_table_of(tmp_path / "train-images-idx3-ubyte", SourceSettings())
    assert str(refused.value).startswith(str(tmp_path / name))


def test_a_missing_partner_is_named(tmp_path: Path) -> None:
    path = write_pair(tmp_path, "t10k-images.idx3-ubyte.gz", "train-labels-idx1-ubyte")
    with pytest.raises(InputError, match=r"found no labels beside it, .* such as 't10k-labels\.idx1-ubyte\.gz'"):
        read_idx(path, None)
    path.rename(tmp_path / "digits.idx3-ubyte")
    with pytest.raises(InputError, match="name has neither 'images' nor 'labels'"):
        read_idx(tmp_path / "digits.idx3-ubyte", None)


def test_other_files_are_not_idx(tmp_path: Path) -> None:
    for name, content in (
        ("a.csv", b"a,b\n1,2\n"),
        ("b.gz", gzip.compress(b"a,b\n1,2\n")),
        ("c", b""),
        ("d", b"\x1f\x8b\0"),
    ):
        (tmp_path / name).write_bytes(content)
        assert not is_idx(tmp_path / name)
    (tmp_path / "images").write_bytes(idx(IMAGES))
    assert is_idx(tmp_path / "images"), "by its content, whatever it is called"


def test_damaged_files_are_read_or_refused(tmp_path: Path) -> None:
    path = write_pair(tmp_path)
    for name, content in mutations(3, [idx(IMAGES), gzip.compress(idx(IMAGES))], 200):
        path.write_bytes(content)
        try:
            table = read_idx(path, None)
        except InputError:
            continue
        assert np.isfinite(table.inputs).all(), name
