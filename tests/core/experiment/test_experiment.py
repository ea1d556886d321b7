"""The experiment file: what is read, what is refused, and how the refusal is worded."""

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from math import inf, nan
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.activations import ACTIVATIONS
from core.data import catalog
from core.experiment.experiment import FIELDS, Experiment, field
from core.initializers import INITIALIZERS
from core.losses import PAIRS, check_pair
from core.optimizers import OPTIMIZERS
from core.scalars import DEFAULTS
from core.support.checked_values import fits
from core.support.errors import InputError


@pytest.fixture(autouse=True)
def builtins(monkeypatch: pytest.MonkeyPatch) -> None:
    spiral = SimpleNamespace(name="spiral", task="classification", defaults={"training": {"learning_rate": 0.03}})
    plain = SimpleNamespace(name="circle", task="classification", defaults={})
    monkeypatch.setattr(catalog, "BUILTINS", {"spiral": spiral, "circle": plain})


@pytest.fixture
def load(tmp_path: Path) -> Callable[..., Experiment]:
    def load(text: str, overrides: Sequence[str] = ()) -> Experiment:
        path = tmp_path / "experiment.toml"
        path.write_text(text, encoding="utf-8")
        return Experiment.load(path, overrides)

    return load


def refusal(function: Callable[..., object], *arguments: object) -> str:
    with pytest.raises(InputError) as refused:
        function(*arguments)
    message = str(refused.value)
    assert "\n" not in message
    return message


DATA = '[data]\nsource = "spiral"\n'
INLINE = '[data]\nsource = "inline"\n'

