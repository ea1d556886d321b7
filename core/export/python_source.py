"""One Python file made of definitions that stand in several modules: those that are needed, as they are written.

The modules are read, not imported. A definition is a function, a class, or an assignment to one name; what it needs is
found by the names in it. So the file that leaves the project is made of code that is checked and tested inside it.
"""

import ast
import re
import sys
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from importlib.abc import InspectLoader
from importlib.util import find_spec
from typing import NamedTuple, cast

CONDITION = re.compile(r"[ ]+# if (?P<condition>\w+)$")
"""Stands behind a line that is only taken where a condition holds, as in `x = x / DEVIATION  # if scaled`."""

CHECKERS = re.compile(r"  # (?:noqa|type: ignore)\b.*")
"""A remark for the tools that check the project."""

USUAL_NAMES = {"numpy": "np"}

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


def one_file(
    sections: Mapping[str, str],
    roots: Iterable[tuple[str, str]],
    conditions: Container[str],
    given: Mapping[str, str],
    rest: str,
) -> tuple[list[str], str]:
    """The import statements, and the definitions that the `roots` need, each given by its module and its name.

    `sections` are modules in the order in which their definitions are to stand, each with its heading; those of other
    modules come behind them, under the heading `rest`. `conditions` are those that hold. `given` has the text of values
    that stand instead of those assigned in the sections.
    """
    modules: dict[str, Module] = {}

    def module(name: str) -> Module:
        if name not in modules:
            modules[name] = _module(name, conditions, given) if name in sections else _whole_module(name)
        return modules[name]

    needed: dict[str, dict[str, Definition]] = {}
    imports: set[tuple[str, str]] = set()
    waiting = list(roots)
    while waiting:
        place, name = waiting.pop()
        found = module(place)
        if name in found.definitions:
            taken = needed.setdefault(place, {})
            if name not in taken:
                taken[name] = found.definitions[name]
                waiting += [(place, need) for need in sorted(taken[name].needs)]
        elif name in found.imports:
            source = found.imports[name]
            if _is_own(source[0]):
                waiting.append(source)
            else:
                imports.add(source)
    parts = []
    others = [place for place in _others(sections, modules) if place in needed]
    for place in [*sections, *others]:
        if place in needed:
            title = sections.get(place, "" if place in others[1:] else rest)
            parts += [f"# {title}"] if title else []
            parts += [text for _line, text in sorted({(one.line, one.text) for one in needed[place].values()})]
    _check_distinct(needed)
    return _import_lines(imports), _joined(parts)


def _others(sections: Container[str], modules: Mapping[str, Module]) -> list[str]:
    """The needed modules beside the sections, each behind those that it imports."""
    order: list[str] = []

    def add(place: str) -> None:
        if place not in order and place in modules:
            for source in modules[place].imports.values():
                add(source[0])
            if place not in sections:
                order.append(place)

    for place in list(modules):
        add(place)
    return order


@cache
def _whole_module(name: str) -> Module:
    return _module(name, (), {})


def _module(name: str, conditions: Container[str], given: Mapping[str, str]) -> Module:
    source = "\n".join(_with_conditions(_source(name).splitlines(), conditions))
    tree = ast.parse(source)
    definitions, imports = {}, dict[str, tuple[str, str]]()
    for place, node in enumerate(tree.body):
        if isinstance(node, ast.ImportFrom):
            origin = _absolute(node, name)
            for alias in node.names:
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


def _import_lines(imports: Set[tuple[str, str]]) -> list[str]:
    """The import statements in the usual order: those of the standard library, a blank line, the others.

    A module is imported as a whole under the name that is usual for it.
    """
    groups: tuple[list[str], list[str]] = ([], [])
    for module in sorted(
        {module for module, _name in imports}, key=lambda module: ((module, "") not in imports, module)
    ):
        names = sorted(name for place, name in imports if place == module and name)
        usual = USUAL_NAMES.get(module)
        line = (
            f"from {module} import {', '.join(names)}"
            if names
            else f"import {module}" + (f" as {usual}" if usual else "")
        )
        groups[module.split(".", 1)[0] not in sys.stdlib_module_names].append(line)
    return [*groups[0], "", *groups[1]]


def _is_own(module: str) -> bool:
    return module.split(".", 1)[0] == ROOT


def _joined(parts: Sequence[str]) -> str:
    """The definitions below each other: functions and classes apart by two lines, as is usual."""
    text = ""
    for before, part in zip(["", *parts], parts, strict=False):
        apart = any(one.startswith(("def ", "class ", "@", "# ")) for one in (before, part))
        text += ("\n\n" if apart else "") + part + "\n"
    return text.strip("\n") + "\n"


def _check_distinct(needed: Mapping[str, Mapping[str, Definition]]) -> None:
    names = [name for taken in needed.values() for name in taken]
    assert len(names) == len(set(names)), sorted(name for name in names if names.count(name) > 1)
