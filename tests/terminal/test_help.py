"""What --help shows: in the language that --lang names, wherever it stands, and as long as the command's own words."""

import gettext

import click
import pytest
from click.testing import CliRunner

from core.support import i18n as texts
from tui_mlp.cli.main import COMMANDS, cli


class Shouting(gettext.NullTranslations):
    """A translation that is easily told from the English."""

    def gettext(self, message: str) -> str:
        return message.upper()


@pytest.fixture
def catalogues(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spanish is what `Shouting` makes of it, English stays."""
    spoken = {"es": Shouting(), "en": gettext.NullTranslations()}
    monkeypatch.setattr(texts, "_catalogue", spoken.__getitem__)


def shown(*words: str) -> str:
    done = CliRunner().invoke(cli, words, prog_name="mlp-tui")
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.mark.parametrize("words", [("--lang", "es", "--help"), ("--help", "--lang", "es"), ("--lang=es", "--help")])
def test_it_speaks_the_language_that_is_named(catalogues: None, words: tuple[str, ...]) -> None:
    said = shown("train", *words)
    assert "TRAIN EXPERIMENT WITHOUT THE SCREEN" in said
    assert "THE SEED OF ALL RANDOM NUMBERS." in said
    assert "mlp-tui train digits" in said, "examples are to be typed as they are"
    assert "Train EXPERIMENT" in shown("train", "--lang", "en", "--help")


def test_the_language_may_stand_before_the_command(catalogues: None) -> None:
    assert "LIST THE BUILT-IN DATA" in shown("--lang", "es", "datasets", "--help")
    assert "TRAIN A MULTILAYER PERCEPTRON" in shown("--lang", "es", "--help")


def test_commands_of_a_group_speak_it_too(catalogues: None) -> None:
    assert "WRITE A RUN'S FIGURES" in shown("runs", "--lang", "es", "--help")
    assert "THE FORMAT TO WRITE." in shown("runs", "--lang", "es", "export", "--help")


def test_the_list_of_commands_is_translated_when_it_is_shown(catalogues: None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "List saved runs" in shown("--help")
    monkeypatch.setattr(texts, "_translations", Shouting())
    said = shown("--help")
    assert "LIST SAVED RUNS" in said
    assert "WITHOUT A COMMAND, EXPERIMENT IS OPENED ON THE SCREEN." in said


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_what_it_does_and_shows_how(name: str) -> None:
    said = shown(name, "--help")
    command = cli.commands[name]
    assert command.name == name
    assert command.help is not None
    assert command.help.splitlines()[0].endswith(".")
    assert all(option.help for option in command.params if isinstance(option, click.Option))
    assert command.hidden or f"\n  mlp-tui {name}" in said


def test_a_language_that_there_is_not_is_refused() -> None:
    done = CliRunner().invoke(cli, ["datasets", "--lang", "xx"])
    assert (done.exit_code, "'xx' is not one of 'en', 'es'" in done.stderr) == (2, True)
