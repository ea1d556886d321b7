"""Model cards: what stands in them, also without data, and code that runs as it stands."""

import re
from collections.abc import Callable
from contextlib import redirect_stdout
from functools import cache
from io import StringIO
from pathlib import Path

import numpy as np
import pytest

from core import Experiment, Trainer
from core.analysis.split_metrics import split_metrics
from core.analysis.wilson_interval import interval_of_share
from core.data.dataset import Data
from core.export.export import EXPORTERS, Exported, exporter
from core.export.model_card import model_card
from core.model.model import Model
from core.prediction.saved_model import SavedModel
from core.runs.outcome import outcome
from core.runs.run_folder import RESULT, RunFolder
from core.support import strict_json
from core.support.errors import InputError

COLOURS = ("red", "green", "blue")


def flowers() -> str:
    """A table with a name that is markup, a category, missing cells, an identifier, and a class of one row."""
    random, lines = np.random.default_rng(5), ["no,wid<b>th|,colour,size,kind"]
    for number in range(90):
        kind = number % 2
        width = "" if number % 9 == 8 else f"{random.normal(3 + 2 * kind, 1):.2f}"
        lines.append(f"{number},{width},{COLOURS[number % 3]},{random.normal():.3f},{('x*', 'y')[kind]}")
    lines.append("90,3.5,red,0.1,rare")
    return "\n".join(lines)


