"""Which column is the target, and targets in several columns."""

from pathlib import Path

import pytest
from narrowing import present
from small_tables import columns_of, repeated, spread

from core.data.columns import ColumnTable
from core.data.source_settings import SourceSettings
from core.data.understanding.understand import understand
from core.support.errors import InputError

FILE = Path("my.csv")
AB = repeated(40, "a", "b")
U, V, W = (spread(40, seed=seed) for seed in range(3))
NUMBERS = [str(row + 1) for row in range(40)]


@pytest.mark.parametrize(
    ("table", "target", "said"),
    [
        (columns_of(u=U, kind=repeated(40, "a", "b"), row=NUMBERS), "kind", "'row', the last column, looks like an id"),
        (columns_of(outcome=AB, u=U, id=NUMBERS[::-1]), "outcome", "looks like an identifier"),
        (columns_of(u=U, v=V, notes=["NA"] * 40), "v", "'notes', the last column, is empty"),
        (
            columns_of(u=U, v=V, day=repeated(40, "2026-01-05", "2026-02-06")),
            "v",
            "the last column, holds dates",
        ),
        (columns_of(u=U, y=NUMBERS), "y", ""),
        (columns_of(u=U[:8], v=V[:8], name=list("abcdefgh")), "v", "has 8 different texts in 8 rows"),
        (columns_of(x=NUMBERS[:3], y=["a", "b", "c"]), "y", ""),
        (
            columns_of(species=AB, u=U, sex=repeated(40, "m", "f")),
            "sex",
            "'species' could be meant",
        ),
        (columns_of(type=AB, u=U, v=V), "v", "'type' could be meant: data.target = \"type\""),
        (columns_of(type=AB, u=U, label=V), "label", ""),
        (columns_of(sex=AB, u=U, v=V), "v", ""),
        (
            columns_of(species=AB, u=U, year=repeated(40, "2007", "2008", "2009")),
            "species",
            "'year', the last column, looks like a time or a place; data.target = \"year\"",
        ),
        (columns_of(preis=U, v=V, baujahr=NUMBERS), "preis", 'data.target = "baujahr"'),
        (columns_of(u=U, rooms=repeated(40, "2", "3", "4", "4"), lat=V, lon=W), "rooms", 'data.target = "lon"'),
        (columns_of(year=NUMBERS, month=repeated(40, "1", "2")), "month", ""),
        (columns_of(u=U, v=V, time=W), "time", ""),
        (
            columns_of(u=U, species=AB, v=V, remark=[*[""] * 33, *repeated(7, "late", "wet")]),
            "species",
            "'remark', the last column, is empty in most rows; data.target = \"remark\"",
        ),
        (columns_of(u=U, v=V, delivery_time=NUMBERS), "delivery_time", ""),
        (columns_of(carat=U, price=V, z=W), "z", 'data.target = "price"'),
        (columns_of(price=U, v=V, stars=repeated(40, "1.5", "2", "2.5")), "stars", ""),
        (columns_of(unit_price=U, v=V, sales=W), "sales", ""),
        (columns_of(cultivar=repeated(40, "1", "2", "3"), u=U, v=V), "v", 'data.target = "cultivar"'),
        (columns_of(Klasse=AB, u=U, v=V), "v", 'data.target = "Klasse"'),
        (columns_of(Klasse=AB, u=U, v=V, id=NUMBERS), "Klasse", "looks like an identifier"),
    ],
)
def test_the_target_that_is_guessed(table: ColumnTable, target: str, said: str) -> None:
    description = present(understand(FILE, table, SourceSettings()).description)
    assert description.target == (target,)
    assert said in " ".join(description.notes)
    assert bool(said) == ("target" in " ".join(description.notes))