BROKEN = {
    "unknown key": (
        DATA + "[training]\n  learing_rate = 0.1",
        "line 4, column 3: unknown key 'learing_rate' in [training]; did you mean 'learning_rate'?",
    ),
    "unknown key, nothing like it": (DATA + "colour = 1", "line 3, column 1: unknown key 'colour' in [data]", "noise"),
    "unknown section": (DATA + "\n[trainig]\nepochs = 3", "line 4, column 1: unknown section [trainig]", "[training]?"),
    "unknown empty section": (DATA + "[extra]", "line 3", "unknown section [extra]", "[data], [network], [training]"),
    "unknown dotted section": ("trainig.epochs = 3\n" + DATA, "line 1", "unknown section [trainig]"),
    "section for a key": (DATA + "[seed]\na = 1", "line 3", "unknown section [seed]"),
    "key for a section": ("training = 3\n" + DATA, "line 1", "training is a section; expected [training]"),
    "wrong section": (DATA + "epochs = 3", "line 3", "unknown key 'epochs' in [data]; it belongs in [training]"),
    "wrong section, misspelt": (DATA + "optimiser = 'adam'", "line 3", "did you mean 'optimizer' in [training]?"),
    "no section": ("hidden = [3]\n" + DATA, "line 1", "'hidden' in the top", "it belongs in [network]"),
    "top key in a section": (DATA + "seed = 3", "line 3", "it belongs in the top"),
    "too large": (DATA + "noise = 1.5", "line 3", "data.noise: found 1.5, expected a number, at least 0", "; try 1"),
    "too small": (DATA + "samples = 5", "line 3", "found 5, expected a whole number, at least 10", "; try 10"),
    "excluded bound": (DATA + "[training]\nlearning_rate = 0", "line 4", "above 0, at most 1000000; try 0.001"),
    "excluded top": (DATA + "[training]\nmomentum = 1.0", "line 4", "at least 0, below 1; try 0.999"),
    "large seed": ("seed = 9223372036854775808\n" + DATA, "line 1, column 1: seed", "; try 9223372036854775807"),
    "huge number": (DATA + f"noise = 1{'0' * 400}", "line 3", "data.noise: found 1000", "000, expected a number"),
    "hexadecimal digits": (DATA + f"noise = 0x{'f' * 9000}", "line 3", "data.noise: found a number of 10837 digits"),
    "hexadecimal digits in a list": (
        DATA + f"[network]\nhidden = [2, 0x{'f' * 9000}]", "line 4", "found [2, a number of 10837 digits]",
    ),
    "number of too many digits": (DATA + f"noise = 1{'0' * 5000}", "experiment.toml: not valid TOML"),
    "nan": (DATA + "noise = nan", "line 3", "data.noise: found nan, expected a number"),
    "infinite": (DATA + "[training]\nl2 = inf", "line 4", "training.l2: found inf, expected a number, at least 0"),
    "nan inside": (INLINE + "inputs = [[nan]]\ntargets = [[1]]", "line 3", "data.inputs: found [[nan]]"),
    "choice": (DATA + "[training]\noptimizer = 'Adm'", "line 4", "found 'Adm', expected one of", "mean 'adam'?"),
    "choice in a list": (
        DATA + "[network]\nactivation = ['tanh', 'rleu']",
        "line 4", "sigmoid, tanh, relu, leaky_relu, identity, or a list of them", "try ['tanh', 'relu']",
    ),
    "text for a number": (DATA + "noise = '0.5'", "line 3", "found '0.5', expected a number", "; try 0.5"),
    "number for text": ("name = 3\n" + DATA, "line 1", "name: found 3, expected text"),
    "fraction for a whole number": (DATA + "samples = 20.4", "line 3", "found 20.4, expected a whole number", "try 20"),
    "truth for a number": (DATA + "noise = true", "line 3", "found true, expected a number"),
    "number for truth": (DATA + "standardize = 1", "line 3", "found 1, expected true or false"),
    "date": (DATA + "noise = 2020-01-02", "line 3", "found 2020-01-02, expected a number"),
    "table": (DATA + "noise = {a = 1}", "line 3", "found a section, expected a number"),
    "one layer": (DATA + "[network]\nhidden = 8", "line 4", "found 8, expected a list of at most 32", "; try [8]"),
    "empty layer": (DATA + "[network]\nhidden = [4, 0]", "line 4", "each item a whole number", "try [4, 1]"),
    "many layers": (DATA + f"[network]\nhidden = {[1] * 33}", "line 4", "a list of at most 32"),
    "no features": (DATA + "features = []", "line 3", "found [], expected a list of at least 1"),
    "activations": (
        DATA + "[network]\nhidden = [3]\nactivation = ['tanh', 'relu']", "line 5", "found a list of 2", "a list of 1",
    ),
    "fractions": (
        DATA + "validation_fraction = 0.6\ntest_fraction = 0.5",
        "line 4", "data.test_fraction: found 0.5 beside data.validation_fraction = 0.6", "at most 0.9", "try 0.3",
    ),
    "pair": (
        DATA + "[network]\noutput = 'tanh'\nloss = 'cross_entropy'",
        "line 5", "network.loss: found 'cross_entropy' with output 'tanh'", "logarithm", "Δ(L)",
        "softmax goes with cross_entropy or squared_error", "tanh goes with squared_error",
    ),
    "no data": ("seed = 3", "experiment.toml: data.source is missing", "inline"),
    "empty file": ("", "experiment.toml: data.source is missing"),
    "unknown data": ("[data]\nsource = 'spirl'", "line 2", "data.source: found 'spirl'", "mlp-tui data", "'spiral'?"),
    "missing data file": ("[data]\nsource = 'none.csv'", "line 2", "found 'none.csv'", "a file that exists"),
    "inline without rows": (INLINE, "data.inputs: found none, expected a list of rows"),
    "inline without targets": (INLINE + "inputs = [[1]]", "data.targets: found none"),
    "inline, ragged": (
        INLINE + "inputs = [[1, 2], [3]]\ntargets = [[1], [1]]", "line 3", "found 1 value in row 2, expected 2",
    ),
    "inline, unequal": (INLINE + "inputs = [[1], [3]]\ntargets = [[1]]", "line 4", "found 1 row, expected 2"),
    "inline, after rows": (
        INLINE + "inputs = [\n  [1.0],\n  [2.0]\n]\ntargets = [\n[1],\n[0]\n]\nnoise = 7", "line 11", "data.noise",
    ),
    "syntax": (DATA + "noise 0.1", "experiment.toml, line 3, column 7: not valid TOML"),
    "syntax at the end": (DATA + "noise = [", "experiment.toml, line 3, column", "not valid TOML"),
    "twice": (DATA + "noise = 0.1\nnoise = 0.2", "line 4", "not valid TOML"),
    "deep": (DATA + "noise = " + "[" * 3000, "experiment.toml", "not valid TOML"),
    "very dotted": (DATA + "a" + ".a" * 200 + " = 1", "line 3", "a key of 201 parts"),
    "quoted and dotted": ('"training" . epochs = -1\n' + DATA, "line 1, column 1: training.epochs: found -1", "try 0"),
    "inside an inline table": (DATA[7:].join(["data = {", ", noise = 2}"]).replace("\n", ""), "line 1", "data.noise"),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN)
