"""Which two columns a map has where nobody has chosen."""

from pathlib import Path

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


def test_a_true_or_false_column_is_an_axis_only_where_it_is_chosen(tmp_path: Path) -> None:
    """A plane along it has two columns of points and nothing between, however much it says about the target."""
    rows = [f"{'yes' if row % 2 else 'no'},{row % 7},{row % 5},{'a' if row % 2 else 'b'}" for row in range(60)]
    (tmp_path / "moved.csv").write_text("\n".join(["moved,age,pay,kind", *rows]))
    data = outputs_after(str(tmp_path / "moved.csv"), 0, "data.target=kind").data
    assert informative_columns(data)[0] == 0
    assert sorted(axes_in_focus(OutputFocus(), data)) == [1, 2]
    assert 0 in axes_in_focus(OutputFocus(plane=PlaneFocus(x=0)), data)
