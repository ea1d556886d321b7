"""A model asked with rows as programs have them: arrays, columns by name, dicts."""

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import core
from core.experiment.experiment import Experiment
from core.model.class_values import class_values
from core.model.model import ROWS, Model
from core.support.errors import InputError

CITIES, NEVER = ("Bern", "Rom", "Wien"), "Oslo"


def lines() -> list[str]:
    """Rows of people: a number, a category, a boolean and a date; a cell of each is missing."""
    random = np.random.default_rng(5)
    made = []
    for row in range(80):
        age, city = int(random.integers(18, 90)), CITIES[random.integers(3)]
        member, day = ("yes", "no")[random.integers(2)], date(2020, 1 + row % 12, 1 + row % 28)
        cells = [str(age), city, member, day.strftime("%d.%m.%Y")]
        if row in (3, 11, 27, 33):
            cells[(3, 11, 27, 33).index(row)] = ""
        made.append(";".join([*cells, str(int(age > 50 and city != "Rom"))]))
    return made


class Frame:
    """A table of columns by name, as the DataFrames of several libraries are."""

    def __init__(self, columns: dict[str, Any]) -> None:
        self.columns, self._cells = list(columns), columns

    def __getitem__(self, name: str) -> Any:
        return self._cells[name]


@pytest.fixture(scope="module")
def trainer(tmp_path_factory: pytest.TempPathFactory) -> core.Trainer:
    path = tmp_path_factory.mktemp("people") / "people.csv"
    path.write_text("\n".join(["age;city;member;joined;label", *lines()]), "utf-8")
    trainer = core.Trainer(Experiment.load(path, ["training.epochs=40", "data.validation_fraction=0"]))
    trainer.run()
    return trainer


@pytest.fixture(scope="module")
def columns() -> dict[str, list[Any]]:
    cells = [line.split(";")[:4] for line in lines()]
    return dict(zip(("age", "city", "member", "joined"), map(list, zip(*cells, strict=True)), strict=True))


def test_every_form_of_rows_gives_what_the_file_gives(trainer: core.Trainer, columns: dict[str, list[Any]]) -> None:
    data = trainer.data
    assert data.test
    rows = [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]
    numbers = [None if age == "" else int(age) for age in columns["age"]]
    days = [None if day == "" else date(*map(int, reversed(day.split(".")))) for day in columns["joined"]]
    others = {"joined": days, "more": [1] * 80, "age": numbers, "member": columns["member"], "city": columns["city"]}
    datetimes = others | {"joined": np.array(days, "datetime64[D]"), "member": columns["member"]}
    wanted = trainer.predict_proba(columns)
    for given in (Frame(columns), rows, np.array([*columns.values()], object).T, others, Frame(datetimes)):
        np.testing.assert_array_equal(trainer.predict_proba(given), wanted)
    trained = np.sort(trainer.model.outputs(raw_rows_of(trainer))[:, 0])
    np.testing.assert_array_equal(np.sort(trainer.predict_proba(columns)[:, 1]), trained)
    y = [int(line.rpartition(";")[2]) for line in lines()]
    assert trainer.score(columns, y) == trainer.score(columns, [str(one) for one in y]) > 0.9
    assert trainer.predict(columns).dtype.kind == "i"


def raw_rows_of(trainer: core.Trainer) -> Any:
    from core.experiment.tables import read_table

    return read_table(trainer.experiment.data, np.random.default_rng(0)).inputs


def test_categories_never_seen_and_missing_cells_get_what_training_decided(trainer: core.Trainer) -> None:
    known = {"age": 40, "city": "Wien", "member": "yes", "joined": "2021-05-04"}
    inputs = dict(zip(trainer.data.input_names, trainer.model.prepared(raw(trainer, [known | {"city": NEVER}]))[0],
                      strict=True))  # fmt: skip
    assert [inputs[f"city={city}"] for city in CITIES] == [0, 0, 0]
    for name in known:
        assert np.isfinite(trainer.predict_proba([{**known, name: None}])).all()
    assert (trainer.predict_proba([known]) != trainer.predict_proba([{**known, "city": "Rom"}])).any()


def raw(trainer: core.Trainer, rows: Any) -> Any:
    from core.model.raw_inputs import raw_inputs

    assert trainer.data.preparation
    return raw_inputs(trainer.data.preparation, rows, True)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"age": "old"}, "X: row 1, column 'age': found 'old', expected a number"),
        ({"member": "perhaps"}, "X: row 1, column 'member': found 'perhaps', expected one of no, yes"),
        ({"joined": "soon"}, "X: row 1, column 'joined': found 'soon', expected a date"),
        ({"age": np.inf}, "X: row 1, column 'age': found 'inf', expected a number"),
    ],
)
def test_cells_that_do_not_fit_are_refused_with_their_place(
    trainer: core.Trainer, change: dict[str, Any], message: str
) -> None:
    known = {"age": 40, "city": "Wien", "member": "yes", "joined": "2021-05-04"}
    with pytest.raises(InputError) as refused:
        trainer.predict([known | change])
    assert message in str(refused.value)


