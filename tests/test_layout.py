"""How the code is laid out: as CONTRIBUTING shows it, and within the bounds that keep it readable."""

import ast
from pathlib import Path

import pytest
from layout import BLOCK, CONTRIBUTING, ROOT, WIDTH, tree

FILES = sorted(path for package in ("core", "tui_mlp") for path in (ROOT / package).rglob("*.py"))
FOLDERS = sorted({path.parent for path in FILES})
MOST_FILES = 17
MOST_LINES_OF_A_CLASS = 250


def test_contributing_shows_the_layout_whose_lines_can_be_read_at_once() -> None:
    """If this fails: python tests/support/layout.py"""
    found, layout = BLOCK.search(CONTRIBUTING.read_text("utf-8")), tree()
    assert found is not None
    assert found[0] == layout
    assert [line for line in layout.splitlines() if len(line) > WIDTH] == []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.relative_to(ROOT).as_posix())
def test_no_folder_is_crowded(folder: Path) -> None:
    files = [path for path in folder.glob("*.py") if path.name != "__init__.py"]
    assert len(files) <= MOST_FILES or folder.name == "commands"  # one command a file


def test_no_class_is_too_long_to_be_read() -> None:
    texts = [(path, path.read_text("utf-8")) for path in FILES]
    found = [
        f"{path.relative_to(ROOT)}: {node.name}, {(node.end_lineno or 0) - node.lineno + 1} lines"
        for path, text in texts
        if text.count("\n") >= MOST_LINES_OF_A_CLASS  # a shorter file has no longer class
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.ClassDef) and (node.end_lineno or 0) - node.lineno >= MOST_LINES_OF_A_CLASS
    ]
    assert found == []