def test_broken_file_is_refused_by_name(load: Callable[..., Experiment], case: str) -> None:
    text, *words = BROKEN[case]
    message = refusal(load, text)
    assert "experiment.toml" in message
    for word in words:
        assert word in message, message


def test_bytes_that_are_not_text(tmp_path: Path) -> None:
    path = tmp_path / "latin.toml"
    path.write_bytes(b'seed = 1\nname = "caf\xe9"\n')
    assert "latin.toml, line 2: found bytes that are not UTF-8" in refusal(Experiment.load, path)


def test_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "mark.toml"
    path.write_bytes(b"\xef\xbb\xbf" + DATA.encode())
    assert Experiment.load(path).data.source == "spiral"


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("missing.toml", "missing.toml: cannot be read: No such file"),
        ("a\0.toml", "cannot be read: embedded null byte"),
        ("x" * 5000 + ".toml", "cannot be read"),
        ("spirl", "found 'spirl', expected a built-in data set (`mlp-tui datasets` lists them) or a file that exists"),
        ("spirl", "did you mean 'spiral'?"),
        ("missing.csv", "found 'missing.csv', expected a built-in data set"),
        ("inline", "data.inputs"),
        (".", "without experiment.toml; expected a run folder"),
    ],
)
def test_unusable_source(source: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert words in refusal(Experiment.load, source)


@pytest.mark.parametrize(
    ("override", "words"),
    [
        ("training.epochs", "--set training.epochs: found no '=', expected SECTION.KEY=VALUE"),
        ("training.lr=0.1", "--set training.lr=0.1: unknown key 'lr' in [training]"),
        ("learning_rate=0.1", "unknown key 'learning_rate' in the top, above every section; it belongs in [training]"),
        ("trainig.epochs=1", "--set trainig.epochs=1: unknown section [trainig]; did you mean [training]?"),
        ("training=1", "training is a section"),
        ("training.epochs=many", "--set training.epochs=many: training.epochs: found 'many', expected a whole number"),
        ("training.epochs=", "found '', expected a whole number"),
        ("training.optimizer=sdam", "did you mean 'adam'?"),
        ("network.hidden=[4", "found '[4', expected a list"),
        ("data.test_fraction=0.8", "--set data.test_fraction=0.8: data.test_fraction: found 0.8 beside"),
        ("data.source=nowhere.csv", "--set data.source=nowhere.csv: data.source: found 'nowhere.csv'"),
        ("", "found no '='"),
        ("=3", "unknown key ''"),
    ],
)
def test_unusable_override(override: str, words: str) -> None:
    assert words in refusal(Experiment.load, "spiral", [override])


def test_bytes_of_a_command_line_that_are_not_text() -> None:
    message = refusal(Experiment.load, "spiral", ["training.optimizer=\udcff"])
    assert "training.optimizer: found '\\udcff', expected one of" in message


def test_values_of_overrides() -> None:
    experiment = Experiment.load(
        "spiral",
        [
            "training.optimizer=momentum", "network.hidden=[4,4]", "seed=3", "seed = 4", "data.standardize=false",
            'network.activation=["relu", "tanh"]', "training.l2=1e-3", "name=2024", "training.learning_rate=1",
            "data.target=a=b",
        ],
    )  # fmt: skip
    assert experiment.training.optimizer == "momentum"
    assert experiment.network.hidden == [4, 4]
    assert experiment.seed == 4
    assert experiment.data.standardize is False
    assert experiment.network.activation == ["relu", "tanh"]
    assert experiment.training.l2 == 1e-3
    assert experiment.name == "2024"
    assert type(experiment.training.learning_rate) is float
    assert experiment.data.target == "a=b"


def test_a_value_cannot_bring_other_keys() -> None:
    assert Experiment.load("spiral", ["name=1\nseed=5"]).seed == 1


def test_later_sources_win(load: Callable[..., Experiment]) -> None:
    assert load("[data]\nsource = 'circle'").training.learning_rate == 0.01
    assert load(DATA).training.learning_rate == 0.03
    assert load(DATA + "[training]\nlearning_rate = 0.2").training.learning_rate == 0.2
    both = load(DATA + "[training]\nlearning_rate = 0.2", ["training.learning_rate=0.5"])
    assert both.training.learning_rate == 0.5
    assert load("[data]\nsource = 'circle'", ["data.source=spiral"]).training.learning_rate == 0.03


def test_an_override_mends_the_file(load: Callable[..., Experiment]) -> None:
    assert load("[data]\nsource = 'gone.csv'", ["data.source=spiral"]).data.source == "spiral"


def test_general_defaults_are_the_documented_ones() -> None:
    experiment = Experiment.load("circle")
    assert (experiment.name, experiment.seed, experiment.dtype) == ("circle", 1, "float64")
    assert experiment.network.hidden == [8, 8]
    assert experiment.data.validation_fraction == experiment.data.test_fraction == 0.2
    assert experiment.data.standardize
    inferred = ["data.target", "data.task", "data.features", "network.output", "network.loss", "network.weights"]
    assert [experiment.get(key) for key in inferred] == [None] * 6
    assert {name: experiment.get(f"training.{name}") for name in DEFAULTS} == DEFAULTS


def test_inline_data_are_all_trained_on(load: Callable[..., Experiment]) -> None:
    text = INLINE + "inputs = [[0, 1], [1, 0]]\ntargets = [[1], [0]]\n"
    data = load(text).data
    assert (data.validation_fraction, data.test_fraction, data.standardize) == (0, 0, False)
    assert data.inputs == [[0.0, 1.0], [1.0, 0.0]]
    assert load(text + "test_fraction = 0.5").data.test_fraction == 0.5
    assert load(text).training.batch_size == 10


def test_paths_start_from_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "points.csv").write_text("a,b\n1,2\n2,3.5\n")
    (tmp_path / "deep" / "some.toml").write_text("[data]\nsource = '../points.csv'")
    monkeypatch.chdir(tmp_path / "deep")
    found = str(tmp_path / "points.csv")
    assert Experiment.load("some.toml").data.source == found
    assert Experiment.load("some.toml").name == "some"
    monkeypatch.chdir(tmp_path)
    assert Experiment.load("deep/some.toml").data.source == found
    assert Experiment.load("deep/some.toml", ["data.source=points.csv"]).data.source == found
    assert Experiment.load("points.csv").data.source == found
    assert Experiment.load(tmp_path / "points.csv").name == "points"


