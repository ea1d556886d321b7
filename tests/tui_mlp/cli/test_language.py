"""The language of the command line: --lang, else MLP_TUI_LANG, else the menu's choice, else the locale."""

import gettext
import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tui_mlp.cli.main import cli
from tui_mlp.system.settings import default_path


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, words, prog_name="mlp-tui")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings of nobody, and a Mexican's locale."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.delenv("MLP_TUI_LANG")
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "es_MX.UTF-8")


def speaks(result: Result) -> str:
    """The language of the list of data sets."""
    heading = result.stdout.split()[0]
    return {"name": "en", "nombre": "es"}[heading]


def test_each_asks_before_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    assert speaks(run("datasets")) == "es", "the locale"
    default_path().parent.mkdir(parents=True, exist_ok=True)
    default_path().write_text(json.dumps({"language": "en"}))
    assert speaks(run("datasets")) == "en", "the menu's choice"
    monkeypatch.setenv("MLP_TUI_LANG", "es")
    assert speaks(run("datasets")) == "es"
    assert speaks(run("datasets", "--lang", "en")) == speaks(run("--lang=en", "datasets")) == "en"


def test_a_wrong_variable_is_told_once_and_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLP_TUI_LANG", "fr")
    result = run("datasets")
    assert speaks(result) == "es"
    assert result.stderr.count("MLP_TUI_LANG") == result.stderr.count('"fr"') == len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("train", "--help"), ("Uso: ", "Opciones:", "Muestra esta ayuda")),
        (("--help",), ("Uso: ", "Comandos:")),
        (("train", "xor", "--epoch", "3"), ("Error: No existe la opción '--epoch'. ¿Querías decir '--epochs'?",)),
        (("train", "xor", "--epochs", "x"), ("Valor no válido para '--epochs': 'x' no es un número válido",)),
        (("trace",), ("Falta el argumento 'EXPERIMENT'.",)),
        (("datasets", "more"), ("Sobra un argumento (more)",)),
        (("datasets", "--lang", "xx"), ("'xx' no es ninguno de 'en', 'es'",)),
    ],
)
def test_clicks_own_words_are_spanish_too(words: tuple[str, ...], said: tuple[str, ...]) -> None:
    output = run(*words).output
    assert all(text in output for text in said), output


def test_the_root_help_is_shown_whatever_stands_beside_it() -> None:
    root = run("--help").stdout
    assert "Comandos:" in root
    assert run("--lang", "es", "--help").stdout == run("--help", "--lang=es").stdout == root
    assert "Commands:" in run("--lang", "en", "--help").stdout


def test_nothing_of_it_stays_when_the_command_has_ended() -> None:
    before = dict(os.environ), gettext.textdomain()
    run("datasets", "--lang", "es")
    assert (dict(os.environ), gettext.textdomain()) == before
