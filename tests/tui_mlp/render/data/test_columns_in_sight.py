"""Whole columns scroll as little as needed."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tui_mlp.render.data.columns_in_sight import cells_of_all, columns_in_sight
from tui_mlp.render.data.short_names import short_name


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.integers(1, 12), min_size=1, max_size=30), st.integers(12, 60), st.integers(0, 40), st.integers(0, 29)
)
def test_the_column_in_focus_is_in_sight_and_the_room_is_used(
    widths: list[int], room: int, first: int, focus: int
) -> None:
    focus = min(focus, len(widths) - 1)
    seen = columns_in_sight(widths.__getitem__, len(widths), room, first, focus)
    assert seen.first <= focus < seen.end
    assert sum(widths[seen.first : seen.end]) <= room
    if seen.end < len(widths):
        assert sum(widths[seen.first : seen.end + 1]) > room, "another one would have fitted"
    elif seen.first:
        assert sum(widths[seen.first - 1 :]) > room


def test_columns_move_no_more_than_needed() -> None:
    def seen(first: int, focus: int) -> tuple[int, int]:
        return columns_in_sight(lambda _place: 5, 20, 25, first, focus)

    assert [seen(0, 4), seen(0, 5), seen(3, 5), seen(3, 2), seen(0, 19)] == [(0, 5), (1, 6), (3, 8), (2, 7), (15, 20)]
    assert columns_in_sight(lambda _place: 50, 3, 25, 0, 1) == (1, 2), "one is in sight, though it be cut"
    assert columns_in_sight(lambda _place: 5, 0, 25, 0, None) == (0, 0)


def test_wide_tables_are_not_measured_whole() -> None:
    asked = []

    def width(place: int) -> int:
        asked.append(place)
        return 10

    assert cells_of_all(width, 1_000_000, 95) is None
    assert len(asked) == 10
    assert cells_of_all(width, 3, 95) == 30


def test_names_of_several_words_keep_something_of_each() -> None:
    assert [short_name(name, 7) for name in ("sepal length", "sepal_width", "relatives", "a b")] == [
        "sep len", "sep wid", "relatives", "a b",
    ]  # fmt: skip
    assert short_name("mean fractal dimension", 7) == "m fr di"
    assert short_name("x coordinate", 9) == "x coordin"
    assert short_name("mean fractal dimension", 4) == "mean fractal dimension", "too little for all words: it is cut"
