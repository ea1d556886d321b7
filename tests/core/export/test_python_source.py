"""One file made of several modules: what is needed of them, and nothing else."""

import sys
from pathlib import Path

import pytest

from core.export import source_modules
from core.export.python_source import one_file

FIRST = '''"""The first part."""

import math
from functools import cache

from .rest import SIZES, helped

LIMIT = 3
"""The example's limit."""
UNUSED = math.pi


@cache
def start(value: int) -> int:
    """Needs a helper of another module."""
    value = value + LIMIT  # if limited
    value = value * 10  # if large  # noqa: X1
    return helped(value) + SIZES[0]


def unused() -> float:
    """Nobody needs it."""
    return UNUSED
'''
REST = '''"""What is imported."""

import os.path

SMALL, LARGE = 1, 2
SIZES = [SMALL, LARGE]


def helped(value: int) -> int:
    """Doubles it."""
    return value * LARGE
'''


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A package of two modules that isn't imported."""
    name = f"parts_{tmp_path.name}"
    (tmp_path / name).mkdir()
    for module, text in (("__init__", ""), ("first", FIRST), ("rest", REST)):
        (tmp_path / name / f"{module}.py").write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(source_modules, "ROOT", name)
    return name


def made(package: str, conditions: set[str], given: dict[str, str]) -> tuple[list[str], str]:
    sections = {f"{package}.first": "What it does"}
    return one_file(sections, [(f"{package}.first", "start")], conditions, given, "What it needs")


def test_a_file_holds_what_its_functions_need(package: str) -> None:
    imports, text = made(package, {"limited"}, {})
    assert imports == ["from functools import cache", ""]
    for part in (
        "# What it does",
        "# What it needs",
        "SMALL, LARGE = 1, 2",
        "LIMIT = 3",
        '"""The example\'s limit."""',
    ):
        assert text.count(part) == 1, part
    for part in ("unused", "UNUSED", "math", "os.path", "# if", "noqa", "* 10"):
        assert part not in text, part
    namespace: dict[str, object] = {}
    exec("\n".join(imports) + "\n" + text, namespace)
    assert namespace["start"](4) == 15  # type: ignore[operator]
    assert f"{package}.first" not in sys.modules


def test_lines_and_values_follow_what_is_given(package: str) -> None:
    imports, text = made(package, {"limited", "large"}, {"LIMIT": "5"})
    namespace: dict[str, object] = {}
    exec("\n".join(imports) + "\n" + text, namespace)
    assert namespace["start"](4) == 181  # type: ignore[operator]
    _imports, text = made(package, {"large"}, {})
    assert "LIMIT" not in text
