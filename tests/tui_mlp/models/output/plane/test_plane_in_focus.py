"""Which two columns a map has where nobody has chosen."""

from outputs_of import outputs_after

from tui_mlp.models.output.informative_columns import informative_columns
from tui_mlp.models.output.output_focus import OutputFocus, PlaneFocus
from tui_mlp.models.output.plane.plane_in_focus import axes_in_focus


def test_a_map_of_many_columns_has_the_two_that_say_most_and_keeps_them_while_training() -> None:
    first, later = outputs_after("wine"), outputs_after("wine", 3)
    names = [coding.name for coding in first.model.preparation.codings]
    x, y = axes_in_focus(OutputFocus(), first.data)
    assert [x, y] == informative_columns(first.data)[:2]
    assert (names[x], names[y]) == ("proline", "od280/od315")
    assert axes_in_focus(OutputFocus(), later.data) == (x, y)


def test_chosen_columns_stay_and_two_have_the_order_of_the_source() -> None:
    wine, spiral = outputs_after("wine").data, outputs_after("spiral").data
    assert axes_in_focus(OutputFocus(plane=PlaneFocus(x=3, y=0)), wine) == (3, 0)
    assert axes_in_focus(OutputFocus(), spiral) == (0, 1)
