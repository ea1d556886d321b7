"""What may not be imported before it is used: a first frame within 400 ms, `--version` within 80, live by this list."""

import gc
import subprocess
import sys
from functools import cache
from importlib.util import find_spec
from types import SimpleNamespace

import pytest

from tui_mlp.cli import main as cli
from tui_mlp.cli.screen import open_screen as opening
from tui_mlp.cli.screen import screen_startup

FIRST_FRAME = """
import asyncio, gc, sys
from pathlib import Path
from tui_mlp.app.app import MlpApp
from tui_mlp.cli.screen.open_screen import new_session
from tui_mlp.cli.options import Options
from tui_mlp.system.settings import Settings

async def first_frame():
    session, _source = new_session("spiral", Options(False, (), Path(sys.argv[1]), False), Settings())
    app = MlpApp(session)
    gc.disable()
    async with app.run_test(size=(80, 24)):
        session.close()
        print("collecting" if gc.isenabled() else "", "frozen" if gc.get_freeze_count() else "", *sys.modules)

asyncio.run(first_frame())
"""

LIBRARIES = (
    "csv", "duckdb", "filelock", "gzip", "zipfile", "email", "http", "importlib.metadata", "numpy.ma", "PIL", "plotext",
    "onnx", "rich.progress", "safetensors", "sklearn", "tensorboardX", "tomli_w",
)  # fmt: skip
OURS = (
    "core.analysis", "core.data.reading.arrays", "core.data.reading.images", "core.data.reading.table_files",
    "core.data.reading.text_tables", "core.derivation", "core.export", "core.model.files.weights_file",
    "core.prediction", "core.resuming", "core.runs.experiment_file", "core.runs.run_list", "core.surgery",
    "core.timeline.actions", "tui_mlp.cli.commands", "tui_mlp.dialogs", "tui_mlp.models.model_choices",
    "tui_mlp.session.comparison", "tui_mlp.session.reading.runs_reader", "tui_mlp.views.compare", "tui_mlp.views.runs",
    "tui_mlp.views.step",
)  # fmt: skip


@cache
def imported(code: str, *arguments: str) -> frozenset[str]:
    """The modules that a new Python has when it prints them."""
    command = [sys.executable, "-c", code, *arguments]
    return frozenset(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())


@pytest.fixture(scope="module")
def at_first_frame(tmp_path_factory: pytest.TempPathFactory) -> frozenset[str]:
    return imported(FIRST_FRAME, str(tmp_path_factory.mktemp("runs")))


def test_the_first_frame_has_the_screen_and_the_core(at_first_frame: frozenset[str]) -> None:
    """What is looked for is looked for in the right place."""
    assert {
        "numpy",
        "textual.app",
        "core.training.trainer",
        "tui_mlp.views.train.screen",
        "tui_mlp.views.train.loss",
    } <= at_first_frame


@pytest.mark.parametrize("name", OURS)
def test_what_is_imported_later_exists(name: str) -> None:
    """The test below can't fail for a name that is misspelt, or was renamed."""
    assert find_spec(name)


@pytest.mark.parametrize("name", LIBRARIES + OURS)
def test_not_imported_before_it_is_used(name: str, at_first_frame: frozenset[str]) -> None:
    assert name not in at_first_frame


def test_the_first_frame_ends_the_time_without_a_look_for_garbage(at_first_frame: frozenset[str]) -> None:
    assert {"collecting", "frozen"} <= at_first_frame


@pytest.mark.parametrize(
    ("words", "opens"),
    [(["open", "xor"], "open_app"), (["resume"], "open_run"), (["replay", "."], "open_replay")],
)
def test_every_command_that_opens_the_screen_begins_that_time(
    monkeypatch: pytest.MonkeyPatch, words: list[str], opens: str
) -> None:
    collecting, terminal = [], SimpleNamespace(isatty=lambda: True, encoding="utf-8")
    monkeypatch.setattr(screen_startup, "sys", SimpleNamespace(stdin=terminal, stdout=terminal))
    monkeypatch.setattr(opening, opens, lambda *given: collecting.append(gc.isenabled()) or 0)  # type: ignore[func-returns-value]
    monkeypatch.setattr("tui_mlp.cli.saved.saved_run.find_run", lambda *given: None)
    try:
        assert not cli.cli(words, standalone_mode=False)
        assert collecting == [False]
    finally:
        gc.enable()


COMMAND_LINE = """
import atexit, sys
from tui_mlp.__main__ import main
atexit.register(lambda: print(*sys.modules))
main()
"""


HELP = """
import sys
from tui_mlp.__main__ import main
slow = {"numpy", "rich.console", "textual", "core.experiment.experiment"}
for words in sys.argv[1:]:
    sys.argv = ["mlp-tui", *words.split(), "--help"]
    try:
        main()
    except SystemExit as end:
        assert not end.code, words
    print(*(f"slow:{words}:{name}" for name in slow & sys.modules.keys()))
print(*sys.modules)
"""


def test_help_waits_for_no_slow_library() -> None:
    """One process for all: what it has got by one command is told of that command."""
    found = imported(HELP, "", *cli.COMMANDS, "runs export", "sweep resume", "sweep export")
    assert not {name for name in found if name.startswith("slow:")}
    assert {f"tui_mlp.cli.commands.{name}" for name in ("train", "runs", "worksheet")} <= found


@pytest.mark.parametrize("words", [["datasets"], ["datasets", "--json"]])
def test_the_list_of_data_sets_waits_for_no_slow_library(words: list[str]) -> None:
    assert not imported(COMMAND_LINE, *words) & {"numpy", "rich.console", "textual", "core.experiment.experiment"}


def test_a_command_imports_no_other() -> None:
    found = {name for name in imported(COMMAND_LINE, "datasets") if name.startswith("tui_mlp.cli.commands.")}
    assert found == {"tui_mlp.cli.commands.datasets"}


VERSION = """
import atexit, sys
from tui_mlp.__main__ import main
atexit.register(lambda: print(*sys.modules))
sys.argv = ["mlp-tui", "--version"]
main()
"""


@pytest.mark.parametrize(
    "name", ["asyncio", "click", "msgspec", "numpy", "rich", "textual", "typing", "core.experiment.experiment"]
)
def test_the_version_needs_little(name: str) -> None:
    found = imported(VERSION)
    assert {"mlp-tui", "tui_mlp.__main__"} <= found
    assert name not in found


def test_the_export_dialog_is_imported_where_its_choices_are_made() -> None:
    """On the training's thread: on the screen's, keys would wait for 50 to 130 ms."""
    offering = "import sys; from tui_mlp.views.export_offer import offer_of_training; {} print(*sys.modules)"
    needed = {"tui_mlp.dialogs.export.screen", "core.export.run_export"}
    assert not needed & imported(offering.format(""))
    assert needed <= imported(offering.format("offer_of_training('nothing to export');"))
