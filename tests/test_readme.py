"""What the README says of the code is so, in each language."""

import re
import shlex
import subprocess
import sys
import tomllib
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from program import in_process

from core.exercises.loading import load_exercise
from core.exercises.session import ExerciseSession
from core.experiment.experiment import FIELDS, Experiment
from core.experiment.sweep_settings import SWEEP_FIELDS, SweepSettings
from core.sweeps.sweep_experiment import SweepExperiment

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()
SPANISH = (ROOT / "README.es.md").read_text()
LANGUAGES = {"en": README, "es": SPANISH}
LINES = r"\[`(core/\w+\.py):(\d+)`\]\(core/\w+\.py#L(\d+)\) `(.+?)` \|"


@pytest.mark.parametrize("text", LANGUAGES.values(), ids=LANGUAGES)
def test_the_table_of_equations_is_whole(text: str) -> None:
    numbers = re.findall(r"^\| ([^|]+?) \| [^|]+ \| \[`core", text, re.MULTILINE)
    covered = set()
    equations = ", ".join(number for number in numbers if not number.startswith(("lines", "líneas")))
    for first, last in re.findall(r"(\d+)(?:–(\d+))?", equations):
        covered |= set(range(int(first), int(last or first) + 1))
    assert covered == set(range(2, 20))
    assert len(re.findall(LINES, text)) >= 9


@pytest.mark.parametrize(
    ("file", "line", "anchor", "code"), list(dict.fromkeys(re.findall(LINES, README) + re.findall(LINES, SPANISH)))
)
def test_each_equation_stands_where_the_table_says(file: str, line: str, anchor: str, code: str) -> None:
    assert line == anchor
    assert code in (ROOT / file).read_text().splitlines()[int(line) - 1]


@pytest.mark.parametrize("readme", LANGUAGES.values(), ids=LANGUAGES)
def test_the_experiment_file_shown_is_whole_and_loads(readme: str, tmp_path: Path) -> None:
    text = "name" + readme.split("```toml\nname")[1].split("```")[0]
    path = tmp_path / "shown.toml"
    path.write_text(text)
    assert Experiment.load(path).network.hidden == [8, 8]
    document = tomllib.loads(text)
    shown = {f"{section}.{key}" for section, keys in document.items() if isinstance(keys, dict) for key in keys}
    named = {key for key in FIELDS if "." not in key or key.split(".")[1] in text}
    inline = {"data.inputs", "data.targets", "data.classes", "network.weights"}
    assert set(FIELDS) - inline <= shown | named


def test_the_exercise_shown_can_be_asked_of_a_network_with_a_hidden_layer(tmp_path: Path) -> None:
    table = README.split("```toml\n[exercise]")[1].split("```")[0]
    path = tmp_path / "shown.toml"
    experiment = (ROOT / "datasets/exercises/by-hand.toml").read_text("utf-8").partition("[exercise]")[0]
    path.write_text(f"{experiment}[exercise]{table}batches = 2\n", "utf-8")
    questions = ExerciseSession(load_exercise(path)).questions
    assert [one.kind for one in questions] == ["shape", "value", "next", "value", "value", "slip", "loss", "value"]


SWEEPS = [text.split("```")[0] for text in README.split("## Many settings")[1].split("\n## ")[0].split("```toml\n")[1:]]


def test_the_sweep_shown_has_as_many_settings_as_said(tmp_path: Path) -> None:
    (path := tmp_path / "spiral.toml").write_text(SWEEPS[0])
    sweep = SweepExperiment.load(path)
    assert len(list(sweep.space.grid(sweep.experiment))) == 27
    assert "trains the 27 networks" in README


def test_the_defaults_of_a_sweep_are_those_shown(tmp_path: Path) -> None:
    (path := tmp_path / "spiral.toml").write_text('data.source = "spiral"\n' + SWEEPS[1])
    settings = SweepExperiment.load(path).settings
    assert settings == SweepSettings()
    assert set(tomllib.loads(SWEEPS[1])["sweep"]) - {"space"} == {key.partition(".")[2] for key in SWEEP_FIELDS}


OWN_TABLE = README.split("## Your own table\n")[1].split("\n## ")[0]


@pytest.fixture
def cups(tmp_path: Path) -> Path:
    """A folder with the table that the README shows."""
    (tmp_path / "cups.csv").write_text(OWN_TABLE.split("```csv\n")[1].split("```")[0])
    return tmp_path


