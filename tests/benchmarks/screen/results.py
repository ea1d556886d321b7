"""What came of a measurement beside what was wanted, and both as Markdown and JSON."""

import json
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

from measured_program import Program


@dataclass(frozen=True)
class Result:
    """One target: the figure as measured, whether it is good enough (None: only told), what else there is to say."""

    what: str
    target: str
    measured: str
    good: bool | None = None
    note: str = ""


def at_most(what: str, limit: float, value: float, unit: str, note: str = "", digits: int = 1) -> Result:
    """A figure that must not be larger."""
    target = f"≤ {limit:g} {unit}"
    return Result(what, target, f"{value:,.{digits}f} {unit}", value <= limit, note)


def at_least(what: str, limit: float, value: float, note: str = "") -> Result:
    """A ratio that must not be smaller."""
    return Result(what, f"≥ {limit:g}", f"{value:.3f}", value >= limit, note)


def told(what: str, value: float, unit: str, note: str = "", digits: int = 1) -> Result:
    """A figure that explains others."""
    return Result(what, "", f"{value:,.{digits}f} {unit}", None, note)


def surroundings(program: Program) -> dict[str, str]:
    """When, with which versions, on which machine."""
    versions = ", ".join(f"{name} {version(name)}" for name in ("mlp-tui", "numpy", "textual"))
    return {
        "date": date.today().isoformat(),
        "versions": f"Python {platform.python_version()}, {versions}",
        "machine": f"{platform.system()} {platform.machine()}, {processors()} processors",
        "refresh": program.refresh or "default",
    }


def processors() -> int:
    """How many the program may use."""
    import os

    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def table(results: Sequence[Result]) -> str:
    """Markdown: a row a result."""
    words = {True: "yes", False: "**no**", None: ""}
    rows = [f"| {one.what} | {one.target} | {one.measured} | {words[one.good]} | {one.note} |" for one in results]
    return "\n".join(["| what | target | measured | met | |", "|---|---|---|---|---|", *rows])


def write(found: dict[str, list[Result]], program: Program, path: Path) -> None:
    """`path`.md and `path`.json; what an earlier run found and this one didn't look for is no longer true."""
    path.parent.mkdir(parents=True, exist_ok=True)
    around = surroundings(program)
    head = "\n".join(f"- {key}: {value}" for key, value in around.items())
    parts = [f"## {name}\n\n{table(results)}" for name, results in found.items()]
    text = "\n\n".join(["# The screen, measured from outside", head, *parts]) + "\n"
    path.with_suffix(".md").write_text(text, encoding="utf-8")
    record = {**around, "results": {name: [asdict(one) for one in results] for name, results in found.items()}}
    path.with_suffix(".json").write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