def test_run_folder_is_its_experiment(tmp_path: Path) -> None:
    experiment = Experiment.load("spiral", ["seed=7"])
    (tmp_path / "experiment.toml").write_text(experiment.dumps())
    assert Experiment.load(tmp_path) == experiment


def test_many_empty_rows_are_written_at_once(tmp_path: Path) -> None:
    weights: list[Any] = [[[]] * 10_000 + [[1.0]] * 10_000]
    text = Experiment.load("spiral").replace("network.weights", weights).dumps().partition("weights")[2]
    assert text.count("[]") == text.count("[1.0]") == 10_000


def test_lists_stay_on_one_line(load: Callable[..., Experiment]) -> None:
    text = load(INLINE + "inputs = [[0, 1], [1, 0]]\ntargets = [[1], [0]]\n[network]\nhidden = []").dumps()
    assert "hidden = []" in text
    assert "    [0.0, 1.0],\n    [1.0, 0.0],\n" in text
    assert "features" not in text


def valid(key: str) -> st.SearchStrategy[Any]:
    """Values that fit a field, straight from its own limits."""
    known = field(key)
    text = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
    if known.kind == "bool":
        return st.booleans()
    if known.kind == "int":
        return st.integers(known.minimum, known.maximum)  # type: ignore[arg-type]
    if known.kind == "choice":
        return st.sampled_from(known.choices)
    if known.kind == "text":
        return text
    if known.kind == "table":
        return st.dictionaries(text, st.sampled_from(["number", "category"]) | st.lists(text))
    return st.floats(
        known.minimum, known.maximum, allow_nan=False, allow_infinity=False,
        exclude_min=known.exclusive_minimum, exclude_max=known.exclusive_maximum,
    )  # fmt: skip


