"""What the README says of the code is so."""

import re
import tomllib
from pathlib import Path

import pytest

from core.experiment.experiment import FIELDS, Experiment

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()
LINES = re.findall(r"\[`(core/\w+\.py):(\d+)`\]\(core/\w+\.py#L(\d+)\) `(.+?)` \|", README)


def test_the_table_of_equations_is_whole() -> None:
    numbers = re.findall(r"^\| ([^|]+?) \| [^|]+ \| \[`core", README, re.MULTILINE)
    covered = set()
    for first, last in re.findall(r"(\d+)(?:–(\d+))?", ", ".join(n for n in numbers if not n.startswith("lines"))):
        covered |= set(range(int(first), int(last or first) + 1))
    assert covered == set(range(2, 20))
    assert len(LINES) >= 9


@pytest.mark.parametrize(("file", "line", "anchor", "code"), LINES)
def test_each_equation_stands_where_the_table_says(file: str, line: str, anchor: str, code: str) -> None:
    assert line == anchor
    assert code in (ROOT / file).read_text().splitlines()[int(line) - 1]


def test_the_experiment_file_shown_is_whole_and_loads(tmp_path: Path) -> None:
    text = README.split("```toml\n")[1].split("```")[0]
    path = tmp_path / "shown.toml"
    path.write_text(text)
    assert Experiment.load(path).network.hidden == [8, 8]
    document = tomllib.loads(text)
    shown = {f"{section}.{key}" for section, keys in document.items() if isinstance(keys, dict) for key in keys}
    named = {key for key in FIELDS if "." not in key or key.split(".")[1] in text}
    inline = {"data.inputs", "data.targets", "network.weights"}
    assert set(FIELDS) - inline <= shown | named