@pytest.mark.parametrize(("language", "readme"), LANGUAGES.items(), ids=LANGUAGES)
def test_what_is_described_of_the_table(
    language: str, readme: str, cups: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    shown = readme.split("```text\n")[1].split("```")[0]
    assert in_process(cups, "describe", "cups.csv", "--lang", language).stdout == shown


def code_of(text: str) -> list[str]:
    """The commands, programs and tables that a README shows, without comments and without what the program prints."""
    fence, lines = "", []
    for line in text.splitlines():
        if line.startswith("```"):
            fence = "" if fence else line
        elif fence not in ("", "```text") or (not fence and line.startswith("    ")):
            lines.append(line.partition("#")[0].rstrip())
    return [line for line in lines if line]


def test_both_languages_show_the_same_code_figures_and_sections() -> None:
    assert code_of(SPANISH) == code_of(README)
    tables = (re.split("<!-- /?peers -->", text)[1] for text in LANGUAGES.values())
    english, spanish = (re.findall(r"\d[\d,.–]*", table) for table in tables)
    assert english == spanish
    english, spanish = (re.findall(r"^(#+) ", text, re.MULTILINE) for text in LANGUAGES.values())
    assert english == spanish


@pytest.mark.parametrize("text", LANGUAGES.values(), ids=LANGUAGES)
def test_links_lead_somewhere(text: str) -> None:
    headings = {
        re.sub(r"[^\w -]", "", heading.casefold()).replace(" ", "-")
        for heading in re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    }
    for link in re.findall(r"\]\(([^)#\s]*(?:#[^)\s]+)?)\)", text):
        path, _hash, place = link.partition("#")
        assert not path or path.startswith("https://") or (ROOT / path).exists(), link
        assert path or place in headings, link


@pytest.mark.parametrize("line", re.findall(r"^    mlp-tui (train .*)", OWN_TABLE, re.MULTILINE))
def test_commands_on_the_table(cups: Path, line: str) -> None:
    done = in_process(cups, *shlex.split(line, comments=True), "--epochs", "3")
    assert done.returncode == 0, done.stderr
    assert "saved in" in done.stdout


def test_all_keys_of_a_table_are_explained() -> None:
    explained = set(re.findall(r"`(\w+)`", " ".join(re.findall(r"^\| (`[^|]+)", OWN_TABLE, re.MULTILINE))))
    general = {"source", "samples", "noise", "validation_fraction", "test_fraction", "standardize", "features"}
    keys = {key.removeprefix("data.") for key in FIELDS if key.startswith("data.")}
    assert explained == keys - general - {"inputs", "targets", "classes"}


TAKE_IT = README.split("## Take it with you\n")[1].split("\n## ")[0]
COMMANDS = re.findall(r"^    ((?:mlp-tui|python) .*)", TAKE_IT, re.MULTILINE)


def test_a_model_is_taken_along_as_shown(cups: Path) -> None:
    (cups / "new.csv").write_text(TAKE_IT.split("```csv\n")[1].split("```")[0])
    trained = in_process(cups, "train", "cups.csv", "--epochs", "20")
    run = trained.stdout.split("saved in ")[1].strip()
    printed = {}
    for line in COMMANDS:
        program, command, *words = shlex.split(line, comments=True)
        arguments = [run if word == "RUN" else word for word in words]
        if program == "python":  # the program that was exported, where nothing but NumPy is needed
            python = [sys.executable, "-I", command, *arguments]
            done = subprocess.run(python, cwd=cups, capture_output=True, text=True)
        else:
            done = in_process(cups, command, *arguments)
        assert done.returncode == 0, (command, done.stderr)
        printed[" ".join([program, command])] = done.stdout
    assert printed["python cups.py"] == printed["mlp-tui predict"]
    assert printed["mlp-tui predict"].startswith("prediction,probability_bitter,probability_good,probability_sour\n")
    made = {"cups.onnx", "cups.md", "cups.safetensors", "cups.py", "cups.cast", "cups.svg"}
    assert made <= {path.name for path in cups.iterdir()}


def test_python_as_shown(cups: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lines of "From Python", with arrays and a run of one's own."""
    saved = in_process(cups, "train", "cups.csv", "--epochs", "3").stdout.split("saved in ")[1].strip()
    inputs, targets = np.array([[0.0, 1.0], [1.0, 0.0]]), np.array([[1.0], [0.0]])
    names: dict[str, Any] = {"X": inputs, "y": ["a", "b"], "inputs": inputs, "targets": targets, "run": saved}
    names["rows"] = [{"roast": "dark", "grams": 18.2, "seconds": None}]
    monkeypatch.chdir(cups)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # the best epoch may be another than the last
        exec(README.split("## From Python\n")[1].split("```python\n")[1].split("```")[0], names)
    assert names["report"].off < 1e-9