NARROWER = (
    "data.source", "data.separator", "data.encoding", "data.split", "data.fold", "data.test", "network.output",
    "network.loss",
)  # fmt: skip
"""Not every text that the field allows is one of these, or goes with the other settings."""
SCALAR_KEYS = [
    key for key, known in FIELDS.items() if known.kind != "list" and key not in (*NARROWER, "data.test_fraction")
]


@settings(deadline=None, max_examples=50)
@given(st.data())
def test_what_is_written_loads_back_equal(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    experiment = Experiment.load("circle", ["data.test_fraction=0"])
    for key in data.draw(st.lists(st.sampled_from(SCALAR_KEYS), max_size=10, unique=True)):
        experiment = experiment.replace(key, data.draw(valid(key), key))
    finite = st.floats(allow_nan=False, allow_infinity=False)
    experiment = experiment.replace("network.weights", data.draw(st.lists(st.lists(st.lists(finite)), max_size=3)))
    experiment = experiment.replace("data.target", data.draw(st.lists(st.text("a[],\n\t\"' ="), min_size=1)))
    path = tmp_path_factory.mktemp("experiment") / "experiment.toml"
    path.write_bytes(experiment.dumps().encode())
    assert Experiment.load(path) == experiment


@pytest.mark.parametrize("key", FIELDS)
def test_every_field_explains_itself_and_takes_its_default(key: str) -> None:
    known = field(key)
    assert known.key == key
    assert known.description.endswith(".")
    assert known.default is None or known.check(known.default) == known.default


@pytest.mark.parametrize("key", [key for key, known in FIELDS.items() if known.kind in ("int", "float")])
def test_bounds_shown_are_the_bounds_obeyed(key: str) -> None:
    known = field(key)
    for bound, exclusive, outside in (
        (known.minimum, known.exclusive_minimum, -1),
        (known.maximum, known.exclusive_maximum, +1),
    ):
        if bound is not None:
            assert fits(bound, known.annotation) is not exclusive
            assert not fits(bound + outside, known.annotation)
            assert "; try " in refusal(known.check, bound + outside)
    assert not fits(nan, known.annotation)
    assert not fits(inf, known.annotation)


def test_choices_are_those_of_the_modules() -> None:
    assert set(field("network.activation").choices) == set(ACTIVATIONS)
    assert set(field("network.initializer").choices) == set(INITIALIZERS)
    assert set(field("training.optimizer").choices) == set(OPTIMIZERS)
    assert {(o, l) for o in field("network.output").choices for l in field("network.loss").choices} >= set(PAIRS)
    for output in field("network.output").choices:
        for loss in field("network.loss").choices:
            assert (check_pair(output, loss) is None) == ((output, loss) in PAIRS)


def test_field_of_a_list_describes_its_items() -> None:
    hidden, activation, source = field("network.hidden"), field("network.activation"), field("data.source")
    assert (hidden.kind, hidden.minimum, hidden.maximum, hidden.default) == ("list", 1, 8192, [8, 8])
    assert (activation.kind, activation.default) == ("choice", "tanh")
    assert (source.kind, source.default) == ("text", None)
    assert field("training.epochs").unit == "epochs"


def test_replace_checks_and_leaves_the_old_one() -> None:
    old = Experiment.load("spiral")
    new = old.replace("training.learning_rate", 1)
    assert (old.training.learning_rate, new.training.learning_rate) == (0.03, 1.0)
    assert new.replace("training.learning_rate", 0.03) == old
    assert old.replace("seed", 5).get("seed") == 5
    assert old.replace("data.task", "regression").replace("data.task", None) == old


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("training.learning_rate", -1, "training.learning_rate: found -1, expected a number, above 0, at most 1000000"),
        ("training.learning_rate", None, "found None"),
        ("training.rate", 1, "unknown key 'rate' in [training]"),
        ("network.activation", ["tanh"], "network.activation: found a list of 1"),
        ("network.loss", "cross-entropy", "did you mean 'cross_entropy'?"),
        ("data.validation_fraction", 0.8, "data.test_fraction: found 0.2 beside data.validation_fraction = 0.8"),
    ],
)
def test_replace_refuses(key: str, value: object, words: str) -> None:
    assert words in refusal(Experiment.load("spiral").replace, key, value)


