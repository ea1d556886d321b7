"""What `core` brings along when it is imported into a fresh interpreter: no screen."""

import subprocess
import sys
from pathlib import Path

import pytest

import core

SCREEN = {"textual", "rich", "plotext", "click", "tui_mlp"}
FOLDER = Path(core.__file__).parent
MODULES = sorted(
    ".".join(path.relative_to(FOLDER.parent).with_suffix("").parts).removesuffix(".__init__")
    for path in FOLDER.rglob("*.py")
)


def imported_by(statement: str) -> set[str]:
    """The top-level packages in memory after the statement."""
    program = f"{statement}\nimport sys\nprint(*{{name.partition('.')[0] for name in sys.modules}})"
    run = [sys.executable, "-W", "error", "-c", program]
    return set(subprocess.run(run, capture_output=True, text=True, check=True, cwd=FOLDER.parent).stdout.split())


def test_the_modules_are_found() -> None:
    assert {"core", "core.training.trainer", "core.experiment.preparation"} <= set(MODULES)


@pytest.mark.parametrize("module", ["core", "core.training.trainer", "core.network"])
def test_core_knows_no_screen(module: str) -> None:
    found = imported_by(f"import {module}")
    assert "core" in found
    assert not found & SCREEN


def test_no_module_of_core_knows_a_screen() -> None:
    found = imported_by("\n".join(f"import {module}" for module in MODULES))
    assert {"core", "numpy"} <= found
    assert not found & (SCREEN - {"click"}), "click comes with Dask; core's own files don't import it: see lint-imports"


def test_the_names_of_the_documentation_bring_no_screen() -> None:
    assert not imported_by("import core\ncore.Network, core.Trainer, core.Experiment") & SCREEN
