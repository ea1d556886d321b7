"""Styles hold in every view once they are loaded, so those of one view mustn't name the panes of another."""

import re
from pathlib import Path

import pytest
from stepped import make_app, settled

import tui_mlp
from tui_mlp.views.output.examples.one_example import OneExamplePane
from tui_mlp.views.output.pages import PANES

SHEETS = [path for path in sorted(Path(tui_mlp.__file__).parent.rglob("*.tcss")) if path.name != "output.tcss"]


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_no_other_sheet_names_a_pane_of_outputs_without_its_own_screen(sheet: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
    selectors = [one.strip() for rule in re.findall(r"([^{}]+)\{", text) for one in rule.split(",")]
    found = [
        one
        for one in selectors
        if not re.match(r"[A-Z]", one) and any(re.search(rf"#{name}(?![\w-])", one) for name in PANES)
    ]
    assert not found


async def test_the_example_is_shown_after_the_step_view_was_opened(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("2", "3")
        await settled(pilot)
        assert app.screen.query_one(OneExamplePane).region