def test_replace_refuses_a_pair_with_its_reason() -> None:
    experiment = Experiment.load("spiral").replace("network.output", "identity")
    message = refusal(experiment.replace, "network.loss", "cross_entropy")
    assert "logarithm" in message
    assert experiment.replace("network.loss", "squared_error").network.loss == "squared_error"


def test_get_refuses_unknown_keys() -> None:
    assert "did you mean 'epochs'?" in refusal(Experiment.load("spiral").get, "training.epoch")


def test_given_lists_are_copied() -> None:
    layers = [3, 3]
    experiment = Experiment.load("spiral").replace("network.hidden", layers)
    layers.append(4)
    assert experiment.network.hidden == [3, 3]


def test_importing_it_is_light() -> None:
    heavy = "{'numpy', 'textual', 'click', 'rich'}"
    code = f"import sys, core.experiment.experiment; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ)
    assert done.stdout.strip() == "[]"


def test_kinds_of_columns_by_dotted_keys(load: Callable[..., Experiment]) -> None:
    """They add to those of the file, and a name may hold dots."""
    text = "[data]\nsource = 'spiral'\nkinds = {zip = 'number', dose = 'text'}"
    given = ["data.kinds.zip=category", 'data.kinds."a.b"=date', 'data.kinds.size=["small", "large"]']
    expected = {"zip": "category", "dose": "text", "a.b": "date", "size": ["small", "large"]}
    assert load(text, given).data.kinds == expected
    assert load(text, ["data.kinds={x='date'}"]).data.kinds == {"x": "date"}


def test_the_kind_that_is_wrong_is_named() -> None:
    message = refusal(Experiment.load, "spiral", ["data.kinds.b=number", "data.kinds.zip=catgory"])
    assert "data.kinds.zip: found 'catgory'" in message
    assert "did you mean 'category'" in message


@pytest.mark.parametrize("text", ["a, b", "[a, b]", '["a", "b"]'])
def test_names_to_ignore_without_quotes(text: str) -> None:
    assert Experiment.load("spiral", [f"data.ignore={text}"]).data.ignore == ["a", "b"]
