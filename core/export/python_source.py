"""One Python file made of those definitions of several modules that are needed.

So the file that leaves the project is made of code that is checked and tested inside it.
"""

import sys
from collections.abc import Container, Iterable, Mapping, Sequence, Set

from .source_modules import Definition, Module, is_own, known_module, module_of

USUAL_NAMES = {"numpy": "numpy as np"}


def one_file(
    sections: Mapping[str, str],
    roots: Iterable[tuple[str, str]],
    conditions: Set[str],
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
            found = known_module(name, frozenset(conditions if name in sections else ()))
            has_given = name in sections and not given.keys().isdisjoint(found.definitions)
            modules[name] = module_of(name, conditions, given) if has_given else found
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
            if is_own(source[0]):
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


def _import_lines(imports: Set[tuple[str, str]]) -> list[str]:
    """The import statements in the usual order: those of the standard library, a blank line, the others.

    A module is imported as a whole under the name that is usual for it.
    """
    whole = sorted(module for module, name in imports if not name)
    parts = sorted({module for module, name in imports if name})
    lines = [(module, f"import {USUAL_NAMES.get(module, module)}") for module in whole]
    for module in parts:
        names = sorted(name for place, name in imports if place == module and name)
        lines.append((module, f"from {module} import {', '.join(names)}"))
    standard = [line for module, line in lines if module.split(".", 1)[0] in sys.stdlib_module_names]
    return [*standard, "", *(line for _module, line in lines if line not in standard)]


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
