"""Which frames a recording has, and what a terminal shows after them."""

from itertools import pairwise

import pyte
import pytest
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui_mlp.app.recording.frames import BEFORE, FRAMES_A_SECOND, default_speed, drawing, ending, frames

SIZE = 12, 3
RED, PLAIN = Style(color="#ff0000", bold=True), Style(color="#00ff00", bgcolor="#000010")
Screen = list[list[tuple[str, Style | None]]]
SCREENS: list[Screen] = [
    [[("epoch 1     ", PLAIN)], [("日本", RED), ("  0.25  ", PLAIN)], [("            ", PLAIN)]],
    [[("epoch 2     ", PLAIN)], [("日本", RED), ("  0.26  ", PLAIN)], [("            ", PLAIN)]],
    [[("epoch 2     ", RED)], [("a日b", PLAIN), (" x      ", RED)], [("end       ◆◆", RED)]],
    [[("            ", PLAIN)], [("            ", PLAIN)], [("            ", None)]],
]


def strips(screen: Screen) -> list[Strip]:
    return [Strip([Segment(text, style) for text, style in line]) for line in screen]


def played(*data: str) -> pyte.Screen:
    screen = pyte.Screen(*SIZE)
    stream = pyte.Stream(screen)
    for one in data:
        stream.feed(one)
    return screen


def test_differences_lead_to_the_same_screen_as_drawing_it_afresh() -> None:
    shown = [drawing([], strips(SCREENS[0]))]
    for before, now in pairwise(SCREENS):
        shown.append(drawing(strips(before), strips(now)))
        afresh = played("left over from before", drawing([], strips(now)))
        assert played(*shown).buffer == afresh.buffer, "characters and colours"
    assert len(shown[1]) < len(shown[0]), "only what changed"
    assert drawing(strips(SCREENS[0]), strips(SCREENS[0])) == ""


def test_the_prompt_after_it_covers_and_scrolls_nothing() -> None:
    shown = drawing([], strips(SCREENS[2]))
    assert played(shown).cursor.hidden
    ended = played(shown, ending(SIZE))
    assert not ended.cursor.hidden
    assert ended.display == played(shown).display


@pytest.mark.parametrize("speed", [0.5, 10, 30, 45, 700])
def test_each_epoch_is_drawn_at_its_time_but_not_too_many(speed: float) -> None:
    drawn = list(frames((200, 0), 5, speed))
    assert (drawn[0].position, drawn[-1].position) == ((0, 0), (200, 0)), "start and end always"
    assert all(frame.seconds == BEFORE + frame.position[0] / speed for frame in drawn[1:])
    assert len(drawn) <= 2 + FRAMES_A_SECOND * 200 / speed
    assert len(drawn) >= 2 + min(199, FRAMES_A_SECOND * 200 // speed - 1)
    assert speed > FRAMES_A_SECOND or [frame.position[0] for frame in drawn] == list(range(201))


def test_an_end_within_an_epoch_comes_between_two() -> None:
    assert list(frames((2, 3), 6, 2.0))[-1] == ((2, 3), BEFORE + 1.25)
    assert [frame.position for frame in frames((0, 0), 6, 2.0)] == [(0, 0)], "a run that was never trained"


def test_a_long_run_takes_as_long_as_a_shorter_one() -> None:
    assert default_speed(240) == 10
    assert 10_000 / default_speed(10_000) == 240 / default_speed(240)
    assert default_speed(3) == 1, "an epoch isn't held for longer than a second"