def test_a_missing_column_is_refused_by_name(trainer: core.Trainer, columns: dict[str, list[Any]]) -> None:
    with pytest.raises(InputError, match="no column 'city', from which the network learnt; found 'age', 'member'"):
        trainer.predict({name: cells for name, cells in columns.items() if name != "city"})
    with pytest.raises(InputError, match="X has 3 columns, expected 4: 'age', 'city'"):
        trainer.predict(np.zeros((2, 3)))
    with pytest.raises(InputError, match="two columns '1'"):
        trainer.predict({1: [2], "1": [3]})


def test_columns_without_names_go_by_their_places() -> None:
    X = np.random.default_rng(1).normal(size=(40, 2))
    trainer = core.fit(X, X[:, 0], epochs=3)
    wanted = trainer.predict(X)
    assert (trainer.predict(Frame({"b": X[:, 0], "a": X[:, 1]})) == wanted).all()
    named = core.fit(Frame({"a": X[:, 0], "b": X[:, 1]}), X[:, 0], epochs=3)
    assert (named.predict(Frame({"b": X[:, 1], "a": X[:, 0]})) == wanted).all()
    assert (named.predict(X) == wanted).all()


def test_a_missing_number_that_nothing_fills_is_refused() -> None:
    trainer = core.Trainer(Experiment.load("moons", ["data.samples=40"]))
    assert trainer.predict([[0.5, 1]]).shape == (1,)
    with pytest.raises(InputError, match="X, row 1, column 'x2': found nan, expected a number; no cell was missing"):
        trainer.predict([[0.5, np.nan]])


def test_more_rows_than_are_computed_at_once_stay_in_their_order() -> None:
    model = core.Trainer(Experiment.load("moons", ["data.samples=40"])).model
    X = np.random.default_rng(1).normal(size=(2 * ROWS + 5, 2))
    few = [model.outputs(X[start : start + 5]) for start in (0, ROWS, 2 * ROWS)]
    many = model.outputs(X)
    np.testing.assert_allclose(many[[*range(5), *range(ROWS, ROWS + 5), *range(2 * ROWS, len(X))]], np.vstack(few))


def test_a_model_is_a_copy_and_a_tie_is_of_the_first_class() -> None:
    trainer = core.Trainer(Experiment.load("moons", ["data.samples=40"]))
    model, X = trainer.model, np.random.default_rng(1).normal(size=(5, 2))
    before = model.outputs(X)
    trainer.network.parameters.theta[:] = 0
    np.testing.assert_array_equal(model.outputs(X), before)
    assert (trainer.predict_proba(X) == 0.5).all()
    assert (trainer.predict(X) == trainer.classes_[0]).all()


def test_a_saved_run_predicts_what_its_trainer_did(
    trainer: core.Trainer, columns: dict[str, list[Any]], tmp_path: Path
) -> None:
    from core.model.model_record import from_json, to_json

    model: Model = from_json(to_json(trainer.model), trainer.network.thetas)
    np.testing.assert_array_equal(model.predict_proba(columns), trainer.predict_proba(columns))
    assert model.classes_.tolist() == [0, 1]
    X = np.random.default_rng(1).normal(size=(40, 2))
    texts = core.fit(X, np.where(X[:, 0] > 0, "1", "0"), epochs=1)
    assert from_json(to_json(texts.model), texts.network.thetas).classes_.tolist() == ["0", "1"]


@pytest.mark.parametrize(
    ("names", "wanted"),
    [
        (("0", "1", "10"), [0, 1, 10]),
        (("-1", "1"), [-1, 1]),
        (("0.5", "1"), [0.5, 1.0]),
        (("01", "10"), ["01", "10"]),
        (("no", "yes"), ["no", "yes"]),
        (("1", "inf", "x"), ["1", "inf", "x"]),
    ],
    ids=str,
)
def test_classes_of_files_are_what_a_reader_of_files_makes_of_them(names: tuple[str, ...], wanted: list[Any]) -> None:
    assert class_values(names, "").tolist() == wanted


def test_scores_refuse_targets_that_do_not_fit(trainer: core.Trainer, columns: dict[str, list[Any]]) -> None:
    with pytest.raises(InputError, match="y, row 2: found '7', expected one of the classes"):
        trainer.score(columns, [0, 7] * 40)
    with pytest.raises(InputError, match="y has 3 rows, expected 80"):
        trainer.score(columns, [0, 1, 1])
    with pytest.raises(InputError, match="X has no rows, expected at least one"):
        trainer.score({name: cells[:0] for name, cells in columns.items()}, [])
