"""The layout of the two packages as a tree, a line a file: the first sentence of each file's docstring.

`python tests/support/layout.py` writes it into CONTRIBUTING.md; a test compares the two.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
CONTRIBUTING = ROOT / "CONTRIBUTING.md"
BLOCK = re.compile(r"(?<=<!-- layout -->\n)```text\n.*?\n```(?=\n)", re.DOTALL)
WIDTH = 120


def first_sentence(path: Path) -> str:
    """The first sentence of a module's docstring, without its full stop."""
    docstring = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
    paragraph = " ".join(docstring.partition("\n\n")[0].split())
    return re.split(r"(?<=[.:]) (?=[A-Z])", paragraph)[0].rstrip(".:")


def lines(folder: Path, depth: int = 0) -> Iterator[str]:
    """The folder, its files by name, then its folders by name."""
    indent = "    " * depth
    yield f"{indent}{folder.name}/".ljust(36) + first_sentence(folder / "__init__.py")
    for path in sorted(folder.glob("*.py")):
        if path.name != "__init__.py":
            yield f"{indent}    {path.name}".ljust(36) + first_sentence(path)
    for path in sorted(folder.iterdir()):
        if (path / "__init__.py").is_file():
            yield from lines(path, depth + 1)


def tree() -> str:
    """The block as it stands in CONTRIBUTING.md."""
    text = "\n".join(line.rstrip() for package in ("core", "tui_mlp") for line in lines(ROOT / package))
    return f"```text\n{text}\n```"


if __name__ == "__main__":
    CONTRIBUTING.write_text(BLOCK.sub(lambda _found: tree(), CONTRIBUTING.read_text("utf-8")), "utf-8")
