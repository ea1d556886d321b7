"""Every text that a person reads can be found by an extractor, and says how many there are as its language does."""

import ast
import gettext
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import catalogue
import pytest
from babel.messages.catalog import Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from click.testing import CliRunner

from core.support import i18n as texts
from core.support.i18n import translated
from tui_mlp.cli.main import cli

ROOT = Path(__file__).parents[1]
SOURCES = [path for package in ("core", "tui_mlp") for path in sorted((ROOT / package).rglob("*.py"))]
TEXTS = {"_": 1, "N_": 1, "ngettext": 2, "pgettext": 2}
"""What marks a text, and how many texts it takes."""
MARKING = Path("core/support/i18n.py")


@cache
def calls_and_comparisons() -> tuple[tuple[Path, ast.Call | ast.Compare], ...]:
    """Those of all sources, which are read once."""
    return tuple(
        (path, node)
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call | ast.Compare)
    )


def marked() -> Iterator[tuple[str, int, list[ast.expr]]]:
    """Where texts are marked: the function's name, the line, and what it is given."""
    for path, node in calls_and_comparisons():
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in TEXTS:
            yield f"{path.relative_to(ROOT)}, {node.func.id}", node.lineno, node.args[: TEXTS[node.func.id]]


def literals() -> set[tuple[str, ...]]:
    """The texts, with their plurals or behind their contexts, as the catalogue's keys."""
    found = set()
    for where, _line, given in marked():
        texts = tuple(ast.literal_eval(one) for one in given)
        found.add((f"{texts[0]}:", texts[1]) if where.endswith("pgettext") else texts)
    return found


def test_every_marked_text_is_a_literal() -> None:
    calls = list(marked())
    assert len(calls) > 1000
    for where, line, given in calls:
        assert given, (where, line)
        assert all(isinstance(one, ast.Constant) and isinstance(one.value, str) and one.value for one in given), (
            where,
            line,
        )


@pytest.mark.slow  # the catalogue is made by the extractor: the test below finds a text that it hasn't found
def test_an_extractor_finds_every_text_with_its_plural() -> None:
    keywords = {name: DEFAULT_KEYWORDS[name] for name in TEXTS}
    found = set()
    for package in ("core", "tui_mlp"):
        for _file, _line, message, _comments, context in extract_from_dir(ROOT / package, keywords=keywords):
            texts = message if isinstance(message, tuple) else (message,)
            found.add((f"{context}:", *texts) if context else texts)
    assert found == literals()


def test_every_text_has_a_translation_and_no_translation_lost_its_text() -> None:
    wanted = {text if plural == [] else (text, *plural) for text, *plural in literals()}
    translations: dict[str | tuple[str, ...], Message] = {
        catalogue.key(message): message for message in catalogue.messages(catalogue.read())
    }
    of_click = {key for key in translations if (key if isinstance(key, str) else key[0]) in catalogue.CLICK}
    assert len(of_click) == len(catalogue.CLICK)
    # A singular that is counted elsewhere has its translation there, where gettext finds it too.
    counted: dict[object, Message] = {key[0]: one for key, one in translations.items() if isinstance(key, tuple)}
    missing = [
        key
        for key in (*wanted, *of_click)
        if not catalogue.is_filled(translations.get(key)) and not catalogue.is_filled(counted.get(key))
    ]
    assert missing == [], "python tests/support/catalogue.py adds them to the catalogue, to be translated"
    assert translations.keys() - wanted - of_click == set(), "python tests/support/catalogue.py removes them"


def test_singular_and_plural_take_the_same_values() -> None:
    for singular, *plural in literals():
        if plural and not singular.endswith(":"):
            assert singular.count("{") == plural[0].count("{"), singular


def test_no_translated_text_is_compared() -> None:
    for path, node in calls_and_comparisons():
        if isinstance(node, ast.Compare):
            for one in (node.left, *node.comparators):
                called = getattr(getattr(one, "func", None), "id", None)
                assert called not in (*TEXTS, "translated"), f"{path}, line {node.lineno}"


@pytest.mark.parametrize(("epochs", "said"), [(1, "1 epoch: all epochs done"), (2, "2 epochs: all epochs done")])
def test_one_is_no_plural(epochs: int, said: str, tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["train", "xor", "--epochs", str(epochs), "--runs-dir", str(tmp_path)])
    assert done.stdout.splitlines()[0] == said


class Counting(gettext.NullTranslations):
    """A language with one word more for two."""

    def gettext(self, message: str) -> str:
        return message.upper()

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return "{} epochz: {}" if n == 2 else plural


def test_the_language_in_use_decides_the_plural(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(texts, "_translations", Counting())
    done = CliRunner().invoke(cli, ["train", "xor", "--epochs", "2", "--runs-dir", str(tmp_path)])
    assert done.stdout.splitlines()[0] == "2 epochz: ALL EPOCHS DONE"


def test_no_text_has_no_translation(monkeypatch: pytest.MonkeyPatch) -> None:
    """gettext keeps a catalogue's head under the empty text."""
    monkeypatch.setattr(texts, "_translations", Counting())
    assert (translated(""), translated("a")) == ("", "A")
