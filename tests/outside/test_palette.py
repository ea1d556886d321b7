"""What the command palette lists in each view and pane of a session that was just begun: titles and what they do."""

import json
import os
import sys
from pathlib import Path

import pexpect
from golden import golden

SCRIPT = Path(__file__).parents[1] / "support" / "palette_of.py"
ROOT = Path(__file__).parents[2]


def palettes_of_a_new_session(home: Path) -> dict[str, list[list[list[str]]]]:
    dropped = ("TEXTUAL", "XDG", "NO_COLOR", "COLORTERM", "COLUMNS", "LINES", "LC_")
    environment = {key: value for key, value in os.environ.items() if not key.startswith(dropped)}
    environment |= {"TERM": "xterm-256color", "LANG": "C.UTF-8", "HOME": str(home), "PYTHONPATH": str(ROOT)}
    arguments = [str(home / "palette.json"), "moons", "--seed", "1", "--lang", "en", "--runs-dir", str(home / "runs")]
    process = pexpect.spawn(sys.executable, [str(SCRIPT), *arguments], env=environment, timeout=60)
    process.expect(pexpect.EOF)
    process.close()
    assert process.exitstatus == 0, process.before.decode()
    found: dict[str, list[list[list[str]]]] = json.loads((home / "palette.json").read_text(encoding="utf-8"))
    return found


def as_text(palettes: dict[str, list[list[list[str]]]]) -> str:
    """A command a line, by title as the palette lists them: title, two blanks or more, what it does or its key."""
    lines = []
    for view, panes in palettes.items():
        for number, commands in enumerate(panes, 1):
            lines += [f"{view}, pane {number}", *(f"  {title:<40}  {about}" for title, about in sorted(commands)), ""]
    return "\n".join(lines)


def test_each_pane_of_each_view_lists_the_same(tmp_path: Path) -> None:
    palettes = palettes_of_a_new_session(tmp_path)
    assert list(palettes) == ["Train", "Step", "Runs", "Sweep"]
    text = as_text(palettes)
    assert text == golden("palette.txt", text)
