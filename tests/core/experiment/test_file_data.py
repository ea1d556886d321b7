"""The data of experiments on people's own files: splits, preparation, defaults, and what is refused."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from core.data import sources
from core.data.dataset import Data
from core.data.source_settings import SourceSettings
from core.data.table import Table
from core.experiment.defaults.suited_defaults import suited_defaults
from core.experiment.experiment import Experiment
from core.experiment.parsing import flatten
from core.experiment.preparation import load_data
from core.support.errors import InputError
from core.training.trainer import Trainer

pytestmark = pytest.mark.usefixtures("one_duckdb")

Write = Callable[..., Path]
NO_SPLIT = ("data.validation_fraction=0", "data.test_fraction=0")


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def file(text: str, name: str = "own.csv") -> Path:
        (tmp_path / name).write_text(text)
        return tmp_path / name

    return file


def penguins(count: int) -> str:
    """Rows of two kinds, with a category, a boolean, an order and missing cells."""
    islands, rows = ("Biscoe", "Dream", "Torgersen"), ["mass,island,ringed,dose,species"]
    for number in range(count):
        mass = 3000 + 7.5 * number if number % 9 else ""
        ringed, dose = "yes" if number % 4 else "no", "high" if number % 2 else "low"
        species = "Adelie" if number % 5 < 3 else "Gentoo"
        rows.append(f"{mass},{islands[number % 3]},{ringed},{dose},{species}")
    return "\n".join([*rows, ""])


def loaded(path: Path, *overrides: str) -> Data:
    return load_data(Experiment.load(path, overrides))


def notes(data: Data) -> str:
    return "\n".join(data.description.notes)


def test_a_mixed_table_becomes_inputs_with_names(write: Write) -> None:
    data = loaded(write(penguins(60)), 'data.kinds={dose = ["low", "high"]}', "data.missing=median+flag")
    assert data.input_names == (
        "mass", "mass missing", "island=Biscoe", "island=Dream", "island=Torgersen", "ringed", "dose",
    )  # fmt: skip
    assert data.class_names == ("Adelie", "Gentoo")
    assert data.description.inputs == 7
    ones = data.train.inputs[:, 1:6]
    assert set(np.unique(ones)) == {0, 1}, "what is 0 or 1 stays so"
    np.testing.assert_allclose(data.train.inputs[:, [0, 6]].mean(0), 0, atol=1e-12)
    np.testing.assert_allclose(data.train.inputs[:, [0, 6]].std(0), 1, atol=1e-12)
    assert [part.m for part in (data.train, data.validation, data.test) if part] == [36, 12, 12]


def test_a_test_file_is_prepared_as_the_training_rows_and_no_row_of_the_source_is_for_the_test(write: Write) -> None:
    path, alone = write(penguins(60)), write(penguins(60).replace("Torgersen", "Anvers"), "other.csv")
    write(f'[data]\nsource = "{path.name}"\ntest = "{alone.name}"\n', "own.toml")
    experiment = Experiment.load(path.parent / "own.toml")
    assert experiment.data.test == str(alone)
    data = load_data(experiment)
    assert data.test is not None
    assert data.validation is not None
    assert (data.train.m, data.validation.m, data.test.m) == (48, 12, 60)
    places = [place for place, name in enumerate(data.input_names) if name.startswith("island")]
    assert data.test.inputs[:3, places].tolist() == [[1, 0, 0], [0, 1, 0], [0, 0, 0]], "Anvers is unknown"
    assert "48 of the 60 test rows" not in notes(data)
    assert "rows too, value by value" in notes(data)


def test_columns_of_a_test_file_go_by_name(write: Write) -> None:
    path = write("a,b,y\n" + "".join(f"{n % 9 * 0.5},{n % 3 * 10},{n * 0.5}\n" for n in range(20)))
    alone = write("y,b,a\n0.5,10,1\n1.5,0,3\n", "other.csv")
    data = loaded(path, f"data.test={alone}", "data.standardize=false")
    assert data.test is not None
    assert data.test.inputs.tolist() == [[1, 10], [3, 0]]
    assert data.test.Y.tolist() == [[0.5], [1.5]]
    write("y,b\n0.5,10\n", "other.csv")
    with pytest.raises(InputError, match=r"other\.csv: .*'a'"):
        loaded(path, f"data.test={alone}")


def test_arrays_can_have_a_test_file_too(tmp_path: Path) -> None:
    X = np.random.default_rng(0).normal(size=(30, 2))
    np.savez(tmp_path / "own.npz", X=X, y=np.array(["b", "a", "c"] * 10))
    np.savez(tmp_path / "test.npz", X=X[:2], y=np.array(["c", "b"]))
    data = loaded(tmp_path / "own.npz", f"data.test={tmp_path / 'test.npz'}")
    assert data.test is not None
    assert data.test.Y.tolist() == [[0, 0, 1], [0, 1, 0]]
    np.savez(tmp_path / "test.npz", X=X[:2], y=np.array(["c", "d"]))
    with pytest.raises(InputError, match=r"test\.npz: found the class 'd', expected one of a, b, c"):
        loaded(tmp_path / "own.npz", f"data.test={tmp_path / 'test.npz'}")
    np.savez(tmp_path / "test.npz", X=X[:2, :1], y=np.array(["c", "b"]))
    with pytest.raises(InputError, match=r"found 1 inputs, expected 2 as for training"):
        loaded(tmp_path / "own.npz", f"data.test={tmp_path / 'test.npz'}")


def test_a_table_tests_arrays_by_the_names_of_their_columns(tmp_path: Path) -> None:
    np.savez(tmp_path / "own.npz", X=np.random.default_rng(0).normal(size=(30, 2)), y=np.array(["b", "a", "c"] * 10))
    table = tmp_path / "test.csv"
    table.write_text("y,x2,x1\nc,2,1\nb,4,3\n")
    data = loaded(tmp_path / "own.npz", f"data.test={table}", "data.standardize=false")
    assert data.test is not None
    assert (data.test.inputs.tolist(), data.test.Y.tolist()) == ([[1, 2], [3, 4]], [[0, 0, 1], [0, 1, 0]])
    for lines, message in (
        ("a,b,y\n1,2,a\n2,3,b\n", "there is no column 'x1', from which the network learnt; found a, b, y"),
        ("x1,x2,y\n1,2,a\n,3,b\n", "line 3, column 'x1': found a missing cell, expected a number, as in all training"),
    ):
        table.write_text(lines)
        with pytest.raises(InputError, match=message):
            loaded(tmp_path / "own.npz", f"data.test={table}")


def test_rows_of_a_group_stay_together_and_its_column_is_no_input(write: Write) -> None:
    lines = "".join(f"{n * 0.1},p{n // 4},{'ab'[n % 2]}\n" for n in range(80))
    data = loaded(write("x,patient,y\n" + lines), "data.split=group:patient", "data.standardize=false")
    assert data.input_names == ("x",)
    splits = [part for part in (data.train, data.validation, data.test) if part]
    patients = [{round(x * 10) // 4 for x in part.inputs[:, 0]} for part in splits]
    assert [len(one) for one in patients] == [12, 4, 4]
    assert sum(map(len, patients)) == len(set.union(*patients))
    with pytest.raises(InputError, match=r"there is no column 'patien' for data\.split; did you mean 'patient'\?"):
        loaded(write("x,patient,y\n" + lines), "data.split=group:patien")


def test_folds_take_turns_and_the_first_is_taken_where_none_is_chosen(write: Write) -> None:
    path = write("x,y\n" + "".join(f"{n + 0.5},{n * n * 0.5}\n" for n in range(20)))
    folds = [loaded(path, "data.split=folds:4", f"data.fold={fold}", "data.standardize=false") for fold in range(1, 5)]
    found = [x for data in folds if data.test for x in data.test.inputs[:, 0]]
    assert sorted(found) == [n + 0.5 for n in range(20)]
    first = loaded(path, "data.split=folds:4", "data.standardize=false")
    assert first.test is not None
    assert folds[0].test is not None
    assert first.test.X.tolist() == folds[0].test.X.tolist()
    assert "the first of 4 folds is the test split" in notes(first)
    assert "folds" not in notes(folds[0])


def test_built_in_data_have_folds_too() -> None:
    data = load_data(Experiment.load("iris", ["data.split=folds:3"]))
    assert data.test is not None
    assert data.test.m == 50
    assert "the first of 3 folds" in notes(data)


@pytest.mark.parametrize(
    ("overrides", "words"),
    [
        (["data.split=foldz:4"], r"data\.split=foldz:4: data\.split: found 'foldz:4', .*did you mean 'folds:K'\?"),
        (["data.split=folds:4", "data.fold=5"], r"data\.fold: found 5, expected at most 4, as data\.split = 'folds:4'"),
        (["data.fold=2"], r"data\.fold: found 2 beside data\.split = 'random', expected no fold, or data\.split"),
        (["data.encoding=utf9"], r"data\.encoding: found 'utf9', .*; did you mean 'utf-8'\?"),
        (["data.encoding=base64"], r"data\.encoding: found 'base64', expected an encoding that Python knows"),
        (["data.separator=';'", "data.decimal=,"], None),
        (["data.separator=x"], r"data\.separator: found 'x', expected a character such as"),
        (['data.separator="\\""'], r"data\.separator: found '\"', expected a character such as"),
        (["data.separator=,", 'data.decimal=","'], r"data\.decimal: found ',', which is data\.separator too"),
        (["data.test=missing.csv"], r"data\.test: found 'missing\.csv', expected a file that exists"),
        (["data.test=own.csv", "data.split=folds:3"], r"data\.test: found a file beside data\.split = 'folds:3'"),
    ],
)
def test_keys_that_cannot_be_are_refused_by_name(
    write: Write, monkeypatch: pytest.MonkeyPatch, overrides: list[str], words: str | None
) -> None:
    monkeypatch.chdir(write(penguins(20)).parent)
    if words is None:
        Experiment.load("spiral", overrides)
        return
    with pytest.raises(InputError, match=words):
        Experiment.load("own.csv", overrides)


# Defaults that suit the data


def test_keys_that_nobody_gives_suit_the_data(write: Write) -> None:
    path = write(penguins(200))
    found, suited = Experiment.load(path), suited_defaults(200, 7, "classification", 1)
    for key, entry in flatten(suited).items():
        assert found.get(key) == entry.value, key
    given = Experiment.load(path, ["network.hidden=[5]", "training.epochs=7"])
    assert (given.network.hidden, given.training.epochs) == ([5], 7)
    assert given.network.activation == found.network.activation


def test_defaults_leave_alone_what_goes_with_given_keys(write: Write) -> None:
    path = write(penguins(200))
    layers = Experiment.load(path, ['network.activation=["tanh", "relu"]'])
    assert layers.network.hidden == [8, 8]
    assert layers.network.initializer == "xavier"
    plain = Experiment.load(path, ["training.optimizer=gradient_descent", *NO_SPLIT])
    assert plain.training.learning_rate == 0.01
    assert plain.training.early_stopping == 0
    assert Experiment.load(path, ["training.evaluate_every=0"]).training.early_stopping == 0


def test_a_whole_experiment_does_not_read_its_data(write: Write) -> None:
    path = write(penguins(20))
    experiment = Experiment.load(path)
    toml = write(experiment.dumps(), "whole.toml")
    run = path.parent / "run"
    run.mkdir()
    (run / "experiment.toml").write_text("[data]\nsource = '../own.csv'\n")
    path.write_text("no table at all\n")
    assert Experiment.load(toml) == experiment.replace("name", "own")
    assert Experiment.load(run).network.hidden == [8, 8], "a run of an older version may lack keys"
    with pytest.raises(InputError):
        Experiment.load(path)


def test_a_file_is_read_once_for_its_defaults_and_its_data(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    reads: list[Path] = []

    def read(path: Path, settings: SourceSettings) -> Table:
        reads.append(path)
        return sources.read_table_of(path, settings)

    monkeypatch.setattr("core.experiment.tables.read_table_of", read)
    path = write(penguins(20))
    experiment = Experiment.load(path)
    first = load_data(experiment)
    assert len(reads) == 1
    load_data(experiment)
    assert len(reads) == 2, "it isn't kept any longer"
    experiment = Experiment.load(path)
    write(penguins(30))
    assert load_data(experiment).rows == first.rows + 10, "the file as it is now"
    Experiment.load(path)
    load_data(Experiment.load(path, ["data.missing=zero"]))
    assert len(reads) == 6, "with other settings it is another table"


# Targets


def test_labels_that_hold_together_train_as_they_are(write: Write) -> None:
    lines = "".join(f"{n * 0.1},{n % 7},{n % 2},{n // 2 % 2},{n // 4 % 2}\n" for n in range(60))
    path = write("v,w,news,sport,music\n" + lines)
    overrides = ['data.target=["news", "sport", "music"]', "training.epochs=2"]
    for more in ([], ["network.output=sigmoid", "network.loss=cross_entropy"]):
        trainer = Trainer(Experiment.load(path, [*overrides, *more]))
        assert (trainer.data.task, trainer.data.output) == ("classification", "sigmoid")
        assert set(np.unique(trainer.Y)) == {0, 1}
        trainer.run()


def test_shares_that_sum_to_one_train_with_softmax(write: Write) -> None:
    lines = "".join(f"{n * 0.1},{n % 5 / 10},{n % 4 / 10},{1 - n % 5 / 10 - n % 4 / 10:.1f}\n" for n in range(40))
    path = write("v,a,b,c\n" + lines)
    trainer = Trainer(Experiment.load(path, ['data.target=["a", "b", "c"]', "training.epochs=2"]))
    assert trainer.data.output == "softmax"
    np.testing.assert_allclose(trainer.Y.sum(1), 1)
    trainer.run()


def test_several_measured_targets_train_and_messages_speak_of_the_numbers_in_the_file(write: Write) -> None:
    lines = "".join(f"{n * 0.1},{n * 2.5},{100 - n * 0.5}\n" for n in range(40))
    path = write("v,a,b\n" + lines)
    target = 'data.target=["a", "b"]'
    trainer = Trainer(Experiment.load(path, [target, "training.epochs=2"]))
    assert trainer.network.parameters.sizes[-1] == 2
    trainer.run()
    sigmoid = ["network.output=sigmoid", "network.loss=cross_entropy"]
    with pytest.raises(InputError, match=r"cross_entropy needs targets from 0 to 1, found (9|100).*; squared_error"):
        Trainer(Experiment.load(path, [target, *sigmoid]))
    shares = write("v,a\n" + "".join(f"{n},{n / 40}\n" for n in range(40)))
    with pytest.raises(InputError, match=r"those of a regression are standardised; set data\.standardize = false"):
        Trainer(Experiment.load(shares, sigmoid))
    Trainer(Experiment.load(shares, [*sigmoid, "data.standardize=false"]))


def test_a_test_file_without_the_target_is_refused(write: Write) -> None:
    path = write(penguins(40))
    other = write("".join(f"{line.rpartition(',')[0]}\n" for line in penguins(10).splitlines()), "other.csv")
    with pytest.raises(InputError, match=r"other\.csv: there is no target 'species'; expected all columns"):
        load_data(Experiment.load(path, [f"data.test={other}"]))


@pytest.mark.parametrize("setting", ["data.ignore=['x1']", "data.kinds={x1='category'}"])
def test_settings_of_columns_are_refused_for_arrays(setting: str, tmp_path: Path) -> None:
    np.savez(tmp_path / "own.npz", X=np.eye(20, 2), y=np.arange(20) % 2)
    for source in (tmp_path / "own.npz", "xor"):
        key = setting.partition("=")[0]
        with pytest.raises(InputError, match=rf"{key}: found 'x1', but only the columns of a table can be named"):
            load_data(Experiment.load(source, [setting]))


def test_a_tab_can_be_set_as_the_shell_leaves_it(write: Write) -> None:
    path = write("a\tlabel\n" + "".join(f"{number}.5\t{'no' if number % 2 else 'yes'}\n" for number in range(20)))
    for setting in (r"data.separator=\t", r'data.separator="\t"'):
        assert load_data(Experiment.load(path, [setting])).input_names == ("a",)
    with pytest.raises(InputError, match=r"data\.separator: found 'tab', expected one character"):
        Experiment.load(path, ["data.separator=tab"])


def test_an_encoding_that_needs_a_mark_at_the_start(write: Write) -> None:
    with pytest.raises(InputError, match=r"own\.csv: isn't text in utf-16, which data\.encoding sets"):
        load_data(Experiment.load(write(penguins(40)), ["data.encoding=utf-16"]))


def test_the_target_is_told_where_it_is_not_the_last_column_of_the_file(write: Write) -> None:
    data = load_data(Experiment.load(write(penguins(40)), ["data.ignore=['species']"]))
    assert data.description.target == ("dose",)
    expected = "the target is 'dose', the last column that isn't left out; for another set data.target"
    assert expected in data.description.notes
