"""Where text leaves the program: each way has its one place, in which it is escaped. Looked for in the sources."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TypeVar

import pytest
from textual.content import Content

from tui_mlp.app import command_palette as menu
from tui_mlp.views.compare.screen import ComparisonScreen
from tui_mlp.views.runs.screen import RunsScreen
from tui_mlp.views.step.screen import StepScreen
from tui_mlp.views.train.screen import TrainScreen
from tui_mlp.widgets.pane import Pane

ROOT = Path(__file__).parents[1] / "tui_mlp"
SOURCES = {path.relative_to(ROOT).as_posix(): path for path in sorted(ROOT.rglob("*.py"))}

SHELL = {"cli/console.py", "cli/output.py", "__main__.py", "system/standard_streams.py"}
"""`say` and `warn`; JSON; the version; the system's reason why stdout can't be written."""
WIDGETS = {"widgets/safe_text.py"}
"""Our own widgets of text."""


Node = TypeVar("Node", bound=ast.AST)


@cache
def looked_at() -> list[tuple[str, ast.AST]]:
    """The nodes of all sources that the tests here look at, with the file of each."""
    kinds = ast.Call | ast.ClassDef | ast.Assign
    trees = ((name, ast.parse(path.read_text("utf-8"))) for name, path in SOURCES.items())
    return [(name, node) for name, tree in trees for node in ast.walk(tree) if isinstance(node, kinds)]


def nodes(kind: type[Node]) -> Iterator[tuple[str, Node]]:
    for name, node in looked_at():
        if isinstance(node, kind):
            yield name, node


def called(node: ast.Call) -> str:
    return ast.unparse(node.func)


def test_the_sources_are_found() -> None:
    assert SHELL | WIDGETS <= set(SOURCES)


def test_the_shell_is_written_to_in_one_place() -> None:
    ways = ("click.echo", "click.secho", "print", "sys.stdout.write", "sys.stderr.write", "sys.stdout.buffer.write")
    found = {name for name, node in nodes(ast.Call) if called(node) in ways}
    assert found - SHELL == {"cli/saved/figures_export.py"}, "CSV, whose cells are escaped one by one"


def test_widgets_that_read_markup_are_made_in_one_place() -> None:
    ways = ("Static", "Label", "Option", "Input", "Button", "Text.from_markup", "Content.from_markup", "TextArea")
    assert {name for name, node in nodes(ast.Call) if called(node) in ways} <= WIDGETS
    bases = {(name, ast.unparse(base)) for name, node in nodes(ast.ClassDef) for base in node.bases}
    assert {name for name, base in bases if base in ("Static", "Label", "Input")} <= WIDGETS


@pytest.mark.parametrize("attribute", ["border_title", "border_subtitle", "tooltip", "placeholder"])
def test_titles_are_no_markup(attribute: str) -> None:
    for name, node in nodes(ast.Assign):
        targets = [target for target in node.targets if isinstance(target, ast.Attribute)]
        if any(target.attr == attribute for target in targets):
            assert "content(" in ast.unparse(node.value) or ast.unparse(node.value) == "None", name


def test_the_menu_reads_as_it_is_written() -> None:
    """Textual takes names and help of its menu for markup: what we write there has none."""
    kinds: list[type] = [ComparisonScreen, RunsScreen, StepScreen, TrainScreen, Pane]
    for kind in kinds:
        kinds += kind.__subclasses__()
        for binding in menu.own_bindings(kind):
            for text in (binding.description, menu.key_of(binding)):
                assert Content.from_markup(text).plain == text
