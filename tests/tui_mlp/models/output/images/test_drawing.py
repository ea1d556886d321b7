"""Drawings: their ink, how they come into the frame of the data, what they are said to show."""

from dataclasses import replace
from itertools import pairwise
from math import pi

import numpy as np
import pytest

from core.analysis.images.centring import Framing, centre_of_mass, cut_out
from core.calls import Array
from core.data.dataset import Data, Split
from core.model.output_meaning import OutputMeaning
from core.support.errors import InputError
from tui_mlp.models.output.images.drawing import Drawing, as_drawn, as_in_data, paper_shape, pen_on_paper
from tui_mlp.models.output.images.kept_drawings import KeptDrawings
from tui_mlp.models.output.images.picture_format import PictureFormat

MNIST = Framing("mass", (28, 28), (20, 20), 2.4)
UCI = Framing("box", (8, 8), (8, 5), 1.5)
SEVEN = Drawing().begun((0.2, 0.3)).drawn_to((0.2, 0.7)).drawn_to((0.8, 0.4))


def by_distance(points: list[tuple[float, float]], rows: int, columns: int, pen: float) -> Array:
    """The ink of a polyline, plainly: by the distance of each dot from a thousand points of each line."""
    walked = np.concatenate([np.linspace(a, b, 1000) for a, b in pairwise(points)]) * (rows, columns)
    down, across = (dots[:, :, None] + 0.5 - walked[:, axis] for axis, dots in enumerate(np.mgrid[:rows, :columns]))
    found: Array = np.clip(pen / 2 + 0.5 - np.hypot(down, across).min(2), 0, 1)
    return found


def test_ink_is_where_the_pen_was() -> None:
    np.testing.assert_allclose(SEVEN.ink(20, 16, 3), by_distance(list(SEVEN.strokes[0].points), 20, 16, 3), atol=0.02)
    dot = Drawing().begun((0.5, 0.5)).ink(21, 21, 6)
    assert dot.sum() == pytest.approx(pi * 9, rel=0.03)
    np.testing.assert_allclose(dot, dot.T)


def test_the_eraser_takes_away_what_was_there_before_it() -> None:
    cross = SEVEN.begun((0.2, 0.0), erases=True).drawn_to((0.2, 1.0))
    assert cross.ink(20, 20, 3)[3:5].sum() < 0.1 * SEVEN.ink(20, 20, 3)[3:5].sum()
    again = cross.begun((0.2, 0.5))
    assert again.ink(20, 20, 3)[4, 10] == 1
    assert again.undone() == cross
    assert cross.undone() == SEVEN
    assert Drawing().undone() == Drawing()


def test_a_stroke_that_goes_on_has_the_same_ink_as_one_drawn_at_once() -> None:
    before = SEVEN.ink(24, 24, 3)
    for after in (
        SEVEN.drawn_to((0.9, 0.9)),
        SEVEN.begun((0.5, 0.1)).drawn_to((0.5, 0.9)),
        SEVEN.drawn_to((0.9, 0.9)).begun((0.2, 0.5), erases=True).drawn_to((0.4, 0.5)),
        SEVEN,
    ):
        added = after.ink_added(SEVEN, before, 3)
        assert added is not None
        np.testing.assert_array_equal(added, after.ink(24, 24, 3))
    erased = Drawing((replace(SEVEN.strokes[0], erases=True),))
    for other in (SEVEN.undone(), Drawing().begun((0.2, 0.3)), erased, erased.drawn_to((0.9, 0.9))):
        assert other.ink_added(SEVEN, before, 3) is None
    assert SEVEN.ink_added(Drawing(), np.zeros((24, 24)), 3) is None


def small(scale: float, down: float, right: float) -> Drawing:
    """The seven drawn smaller, elsewhere."""
    first, *others = [(down + scale * y, right + scale * x) for y, x in SEVEN.strokes[0].points]
    drawing = Drawing().begun(first)
    for point in others:
        drawing = drawing.drawn_to(point)
    return drawing


@pytest.mark.parametrize("framing", [MNIST, UCI], ids=["mass", "box"])
def test_size_and_place_of_a_drawing_dont_matter(framing: Framing) -> None:
    expected = as_in_data(SEVEN, framing)
    assert expected.shape == framing.shape
    for scale, down, right in ((0.5, 0.4, 0.5), (0.6, 0.0, 0.3), (0.9, 0.05, 0.0)):
        found = as_in_data(small(scale, down, right), framing)
        assert np.abs(found - expected).mean() < 0.06
        assert found.sum() == pytest.approx(expected.sum(), rel=0.25), "the pen of the data, whatever the size"
        moved = as_drawn(small(scale, down, right), framing)
        assert np.abs(moved - expected).mean() > np.abs(found - expected).mean()


def test_a_drawing_fills_the_box_of_the_data_with_its_centre_in_the_middle() -> None:
    found = as_in_data(small(0.4, 0.5, 0.5), MNIST)
    cut = cut_out(found)
    assert cut is not None
    assert max(cut.shape) == 20
    assert max(abs(middle - 14) for middle in centre_of_mass(found)) <= 0.5
    stretched = as_in_data(small(0.4, 0.5, 0.5), UCI)
    assert stretched[0].any()
    assert stretched[-1].any()
    one = as_in_data(Drawing().begun((0.2, 0.5)).drawn_to((0.8, 0.5)), UCI)
    assert (one.max(0) > 0.5).sum() in (2, 3, 4), "a one stays narrow"