@cache
def trained(text: str, *overrides: str) -> Trainer:
    """A trainer of a table, or of a built-in data set, after four epochs."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        source = text
        if "\n" in text:
            path = Path(folder) / "flowers.csv"
            path.write_text(text)
            source = str(path)
        trainer = Trainer(Experiment.load(source, ["training.epochs=4", *overrides]))
        for _epoch in range(4):
            trainer.run_epoch()
    return trainer


def card(trainer: Trainer, folder: Path, ending: str = ".py", data: Callable[[], Data] | None = None) -> str:
    """The card of what was trained, its file written beside it."""
    model = Model.of(trainer.network, trainer.data, trainer.experiment.name, trainer.epoch)
    saved = SavedModel(model, RunFolder(folder), trainer.experiment, data or (lambda: trainer.data), [])
    path = folder / f"model{ending}"
    exporter(ending).write(model, path)
    return model_card(saved, Exported(path, path.stat().st_size, 91, 2e-16))


def cells(text: str, name: str) -> list[str]:
    """The cells behind a name in the first table that has it."""
    found = re.search(rf"^\| {re.escape(name)} \| (.*) \|$", text, re.MULTILINE)
    assert found, name
    return found[1].split(" | ")


def test_a_classification(tmp_path: Path) -> None:
    trainer = trained(flowers())
    text = card(trainer, tmp_path)
    headings = re.findall("^## (.*)$", text, re.MULTILINE)
    assert headings == [
        "Model details", "Intended use", "How to use it", "Training data", "Training procedure", "Evaluation",
        "Limitations", "References",
    ]  # fmt: skip
    assert "# flowers\n" in text
    assert "which of these classes a row belongs to: `rare`, `x*`, `y`." in text
    assert cells(text, r"`wid<b>th\|`")[:2] == ["number", "10"]
    assert "Columns that the network doesn't see: `no`" in text
    assert "`colour` becomes an input of 0 or 1 for each of `blue`, `green`, `red`" in text
    found = split_metrics(trainer.network, trainer.data, "test")
    assert found is not None
    assert found.classification is not None
    low, high = interval_of_share(found.classification.accuracy, found.rows)
    assert cells(text, "accuracy")[1] == f"{100 * found.classification.accuracy:.1f} %"
    assert cells(text, "accuracy, 95 % interval")[1] == f"{100 * low:.1f} to {100 * high:.1f} %"
    assert cells(text, "baseline")[1] == f"{100 * found.classification.baseline:.1f} %"
    assert cells(text, "`x*`")[0] == str(found.classification.rows["x*"])
    assert "as no row of them was held out: `rare`" in text
    assert f"{found.rows} rows are few to judge it by" in text
    assert "after 4 epochs" in text


def test_a_regression_without_held_out_rows(tmp_path: Path) -> None:
    overrides = ("data.task=regression", "data.validation_fraction=0", "data.test_fraction=0")
    text = card(trained("a,b\n" + "\n".join(f"{n / 7},{n * n}.5" for n in range(40)), *overrides), tmp_path)
    assert "predicts `b` from 1 column." in text
    assert "No rows were held out" in text
    assert "calibrated" not in text


def test_a_regression_is_measured_beside_the_mean(tmp_path: Path) -> None:
    trainer = trained("a,b\n" + "\n".join(f"{n / 7},{n * 37 % 11}.5" for n in range(60)), "data.task=regression")
    text = card(trainer, tmp_path)
    found = split_metrics(trainer.network, trainer.data, "test")
    assert found is not None
    assert found.regression is not None
    assert cells(text, "R²")[1] == f"{found.regression.r2:.4g}"
    assert cells(text, "root mean squared error")[1] == f"{found.regression.rmse:.4g}"
    assert ("**no better than always saying the mean**" in text) == (found.regression.r2 <= 0)


def no_data() -> Data:
    raise InputError("it's gone")


def test_without_data_the_saved_figures_stand(tmp_path: Path) -> None:
    trainer = trained(flowers())
    result = outcome(trainer, "epochs", None)
    tmp_path.joinpath(RESULT).write_text(strict_json.dumps(result))
    text = card(trainer, tmp_path, data=no_data)
    assert "Source: `flowers.csv`. It could not be read when this card was written." in text
    assert isinstance(result["test_accuracy"], float)
    assert cells(text, "accuracy") == [f"{100 * result['test_accuracy']:.1f} %"]
    assert cells(text, "`size`")[:2] == ["number", "–"]


def test_without_data_the_limits_follow_from_saved_figures(tmp_path: Path) -> None:
    trainer = trained(flowers())
    result = {**outcome(trainer, "epochs", None), "test_accuracy": 0.4, "test_baseline": 0.5}
    tmp_path.joinpath(RESULT).write_text(strict_json.dumps(result))
    assert "**no better than always saying the same class**" in card(trainer, tmp_path, data=no_data)


def saved_card(trainer: Trainer, folder: Path, **figures: object) -> str:
    """The card without data, with these figures in result.json."""
    result = {**outcome(trainer, "epochs", None), **figures}
    folder.joinpath(RESULT).write_text(strict_json.dumps(result))
    return card(trainer, folder, data=no_data)


def test_without_data_each_saved_figure_stands_by_its_name(tmp_path: Path) -> None:
    figures = {"test_accuracy": 0.75, "test_baseline": 0.5, "test_balanced_accuracy": 0.625}
    text = saved_card(trained(flowers()), tmp_path, **figures, test_recall={"x*": 0.25, "y": 1, "rare": None})
    assert "saved when the training ended." in text
    names = "accuracy", "baseline", "balanced accuracy", "`x*`", "`y`", "`rare`"
    assert [cells(text.partition("## Evaluation")[2], name) for name in names] == [
        ["75.0 %"], ["50.0 %"], ["62.5 %"], ["25.0 %"], ["100.0 %"], ["–"],
    ]  # fmt: skip
    assert "no better than" not in text


def test_without_data_the_figures_of_a_regression_stand_too(tmp_path: Path) -> None:
    trainer = trained("a,b\n" + "\n".join(f"{n / 7},{n * 37 % 11}.5" for n in range(60)), "data.task=regression")
    text = saved_card(trainer, tmp_path, test_r2=-0.25, test_rmse=2.5, test_mae=1.5)
    names = "R²", "root mean squared error", "mean absolute error"
    assert [cells(text, name) for name in names] == [["-0.25"], ["2.5"], ["1.5"]]
    assert "**no better than always saying the mean**: R² is -0.25." in text


def test_saved_figures_that_are_no_numbers_are_dashes(tmp_path: Path) -> None:
    text = saved_card(trained(flowers()), tmp_path, test_accuracy="high", test_baseline=10**400, test_recall=[1])
    assert (cells(text, "accuracy"), cells(text, "baseline")) == (["–"], ["–"])


@pytest.mark.parametrize("content", [b"{", b"[1]", b"\xff", None])
def test_without_data_nor_a_result_it_says_so(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / RESULT).write_bytes(content)
    assert "no figures of these weights were saved" in card(trained(flowers()), tmp_path, data=no_data)


def test_without_data_figures_of_other_weights_are_left_out(tmp_path: Path) -> None:
    result = {**outcome(trained(flowers()), "epochs", None), "weights_sha256": "0"}
    tmp_path.joinpath(RESULT).write_text(strict_json.dumps(result))
    text = card(trained(flowers()), tmp_path, data=no_data)
    assert "no figures of these weights were saved" in text
    assert "| accuracy" not in text


def test_no_better_than_the_baseline_is_said(tmp_path: Path) -> None:
    trainer = trained(flowers())
    network = trainer.network
    kept = network.parameters.theta.copy()
    try:
        network.parameters.theta[:] = 0
        network.thetas[-1][0, trainer.data.class_names.index("x*")] = 9  # always says x*
        text = card(trainer, tmp_path)
    finally:
        network.parameters.theta[:] = kept
    assert "**no better than always saying" in text


@pytest.mark.parametrize("source", [flowers(), "spiral"], ids=["table", "spiral"])
@pytest.mark.parametrize("ending", EXPORTERS)
def test_its_code_runs(source: str, ending: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text, names = card(trained(source), tmp_path, ending), dict[str, object]()
    (code,) = re.findall(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    monkeypatch.chdir(tmp_path)
    with redirect_stdout(StringIO()) as printed:
        exec(code, names)
    if ending == ".onnx":
        assert printed.getvalue().strip()[2:-2] in trained(source).data.class_names
    elif ending == ".py":
        assert callable(names["predict"])
    else:
        thetas, about = names["thetas"], names["about"]
        assert isinstance(thetas, list)
        assert isinstance(about, dict)
        for own, read in zip(trained(source).network.thetas, thetas, strict=True):
            np.testing.assert_array_equal(own, read)
        assert about["class_names"] == list(trained(source).data.class_names)


def test_float32_that_is_coarse_for_a_column_is_named(tmp_path: Path) -> None:
    text = "t,b,c\n" + "\n".join(f"{1.7e9 + n},{n % 5},{'no' if n % 3 else 'yes'}" for n in range(40))
    coarse = "which is coarse beside how little these columns vary: `t`."
    assert coarse in card(trained(text, "dtype=float32"), tmp_path, ".onnx")
    assert coarse not in card(trained(text), tmp_path, ".onnx")


def test_a_training_that_is_not_saved(tmp_path: Path) -> None:
    trainer = trained("spiral")
    note = f"{tmp_path}/preparation.json: cannot be used"
    saved = SavedModel(Model.of(trainer.network, trainer.data), None, trainer.experiment, lambda: trainer.data, [note])
    exported = Exported(tmp_path / "m.py", 10, 5, 0.0)
    assert "mlp-tui predict" not in model_card(saved, exported)
    text = model_card(saved._replace(folder=RunFolder(tmp_path)), exported)
    assert f"mlp-tui predict {tmp_path.name} rows.csv" in text
    assert f"{tmp_path.name}/preparation.json: cannot be used".replace("_", r"\_") in text
    assert str(tmp_path.parent) not in text
