"""Which language an environment asks for, and texts that are said again in another."""

import gettext
import pickle
import subprocess
import sys

import pytest

from core.data.note import Note
from core.support.i18n import _, language_in_use, language_of_environment, ngettext, pgettext, translated, use_language
from core.support.retranslation import retranslated


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "es_MX.UTF-8"}, "es"),
        ({"LANG": "es_MX.UTF-8", "LC_MESSAGES": "en_GB"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "es_ES@euro"}, "es"),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "fr:es_MX:en"}, "es"),
        ({"LANG": "es_MX.UTF-8", "LANGUAGE": "fr"}, "en"),
        ({"LANG": "C"}, "en"),
        ({"LANG": "es", "MLP_TUI_LANG": "en"}, "en"),
        ({"LANG": "en", "MLP_TUI_LANG": "ES"}, "es"),
        ({"LANG": "es", "MLP_TUI_LANG": "xx"}, "es"),
        ({"LANG": "es", "MLP_TUI_LANG": ""}, "es"),
    ],
)
def test_the_environment_decides(environment: dict[str, str], language: str) -> None:
    assert language_of_environment(environment) == language


def test_a_language_is_used_from_then_on() -> None:
    assert _("loss") == "loss"
    use_language("es")
    assert (language_in_use(), _("loss"), translated("loss")) == ("es", "pérdida", "pérdida")
    assert [ngettext("{} epoch", "{} epochs", count).format(count) for count in (1, 2)] == ["1 época", "2 épocas"]
    use_language("en")
    assert (language_in_use(), _("loss")) == ("en", "loss")


def test_a_context_tells_two_meanings_of_a_word_apart() -> None:
    fold, folded = pgettext("a group of settings", "fold"), _("fold")
    assert (fold, folded) == ("fold", "fold")
    use_language("es")
    assert (retranslated(fold), retranslated(folded)) == ("plegar", "pliegue")


def test_english_reads_no_catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    use_language("es")
    monkeypatch.setattr(gettext, "translation", None)
    use_language("en")
    assert _("loss") == "loss"


def test_a_library_speaks_the_language_of_its_environment() -> None:
    code = "import core; core.Experiment.load('no such file.toml')"
    environment = {"LANG": "es_MX.UTF-8", "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", env=environment)
    use_language("es")
    assert _("{}: no such file").partition("{}")[2] in done.stderr
    assert done.returncode == 1


def test_an_empty_text_stays_empty_in_each_language() -> None:
    use_language("es")
    assert translated("") == "", "gettext has the head of the catalogue for it"


def test_a_text_is_said_again_with_all_that_stands_in_it() -> None:
    inner = _("loss")
    text = _("{} of {}").format(inner, ngettext("{} epoch", "{} epochs", 2).format(2))
    note = Note(text, ["x"], "data.kinds")
    assert text == "loss of 2 epochs"
    use_language("es")
    assert retranslated(text) == retranslated(note) == "pérdida de 2 épocas"
    assert retranslated(retranslated(text)) == "pérdida de 2 épocas"
    assert note == "loss of 2 epochs", "it stays what it was where nobody asks"


def test_what_is_no_text_of_the_program_stays() -> None:
    assert [retranslated(value) for value in ("plain", None, 3)] == ["plain", None, 3]


def test_a_text_and_a_note_can_be_pickled() -> None:
    note = Note(_("{} epochs").format(2), ["x"], "data.kinds")
    again = pickle.loads(pickle.dumps([_("{} epochs").format(2), note]))
    assert again == ["2 epochs", "2 epochs"]
    assert (again[1].columns, again[1].setting) == (("x",), "data.kinds")
