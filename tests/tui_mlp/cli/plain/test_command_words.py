"""Lines as commands: keys, words in both languages, and what may follow."""

import pytest
from textual.binding import Binding

from tui_mlp.cli.plain.command_words import ENGLISH, KEYS, SPANISH, WORDS, read_command
from tui_mlp.views.experiment_screen import ExperimentScreen
from tui_mlp.views.speed_keys import SpeedKeys
from tui_mlp.views.training_screen import TrainingScreen


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("s", ("equation", "")), ("S", ("back", "")), ("  n ", ("epoch", "")), ("N loss 0.05", ("until", "loss 0.05")),
        ("", ("space", "")), (" ", ("space", "")), ("Next", ("equation", "")), ("SIGUIENTE", ("equation", "")),
        ("read  Delta 2", ("read", "Delta 2")), ("start over", ("restart", "")), ("empezar de nuevo", ("restart", "")),
        ("más rápido", ("faster", "")), ("mas rapido", ("faster", "")),
        ("celda 2 1", ("cell", "2 1")), ("\x1b[A", ("up", "")), ("x", None),
        ("set training.l1 0.1", ("set", "training.l1 0.1")), ("starting over", None),
    ],
)  # fmt: skip
def test_read_command(line: str, command: object) -> None:
    assert read_command(line) == command


def test_every_key_that_trains_on_the_screen_is_understood() -> None:
    """All but `o`, which opens another training: that is another command of the shell."""
    names = {"less_than_sign": "<", "greater_than_sign": ">"}
    bindings = [*TrainingScreen.BINDINGS, *SpeedKeys.BINDINGS, *ExperimentScreen.BINDINGS]
    keys = {names.get(one.key, one.key) for one in bindings if isinstance(one, Binding) and len(one.key) == 1}
    keys |= set(names.values())
    assert {"s", "S", "n", "N", "R", "U", "q"} <= keys
    assert keys - {"o"} <= set(KEYS)


def test_both_languages_have_a_word_for_all_that_a_key_does() -> None:
    assert all(word == word.casefold() for word in WORDS)
    assert set(KEYS.values()) <= set(ENGLISH.values())
    assert set(ENGLISH.values()) - set(SPANISH.values()) == {"latex"}, "which is LaTeX in Spanish too"