def test_nothing_drawn_and_a_single_dot() -> None:
    for framing in (MNIST, UCI, Framing("nothing", (5, 7), (5, 7), 1)):
        assert not as_in_data(Drawing(), framing).any()
        assert as_in_data(Drawing().begun((0.0, 1.0)), framing).any()
        assert not as_in_data(Drawing().begun((0.5, 0.5), erases=True), framing).any()


def test_the_paper_has_dots_enough() -> None:
    assert paper_shape((8, 8)) == (32, 32)
    assert paper_shape((28, 28)) == (28, 28)
    assert paper_shape((4, 14)) == (8, 28)
    assert pen_on_paper(MNIST, 28) == pytest.approx(2.4 * 28 / 20)
    assert pen_on_paper(UCI, 32) == pytest.approx(6)


# What becomes of a drawing


def data_of(Y: Array, shape: tuple[int, int] = (2, 2), **more: object) -> Data:
    pixels = shape[0] * shape[1] * int(more.get("channels", 1))  # type: ignore[call-overload]
    inputs = np.tile([0.0, 0.0, 0.5, 1.0], (len(Y), pixels))[:, :pixels]
    task = str(more.pop("task", "classification"))
    X = np.insert(inputs, 0, 1, axis=1)
    names = tuple(f"p{number}" for number in range(pixels))
    return Data(task, "softmax", Split(X, Y), shape=shape, input_names=names, **more)  # type: ignore[arg-type]


def format_of(Y: Array, **more: object) -> PictureFormat:
    data = data_of(Y, **more)  # type: ignore[arg-type]
    return PictureFormat.of(data, OutputMeaning.of(data))


def test_a_drawing_is_inputs_in_the_numbers_of_the_data() -> None:
    form = format_of(np.eye(3), shape=(4, 4), channels=3, class_names=("a", "b", "c"))
    values = form.values(form.picture(SEVEN, in_place=True))
    assert values.shape == (48,)
    np.testing.assert_array_equal(values.reshape(16, 3).T, np.tile(values[::3], (3, 1)))
    assert values.max() == 1
    assert (16 * values == np.rint(16 * values)).all(), "the data are 0, 0.5 and 1: parts of 16"


@pytest.mark.parametrize(
    ("Y", "names", "text", "target"),
    [
        (np.eye(3), ("one", "two", "Three"), "two", [0, 1, 0]),
        (np.eye(3), ("one", "two", "Three"), "th", [0, 0, 1]),
        (2 * np.eye(3) - 1, ("one", "two", "Three"), "one", [1, -1, -1]),
        (np.array([[0.0], [1.0]]), ("no", "yes"), "yes", [1]),
        (np.array([[0.0], [1.0]]), ("no", "yes"), "no", [0]),
        (np.array([[-1.0], [1.0]]), ("no", "yes"), "n", [-1]),
        (np.array([[1.0, 1, 0], [0, 0, 1]]), ("a", "b", "c"), "a, c", [1, 0, 1]),
    ],
)
def test_targets_by_name(Y: Array, names: tuple[str, ...], text: str, target: list[int]) -> None:
    form = format_of(Y, class_names=names)
    found = form.target(text)
    assert found.tolist() == target
    assert text.split(",")[0].lower() in form.names_of(found).lower()


def test_targets_that_are_none_of_them() -> None:
    form = format_of(np.eye(3), class_names=("one", "two", "three"))
    for text in ("t", "", "4", "one, two"):
        with pytest.raises(InputError, match="expected one of one, two, three"):
            form.target(text)
    numbers = format_of(np.ones((2, 2)), task="regression", target_names=("x", "y"))
    assert numbers.target("1.5 -2").tolist() == [1.5, -2]
    assert numbers.names_of(numbers.target("1.5 -2")) == "1.5  -2"
    for text in ("1", "a b", "1 nan"):
        with pytest.raises(InputError, match="numbers"):
            numbers.target(text)


# The kept drawings


def test_kept_drawings_are_called_back_and_stay_as_they_are() -> None:
    drawings = KeptDrawings().drawn(SEVEN).named(np.array([1.0]))
    kept = drawings.keeping()
    assert kept.place == 0
    assert kept.shown.drawing == SEVEN
    assert kept.keeping() is kept, "it is kept already"
    assert not KeptDrawings().keeping().kept, "nothing is drawn"

    other = kept.drawn(SEVEN.undone().begun((0.1, 0.1)))
    assert other.place is None
    assert other.kept[0].drawing == SEVEN
    both = other.keeping()
    assert [both.turned(1).place, both.turned(-1).place, both.turned(1).turned(1).place] == [None, 0, 0]
    named = both.turned(-1).named(np.array([0.0]))
    assert named.kept[0].target == [0.0]
    assert [one.drawing for one in named.kept] == [one.drawing for one in both.kept]
    assert both.drawn(Drawing()).shown.target is None, "an empty sheet shows nothing"
