"""python palette_of.py FILE ARGUMENT…: what the command palette lists, as JSON in a file.

The app is the one that `mlp-tui ARGUMENT…` makes: when that has it run, a pilot does instead. Needs a terminal.
"""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from textual.app import App

SIZE = (120, 40)
VIEWS = {"Train": "1", "Step": "2", "Runs": "5", "Sweep": "6"}
"""Those that there are, with their keys."""
MOST = 12
"""No view has as many panes."""

Listed = list[list[str]]
"""Title and help of each command."""


def listed(app: App[Any]) -> Listed:
    return [[one.title, one.help] for one in app.get_system_commands(app.screen)]


async def palettes(app: App[Any]) -> dict[str, list[Listed]]:
    """By view, for each pane in the order of the tab key."""
    found: dict[str, list[Listed]] = {}
    app.animation_level = "none"
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        for view, key in VIEWS.items():
            await pilot.press(key)
            await pilot.pause()
            first, panes = app.screen.focused, [listed(app)]
            for _pane in range(MOST):
                await pilot.press("tab")
                await pilot.pause()
                if app.screen.focused is first:
                    break
                panes.append(listed(app))
            found[view] = panes
    return found


def main() -> None:
    _script, path, *arguments = sys.argv
    sys.argv = ["mlp-tui", *arguments]

    def run(self: App[Any], **_options: object) -> None:
        found = asyncio.run(palettes(self))
        Path(path).write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")

    App.run = run  # type: ignore[method-assign]
    from tui_mlp.__main__ import main as program

    program()


if __name__ == "__main__":
    main()
