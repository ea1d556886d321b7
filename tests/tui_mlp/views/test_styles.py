"""The styles of all views that were opened hold in each view: none may hide or resize what another view shows."""

import re
from pathlib import Path

import tui_mlp
from tui_mlp.views.output.pages import PANES

SHARED = "view_screen.tcss"


def ids_by_themselves(path: Path) -> set[str]:
    """The ids by which a stylesheet chooses widgets wherever they are: `#name`, without a screen before it."""
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    selectors = [one.strip() for rule in re.findall(r"([^{}]+)\{", text) for one in rule.split(",")]
    return {one[1:] for one in selectors if re.fullmatch(r"#[\w-]+", one)}


def test_an_id_in_the_styles_of_one_view_is_none_of_a_pane_of_outputs() -> None:
    """These panes stand in two views, and have short names."""
    found: dict[str, str] = {}
    for path in sorted(Path(tui_mlp.__file__).parent.rglob("*.tcss")):
        ids = ids_by_themselves(path)
        assert not ids & PANES.keys(), path.name
        if path.name != SHARED:
            assert not ids & found.keys(), path.name
            found |= dict.fromkeys(ids, path.name)
    assert len(found) > 5
