"""The layout of the two packages as a tree, a line a file: the first sentence of each file's docstring.

`python tests/support/layout.py` writes it into CONTRIBUTING.md; a test compares the two.
"""

import ast
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
CONTRIBUTING = ROOT / "CONTRIBUTING.md"
BLOCK = re.compile(r"(?<=<!-- layout -->\n)```text\n.*?\n```(?=\n)", re.DOTALL)
WIDTH = 120
BLANK = (tokenize.COMMENT, tokenize.NL)
"""What may stand above a docstring."""


def first_sentence(path: Path) -> str:
    """The first sentence of a module's docstring, without its full stop."""
    with tokenize.open(path) as file:  # as far as the docstring, as the rest of all files takes a second
        tokens = (token for token in tokenize.generate_tokens(file.readline) if token.type not in BLANK)
        first = next(tokens, None)
    docstring = ast.literal_eval(first.string) if first is not None and first.type == tokenize.STRING else ""
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
