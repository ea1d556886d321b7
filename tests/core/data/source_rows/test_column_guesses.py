"""What is guessed of columns without settings, and what their cells could be."""

from pathlib import Path

import pytest
from voyage import write_voyage

from core.data.source_rows.column_guesses import ColumnGuesses
from core.data.source_settings import SourceSettings
from core.experiment.experiment import Experiment
from core.experiment.preparation import load_data
from core.experiment.source_rows import read_source_rows


def guesses_of(path: Path, *settings: str) -> ColumnGuesses:
    experiment = Experiment.load(path, settings, suited=False)
    return ColumnGuesses(read_source_rows(experiment, load_data(experiment)))


@pytest.fixture(scope="module")
def guesses(tmp_path_factory: pytest.TempPathFactory) -> ColumnGuesses:
    """Of a file whose settings state other kinds than those that are guessed."""
    path = write_voyage(tmp_path_factory.mktemp("guesses"))
    return guesses_of(path, "data.target=rescued", 'data.kinds={age="category", ticket="number"}')


@pytest.mark.parametrize(
    ("name", "kind", "possible"),
    [
        ("ticket", "id", ("number", "category", "text")),
        ("rescued", "boolean", ("category", "boolean", "text")),
        ("class", "number", ("number", "category", "text")),
        ("sex", "category", ("category", "boolean", "text")),
        ("age", "number", ("number", "category", "text")),
        ("day", "date", ("category", "date", "text")),
        ("cabin", "text", ("category", "text")),
        ("crew", "constant", ("category", "boolean", "text")),
        ("note", "empty", ()),
    ],
)
def test_kinds(guesses: ColumnGuesses, name: str, kind: str, possible: tuple[str, ...]) -> None:
    assert guesses.kind(name).name == kind
    assert guesses.possible_kinds(name) == possible


def test_target_and_task(guesses: ColumnGuesses) -> None:
    others = ["day", "cabin", "crew", "note"]
    assert guesses.target(SourceSettings(ignore=others)) == ("fare",)
    assert guesses.target(SourceSettings(ignore=[*others, "fare", "age"])) == ("sex",)
    assert guesses.target(SourceSettings(ignore=guesses.names)) == ()
    assert guesses.task("sex", {}) == guesses.task("class", {}) == "classification"
    assert guesses.task("fare", {}) == guesses.task("class", {"class": "number"}) == "regression"
    assert guesses.task("class", {"class": ["3", "2", "1"]}) == "classification"


def test_eight_digits_and_words_in_any_case_and_nothing_by_the_test_rows(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("at,ok,y\n20240131,Yes,1\n20230203,no,2\n20240305,YES,4\n20240406,No,8\n")
    (tmp_path / "b.csv").write_text("at,ok,y\n20240131,yes,1\n20230203,no,2\n")
    guesses = guesses_of(tmp_path / "a.csv", "data.test=" + str(tmp_path / "b.csv"), "data.validation_fraction=0")
    assert guesses.source.rows == 6
    assert guesses.facts("y").rows == 4
    assert "date" in guesses.possible_kinds("at")
    assert "boolean" in guesses.possible_kinds("ok")
    assert guesses.facts("ok").column.texts == ("No", "YES", "Yes", "no"), "without the spelling of the test rows alone"