def test_a_column_that_counts_the_rows_is_an_input_where_there_is_no_other() -> None:
    made = understand(FILE, columns_of(n=NUMBERS, square=[str(int(cell) ** 2) for cell in NUMBERS]), SourceSettings())
    assert made.input_names == ("n",)
    n, _square = present(made.description).columns
    assert (n.kind, n.role, n.why) == ("number", "input", "counts the rows, but no other column is left")


def test_several_labels_a_row() -> None:
    sport, music = repeated(40, "0", "1", "1"), repeated(40, "no", "yes")
    table = columns_of(u=U, news=repeated(40, "0", "1"), sport=sport, music=music)
    made = understand(FILE, table, SourceSettings(target=["news", "sport", "music"]))
    assert (made.target_names, made.input_names, made.labels) == (("news", "sport", "music"), ("u",), None)
    assert present(made.values)[:3].tolist() == [[0, 0, 0], [1, 1, 1], [0, 1, 0]]
    description = present(made.description)
    assert (description.task, description.classes) == ("classification", {"news": 20, "sport": 26, "music": 20})
    assert 'data.task = "regression"' in description.notes[0]
    measured = understand(FILE, table, SourceSettings(target=["news", "sport"], task="regression"))
    assert present(measured.description).task == "regression"


def test_shares_of_classes_and_measurements_in_several_columns() -> None:
    shares = columns_of(u=U, a=repeated(40, "0.3", "0.5"), b=repeated(40, "0.7", "0.5"))
    description = present(understand(FILE, shares, SourceSettings(target=["a", "b"])).description)
    assert (description.task, description.classes) == ("classification", {})
    assert "shares of classes, as they sum to 1" in description.notes[0]
    thirds = columns_of(u=U, a=["0.33333"] * 39 + ["1"], b=["0.33333"] * 39 + ["0"], c=["0.33333"] * 39 + ["0"])
    description = present(understand(FILE, thirds, SourceSettings(target=["a", "b", "c"])).description)
    assert "shares of classes, as they sum to 1" in description.notes[0], "five digits are enough"
    measured = columns_of(u=U, v=V, w=[*W[:39], "NA"])
    made = understand(FILE, measured, SourceSettings(target=["v", "w"]))
    assert present(made.values).tolist() == [[float(v), float(w)] for v, w in zip(V[:39], W[:39], strict=True)]
    assert present(made.description).left_out == {41: "no target value"}
    with pytest.raises(InputError, match="one target column of classes, or columns of 0 and 1, or shares"):
        understand(FILE, measured, SourceSettings(target=["v", "w"], task="classification"))


def test_one_hot_columns_are_classes() -> None:
    table = columns_of(u=U, a=repeated(40, "1", "0", "0"), b=repeated(40, "0", "1", "0"), c=repeated(40, "0", "0", "1"))
    made = understand(FILE, table, SourceSettings(target=["a", "b", "c"]))
    assert (made.class_names, present(made.labels)[:4].tolist()) == (("a", "b", "c"), [0, 1, 2, 0])
    assert present(made.description).classes == {"a": 14, "b": 13, "c": 13}
    assert present(made.description).notes == ()


def test_an_empty_column_that_is_named_like_the_target_is_refused_as_such() -> None:
    with pytest.raises(InputError, match="column 'y': no row has a target"):
        understand(FILE, columns_of(u=U, v=V, y=["NA"] * 40), SourceSettings())


def test_wrong_targets_are_refused() -> None:
    table = columns_of(u=U, a=repeated(40, "1", "0"), b=repeated(40, "low", "1", "0"), c=["2.5"] * 40)
    with pytest.raises(InputError, match="line 2, column 'b': found 'low', expected a number"):
        understand(FILE, table, SourceSettings(target=["a", "b"]))
    with pytest.raises(InputError, match=r"one class or value, '2\.5' in column 'c'"):
        understand(FILE, table, SourceSettings(target=["a", "c"]))
    with pytest.raises(InputError, match=r"'a' stands in data\.target and in data\.ignore"):
        understand(FILE, table, SourceSettings(target="a", ignore=["a"]))
