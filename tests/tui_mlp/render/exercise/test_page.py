"""The exercise screen drawn, without an app: every kind of question in every size, and what it must not tell."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from exercises_on_screen import EACH_KIND, FOLLOWED, answered, new_state, page, page_text

from core.support import i18n
from tui_mlp.render.colours.palette import palette
from tui_mlp.render.exercise.finished_page import finished_page
from tui_mlp.render.exercise.page import Scrolled, exercise_page
from tui_mlp.text.exercise.copied import question_text
from tui_mlp.text.glyphs import glyphs


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (160, 48), (50, 12), (20, 5)])
def test_each_kind_fills_each_size(tmp_path: Path, size: tuple[int, int]) -> None:
    state = new_state(tmp_path, EACH_KIND)
    for ascii in (False, True):
        while True:
            lines = page(state, *size, ascii).lines
            assert [strip.cell_length for strip in lines] == [size[0]] * size[1]
            if state.finished:
                break
            state.go_on()
        assert ascii is False or page_text(state, *size, ascii).isascii()
        assert not ascii or state.finished


def test_rows_stand_apart_on_a_projector_and_clicks_find_them(tmp_path: Path) -> None:
    """Where there is room; as close as elsewhere where there isn't."""
    state = new_state(tmp_path, ["∇(2)"])
    for size, apart in (((100, 36), 2), ((80, 17), 1)):
        drawn = exercise_page(state, *size, palette(high_contrast=True, spaced=True), Scrolled())
        fields = [place.region for place in drawn.places if place.kind == "asked"]
        lines = [region.y for region in fields]
        assert {b - a for a, b in pairwise(lines)} == {apart}
        for region in fields:
            assert "····" in drawn.lines[region.y].text[region.x : region.right]


@pytest.mark.parametrize("ascii", [False, True])
def test_the_pointer_frames_the_field_in_focus(tmp_path: Path, ascii: bool) -> None:
    state = new_state(tmp_path, ["∇(2)"])
    before = page_text(state, ascii=ascii)
    state.pointing = True
    text = page_text(state, ascii=ascii)
    point, behind = tuple(glyphs(ascii).points)
    assert f"{glyphs(ascii).pointer} {'grad(2)[0,1]' if ascii else '∇(2)[0,1]'}" in text
    (line,) = (line for line in text.splitlines() if point in line and behind in line.partition(point)[2])
    assert (glyphs(ascii).gap * 4) in line
    state.move(1, 0)
    assert "(2)[1,1] " in page_text(state, ascii=ascii).splitlines()[-2]
    state.pointing = False
    state.move(-1, 0)
    assert page_text(state, ascii=ascii) == before


def test_the_slip_is_told_with_what_one_gets(tmp_path: Path) -> None:
    state = new_state(tmp_path, FOLLOWED)
    for answers in (("0.4256", "0.7311"), ("0.3797",), ("0.6203",)):
        answered(state, *answers)
        state.enter()
    state.go_on()
    answered(state, "0.3722")
    text = page_text(state)
    assert "✗ Δ(2)[1,1] = 0.3722   not yet" in text
    assert "This is what one gets without g'(Z(2))" in text
    assert "your value" in text
    assert "with the slope" in text
    assert "0.0910" not in text
    assert "exercise 5 of 5" in text
    assert "score 3 of 5   ■ ■ ■ × ▸" in text
    state.hint()
    text = page_text(state)
    assert "(17)  Δ(2) = Δ(3) (Θ(2)[1:,:])ᵀ ∘ g'(Z(2))" in text
    assert "✓ equation −0.25   next: operands −0.25" in text
    assert "0.75 of 1 left" in text
    answered(state, "0.0910", "-0.0244")
    text = page_text(state)
    assert "✓ Δ(2)[1,1] = 0.0910   right" in text
    assert "goes on" in text


def test_what_is_known_of_the_network_stands_below_where_there_is_room(tmp_path: Path) -> None:
    state = new_state(tmp_path, ["A(3)"], "tanh-by-hand")
    text = page_text(state)
    assert "tanh, identity" in text.splitlines()[0]
    assert "epoch 1" in text.splitlines()[0]
    assert "loss: squared error." in " ".join(text.split())
    for number in range(3):
        state.hint()
        assert f"\n│{'':21}│  {number + 1}  " in re.sub(r"(?m)^│.{21}│", f"│{'':21}│", page_text(state))


