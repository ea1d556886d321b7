"""The lines about the point in focus: its place along both axes, what is wanted, the output that the map shows."""

from outputs_of import outputs_after

from tui_mlp.models.output.example_texts import example_title, probability_text, wanted_text
from tui_mlp.models.output.output_focus import ExampleFocus
from tui_mlp.models.output.shown_example import example_shown
from tui_mlp.render.colours.palette import palette
from tui_mlp.render.output.plane.legend import Group
from tui_mlp.render.output.plane.point_notes import point_notes
from tui_mlp.text.numbers import count, plain_number
from tui_mlp.text.raw_values import raw_text


def texts(groups: list[Group]) -> list[str]:
    return ["".join(text for text, _style in group) for group in groups]


def test_place_output_and_loss_of_the_point() -> None:
    outputs = outputs_after("iris")
    shown, codings = example_shown(outputs, ExampleFocus("validation", 4)), outputs.model.preparation.codings
    assert shown.row is not None
    place = [f"{codings[at].name} {raw_text(codings[at], float(shown.raw[at]))}" for at in (3, 0)]
    mark = " ✓" if shown.right else " ✗"
    said = [
        f"wanted {wanted_text(shown)}", f"output {probability_text(float(shown.scores[2]))}{mark}",
        f"loss {plain_number(shown.one.loss)}",
    ]  # fmt: skip
    first, second = point_notes(shown, codings, 3, 0, 2, 200, palette())
    assert texts(first) == [example_title(shown.focus, shown.row), *place]
    assert texts(second) == said
    first, second = point_notes(shown, codings, 3, 0, 2, 50, palette())
    assert texts(first) == [f"row {count(shown.row + 1)}", *place], "without its split where that has no room"
    assert texts(second) == said
