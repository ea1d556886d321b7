"""Measurements as Markdown, on their own and in the README."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from textwrap import fill
from typing import Any

README = Path(__file__).parents[2] / "README.md"
RESULTS = Path(__file__).parent / "results"
OPENING, CLOSING = "<!-- peers -->", "<!-- /peers -->"


def markdown(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines) + "\n"


def circumstances(facts: Mapping[str, Any]) -> str:
    """When, where and with what it was measured, as a sentence or two."""
    versions = ", ".join(f"{name} {version}" for name, version in facts["versions"].items())
    told = f"{facts['date']}, {facts['processor']}; {versions}; by `{facts['command']}`."
    return fill(told, 120, break_long_words=False, break_on_hyphens=False) + "\n"


def settings(facts: Mapping[str, Any]) -> str:
    """What holds all peers to one thread, and what was dropped from the environment."""
    threads = ", ".join(f"`{name}={value}`" for name, value in facts["threads"].items())
    return f"One thread everywhere: {threads}. Dropped from the environment: {facts['dropped']}.\n"


def put_into_readme(text: str) -> None:
    """Between the two markers, in place of what stands there."""
    before, opening, rest = README.read_text().partition(OPENING)
    _old, closing, after = rest.partition(CLOSING)
    if not (opening and closing):
        raise SystemExit(f"{README.name}: {OPENING} … {CLOSING} not found")
    README.write_text(f"{before}{opening}\n{text}{closing}{after}")


def write(folder: Path, name: str, text: str, document: dict[str, object]) -> None:
    """As Markdown and as JSON."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.md").write_text(text)
    (folder / f"{name}.json").write_text(json.dumps(document, indent=1, default=vars, ensure_ascii=False) + "\n")