def test_what_is_asked_is_named_in_words(tmp_path: Path) -> None:
    i18n.use_language("es")
    try:
        state = new_state(tmp_path, ["shape A(1)", "A(2)"])
        answered(state, "2x2")
        assert "✗ forma de A(1) = 2x2" in page_text(state)
        assert "forma de A(1) = 2x2" in question_text(state.session, 0, state.form.given)
        state.go_on()
        assert "flechas celda" in page_text(state)
    finally:
        i18n.use_language("en")


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_equation_of_the_list_keeps_its_mark_beside_its_word(tmp_path: Path, language: str) -> None:
    i18n.use_language(language)
    state = new_state(tmp_path, ["Δ(2)", "∇(1)"])  # all before Δ(2) is given
    listed = [row[: row.index("│", 1)].rstrip() for row in page_text(state, 120, 36).splitlines()[1:-4] if "│" in row]
    equations = [row for row in listed if re.match(r"│ .{3}\d? ?(A|J|Δ|∇\(2|g')", row)]
    assert len(equations) == 8
    assert all(row[-1] in "•?" for row in equations), listed


def test_follow_through_is_told(tmp_path: Path) -> None:
    state = new_state(tmp_path, FOLLOWED[1:])
    answered(state, "0.5")
    state.go_on()
    answered(state, "0.5")
    text = page_text(state)
    assert "follow-through" in text
    assert "by your own numbers" in text
    assert "✗ wrong" in text


def test_no_answer_is_on_the_screen(tmp_path: Path) -> None:
    """Of no question: neither the values, nor the order, nor the new weights."""
    state = new_state(tmp_path, ["A(2)", "Δ(3)", "next", "Δ(2)", "Θ(2)"])
    right = [("0.4256", "0.7311"), ("0.6203",), ("Δ(2)",), ("0.0910", "0.0244"), ("0.2898", "0.732", "0.0267")]
    for answers in right:
        text = page_text(state, 160, 48)
        listed = text if state.question.kind != "next" else "\n".join(row[:32] for row in text.splitlines())
        assert not [one for one in answers if one in listed], text
        state.go_on()


def test_many_cells_scroll_to_the_one_in_focus(tmp_path: Path) -> None:
    rows = ",".join(f"[{k / 10},{k / 7:.3f}]" for k in range(40))
    targets = ",".join(f"[{k % 2}.0]" for k in range(40))
    overrides = f"data.inputs=[{rows}]", f"data.targets=[{targets}]"
    state = new_state(tmp_path, ["A(2)[40,2]"], "xor-by-hand", *overrides)
    (place,) = [place for place in page(state).places if place.kind == "asked"]
    assert page(state).lines[place.region.y].text.split()[-1] == "····"
    assert "   40      1    3.9  5.571" in page_text(state), "its example is shown of what it takes"
    assert "shift ↑↓←→ scrolls" in page_text(state)
    back = "\n".join(strip.text for strip in page(state, shift=(-99, 0)).lines)
    assert "    1      1      0      0" in back


def test_the_last_page(tmp_path: Path) -> None:
    state = new_state(tmp_path, ["Δ(3)", "loss"])
    answered(state, "-0.6203")
    answered(state, "0.6203")
    state.enter()
    state.go_on()
    text = page_text(state, 120, 36)
    assert "score 1 of 2   1 of 2 questions are right   student ana" in text
    assert "the sign is wrong" in text, "though it was put right"
    assert "2 loss       × 0.00   skipped" in text
    assert str(state.saved.folder.path) in text.replace("\n", "")
    assert state.saved.digest in text
    drawn = finished_page(state, 1, 80, 21, palette())
    assert [place.number for place in drawn.places if place.kind == "question"] == [0, 1]


def test_slips_so_far_are_drawn_without_a_look_at_the_disk(tmp_path: Path) -> None:
    state = new_state(tmp_path, ["A(2)[1,1]", "A(2)[1,2]"])
    answered(state, "-0.3")
    state.go_on()
    state.saved.folder.journal.unlink()
    assert "the activation g was forgotten" in page_text(state)


def test_the_newest_hint_stands_first_and_half_a_point_has_a_mark_of_its_own(tmp_path: Path) -> None:
    state = new_state(tmp_path, ["next", "A(2)"])
    state.hint()
    state.hint()
    text = page_text(state)
    assert text.index("It computes") < text.index("It is line")
    state.choose(state.form.choices.index(state.question.right[0]))
    state.enter()
    state.go_on()
    assert f"{glyphs(ascii=False).part_of_point} 0.50" in page_text(state)
