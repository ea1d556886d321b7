"""Each note with its column and its key, and columns whose missing cells tell something."""

from collections.abc import Callable
from pathlib import Path

from textual.binding import Binding
from voyage_table import rows_of, voyage_rows

from core.data.source_rows.source_rows import SourceRows
from tui_mlp.models.data.notes.data_notes import FLAG, KEYS, DataNote, data_notes, most_important
from tui_mlp.models.data.notes.telling_missing import telling_missing
from tui_mlp.views.data.column_changes import ColumnChanges
from tui_mlp.views.data.splits import SplitsPane

Target = Callable[[int, bool], str]


def table(folder: Path, target: Target, *settings: str, rows: int = 160) -> SourceRows:
    """Rows of a number that is missing in every fourth row, and of a target that may depend on that."""
    lines = [f"{'' if row % 4 == 1 else row * 37 % 101},{row % 7}.5,{target(row, row % 4 == 1)}" for row in range(rows)]
    (path := folder / "some.csv").write_text("\n".join(["age,size,target", *lines]) + "\n")
    return rows_of(str(path), "seed=1", *settings)


def test_each_note_has_the_key_of_the_setting_that_it_names(tmp_path: Path) -> None:
    source = voyage_rows(tmp_path)
    keys = {(*note.columns[:1], note.key, note.pane): note for note in data_notes(source.data, source)}
    ignored = {(name, "↵", "columns") for name in ("ticket", "cabin")}
    assert set(keys) >= {*ignored, ("age", "m", "columns"), ("crew", "", "")}
    assert keys["ticket", "↵", "columns"].short == "'ticket' is left out, as it looks like an identifier"
    assert [note.key for note in most_important(keys.values())] == ["↵", "↵", "m"]


def test_a_guessed_kind_of_an_input_is_changed_by_k_and_a_guessed_task_by_c(tmp_path: Path) -> None:
    lines = [f"{(10115, 10117, 20095)[row % 3]},{row * 37 % 101}.5,{row * 5 % 4}" for row in range(60)]
    (path := tmp_path / "few.csv").write_text("\n".join(["zip,size,stars", *lines]) + "\n")
    notes = data_notes(rows_of(str(path)).data, None)
    assert {(note.columns, note.key) for note in notes if note.key} == {(("zip",), "k"), (("stars",), "c")}
    assert most_important(notes)[0].key == "c"


def test_each_key_is_one_of_its_pane_and_changes_that_setting() -> None:
    panes = {"columns": ColumnChanges, "splits": SplitsPane}
    actions = {
        (name, key): binding.action
        for name, pane in panes.items()
        for binding in pane.BINDINGS
        if isinstance(binding, Binding)
        for key in binding.key.split(",")
    }
    typed = {"↵": "enter", "+": "plus"}
    assert {setting: actions[pane, typed.get(key, key)] for setting, (key, pane) in KEYS.items()} == {
        "data.ignore": "change('role')", "data.kinds": "change('kind')", "data.target": "change('target')",
        "data.missing": "turn_missing", "data.standardize": "toggle_scaling", "data.task": "turn_task",
        "data.split": "turn_division", "data.validation_fraction": "change_fraction(1)",
        "data.test_fraction": "change_fraction(1)",
    }  # fmt: skip
    assert actions["columns", FLAG] == "toggle_flag"


def test_missing_cells_that_tell_of_the_class(tmp_path: Path) -> None:
    source = table(tmp_path, lambda row, missing: "yes" if row % 3 == 0 or (missing and row % 9) else "no")
    ((name, text),) = telling_missing(source)
    train = source.rows_of("train")
    lacking = [row for row in train if row % 4 == 1]
    share = round(100 * sum(row % 3 == 0 or row % 9 > 0 for row in lacking) / len(lacking))
    others = [row for row in train if row % 4 != 1]
    of_others = round(100 * sum(row % 3 == 0 for row in others) / len(others))
    assert name == "age"
    assert text == (
        f"where 'age' is missing, {share} % are 'yes', else {of_others} %: that it is missing may itself tell"
    )
    assert data_notes(source.data, source)[-1] == DataNote(text, ("age",), "f", "columns", "data.missing")
    assert telling_missing(source) is telling_missing(source)


def test_nothing_is_told_by_chance_nor_where_there_is_an_input_for_it(tmp_path: Path) -> None:
    assert not telling_missing(table(tmp_path, lambda row, _missing: "yes" if row % 3 == 0 or row % 24 == 1 else "no"))
    flagged = table(tmp_path, lambda _row, missing: "yes" if missing else "no", "data.missing=mean+flag")
    assert not telling_missing(flagged)


def test_missing_cells_that_tell_of_a_number(tmp_path: Path) -> None:
    source = table(tmp_path, lambda row, missing: f"{row % 5 + 10 * missing}.25", "data.task=regression")
    ((name, text),) = telling_missing(source)
    assert name == "age"
    assert text.startswith("where 'age' is missing, the target is 12.")
