"""Modules as text: their definitions, what each needs, and what is imported.

They are read without importing them. A definition is a function, a class, or an assignment. What it needs is found by
the names in it.
"""

import ast
import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.abc import InspectLoader
from importlib.util import find_spec
from typing import NamedTuple, cast

CONDITION = re.compile(r"[ ]+# if (?P<condition>\w+)$")
"""Stands behind a line that is only taken where a condition holds, as in `x = x / DEVIATION  # if scaled`."""

CHECKERS = re.compile(r"  # (?:noqa|type: ignore)\b.*")
"""A remark for the tools that check the project."""

ROOT = __name__.split(".", 1)[0]
"""The package whose definitions are taken over; what is imported from elsewhere stays an import."""


class Definition(NamedTuple):
    """A definition: its module, its line there, its text with the docstring below it, and the names that it needs."""

    module: str
    line: int
    name: str
    text: str
    needs: frozenset[str]


@dataclass(frozen=True)
class Module:
    """A module's own definitions by name, and its imports: the module and the name there, empty for a whole module."""

    definitions: Mapping[str, Definition]
    imports: Mapping[str, tuple[str, str]]


@cache
def known_module(name: str, conditions: frozenset[str] = frozenset()) -> Module:
    """What stands in a module where only these conditions hold: read once, whatever is exported."""
    return module_of(name, conditions, {})


def module_of(name: str, conditions: Container[str], given: Mapping[str, str]) -> Module:
    """What stands in a module where only these conditions hold, with the given texts instead of its own values."""
    source = "\n".join(_with_conditions(_source(name).splitlines(), conditions))
    tree = ast.parse(source)
    definitions, imports = {}, dict[str, tuple[str, str]]()
    for place, node in enumerate(tree.body):
        if isinstance(node, ast.ImportFrom):
            origin = _absolute(node, name)
            for alias in node.names:
                assert not (alias.asname and is_own(origin)), f"{name}: {alias.asname} is called otherwise where it is"
                imports[alias.asname or alias.name] = origin, alias.name
        elif isinstance(node, ast.Import):
            for alias in node.names:
                imports[alias.asname or alias.name] = alias.name, ""
        else:
            below = tree.body[place + 1] if place + 1 < len(tree.body) else None
            for one in _definitions(name, source, node, below, given):
                definitions[one.name] = one
    return Module(definitions, imports)


@cache
def _source(name: str) -> str:
    spec = find_spec(name)
    assert spec is not None, name
    text = cast(InspectLoader, spec.loader).get_source(name)
    assert text is not None, name
    return text


def _with_conditions(lines: Sequence[str], conditions: Container[str]) -> Iterator[str]:
    """The lines that are taken, without their conditions."""
    for line in lines:
        text = CHECKERS.sub("", line)
        found = CONDITION.search(text)
        if found is None:
            yield text
        elif found["condition"] in conditions:
            yield text[: found.start()]


def _absolute(node: ast.ImportFrom, name: str) -> str:
    base = name.rsplit(".", node.level)[0] if node.level else ""
    return ".".join(filter(None, (base, node.module)))


def _definitions(
    module: str, source: str, node: ast.stmt, below: ast.stmt | None, given: Mapping[str, str]
) -> Iterator[Definition]:
    """What a statement defines, by each name; `below` is the statement after it, perhaps its docstring."""
    lines = source.splitlines()
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        start = min([node.lineno, *(one.lineno for one in node.decorator_list)])
        yield _definition(module, node, node.name, lines[start - 1 : node.end_lineno])
        return
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    names = [name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name)]
    docstring = isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant)
    under = lines[below.lineno - 1 : below.end_lineno] if docstring and below is not None else []
    for name in names:
        if name in given:
            text = f"{name} = {given[name]}"
            yield _definition(module, node, name, [*text.splitlines(), *under], ast.parse(text))
        else:
            yield _definition(module, node, name, [*lines[node.lineno - 1 : node.end_lineno], *under])


def _definition(
    module: str, node: ast.stmt, name: str, lines: Sequence[str], tree: ast.AST | None = None
) -> Definition:
    names = {one.id for one in ast.walk(tree or node) if isinstance(one, ast.Name)}
    return Definition(module, node.lineno, name, "\n".join(lines), frozenset(names))


def is_own(module: str) -> bool:
    """Whether the definitions of a module are taken over."""
    return module.split(".", 1)[0] == ROOT
