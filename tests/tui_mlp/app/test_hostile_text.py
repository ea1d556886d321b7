"""Text that people and files wrote, on every screen: no command, no markup, no column out of line."""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from narrowing import present
from rich.cells import cell_len
from rich.segment import Segment
from saved_sweeps import a_sweep_written_by
from some_runs import a_run
from stepped import app_of, screen_of, shown, train_screen, until, until_told
from textual.pilot import Pilot
from textual.strip import Strip
from textual.widgets import Input

from core.exercises.loading import exercise_of
from core.exercises.saved.saved_session import SavedSession
from core.experiment.experiment import Experiment
from core.runs.summary import Label, read_label, write_label
from core.support.file_locks import Lock
from tui_mlp.app.app import MlpApp
from tui_mlp.dialogs.choice import Choice
from tui_mlp.dialogs.confirm import Confirm
from tui_mlp.dialogs.file_browser.screen import FileBrowser
from tui_mlp.dialogs.help import Help
from tui_mlp.render import control_guard
from tui_mlp.session.stepped_sessions import SteppedSession
from tui_mlp.system.clipboard import copy
from tui_mlp.system.settings import Settings
from tui_mlp.views.exercise.screen import ExerciseScreen
from tui_mlp.views.runs.screen import RunsScreen
from tui_mlp.widgets.pane import Pane

ESCAPES = "\x1b]0;owned\x07\x1b[2J\x9b31m\r\n\t\x7f\u202e\u2066\u200b\u2028\ufeff\xad\U000e0041"
MARKUP = ("[red]x[/red]", "[/]", '[a="b]', "[@click=app.quit]q[/]", "$accent", ":smile:")
WIDE = ("日本語", "e\u0301e\u0301", "한국", "👍")
UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff\U000e0000-\U000e007f]"
)


def rows(*names: str) -> str:
    """A table of two inputs and two classes, called so."""
    quoted = ['"{}"'.format(name.replace('"', '""')) for name in names]
    lines = (f"{number / 10},{number % 3},{quoted[number % 2]}\n" for number in range(20))
    return f"{quoted[0]},{quoted[1]},kind\n" + "".join(lines)


def hostile_app(folder: Path, *texts: str, **options: Any) -> MlpApp:
    """An app on a table whose columns and classes are called so, beside runs that are."""
    table, file = folder / "table.csv", folder / "experiment.toml"
    table.write_text(rows(*texts), newline="")
    file.write_text(tomli_w.dumps({"name": texts[0], "data": {"source": str(table)}, "network": {"hidden": [3, 3]}}))
    for place, text in enumerate(texts):
        written = {"name": text, "data": text, "state": text, "architecture": f"2-{place}-{text}"}
        settings = {"training.optimizer": text, "seed": place, "network.activation": [text], "training.l2": text}
        run = a_run(folder / "runs", f"run{place}", place, 30, settings=settings, **written)
        write_label(run, Label(f"{text}{place}", f"note {text}"))
    app = MlpApp(SteppedSession(Experiment.load(file)), runs_dir=folder / "runs", settings=Settings(), **options)
    app.settings.recent = [str(table)]
    app.animation_level = "none"
    return app


@pytest.fixture
def guarded(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What the last guard had to change: what this program draws is escaped before it is laid out."""
    changed: list[str] = []
    masked = control_guard.masked  # type: ignore[attr-defined]

    def watched(text: str, cells: Callable[[str], int]) -> str:
        changed.append(text)
        return masked(text, cells)

    monkeypatch.setattr(control_guard, "masked", watched)
    yield changed
    assert changed == []


async def looked(pilot: Pilot[None]) -> str:
    """The screen, of which each line is as wide as the terminal and has nothing in it but what can be seen."""
    await pilot.pause()
    text = shown(pilot.app)
    for line in text.split("\n"):
        assert not UNSAFE.search(line), ascii(line)
        assert cell_len(line) == pilot.app.size.width, line
    return text


async def all_views(pilot: Pilot[None]) -> str:
    """Every pane of every view, alone on the screen too; what was seen."""
    app, seen = app_of(pilot), list[str]()
    for key in "125":
        await pilot.press(key)
        if key == "2":
            await pilot.press("s", "e")
            seen.append(await looked(pilot))
            await pilot.press("e")
        if key == "5":
            await until(pilot, "2 runs")
            seen.append(await looked(pilot))
            await pilot.press("x", "down", "x")
        for pane in app.screen.query(Pane):
            if pane.display:
                pane.focus()
                seen.append(await looked(pilot))
                if not app.ascii:
                    await pilot.press("z")
                    seen.append(await looked(pilot))
                    await pilot.press("z")
    return "\n".join(seen)


async def all_dialogs(pilot: Pilot[None], text: str) -> str:
    """Names and notes of a run, deleting and finding it; opening; help; questions; messages; what was seen."""
    app, seen = app_of(pilot), list[str]()
    await pilot.press("5")
    for key in ("e", "t", "delete", "slash"):
        app.screen.query_one("#table").focus()
        await pilot.press(key)
        seen.append(await looked(pilot))
        await pilot.press("escape")
    app.screen.query_one("#table").focus()
    await pilot.press("E")
    await until(pilot, "enter exports")
    seen.append(await looked(pilot))
    await pilot.press("escape", "1", "o")
    await until(pilot, "20 rows")
    seen.append(await looked(pilot))
    await pilot.press("escape")
    assert app.runs_dir
    train_screen(app).open(str(app.runs_dir / text))
    await until_told(pilot, "file that exists")
    seen.append(await looked(pilot))
    await pilot.press("M")
    seen.append(await looked(pilot))
    assert "file that exists" in " ".join(seen[-1].split())
    await pilot.press("escape", "escape")
    for dialog in (Help(text, "one\ntwo"), Confirm("one\ntwo", "do it"), Choice(text, [("a", text)])):
        app.push_screen(dialog)
        seen.append(await looked(pilot))
        await pilot.press("escape")
    return "\n".join(seen)


@pytest.mark.parametrize("ascii", [False, pytest.param(True, marks=pytest.mark.slow)])
async def test_nothing_is_a_command_or_markup_and_columns_stay_in_line(
    tmp_path: Path, guarded: list[str], ascii: bool
) -> None:
    harmful, odd = f"w{ESCAPES}", f"{''.join(WIDE)}{''.join(MARKUP)}"
    app = hostile_app(tmp_path, harmful, odd, ascii=ascii)
    async with app.run_test(notifications=True, size=(160, 36)) as pilot:
        seen = await all_views(pilot)
        for text in (harmful, odd.replace("/", "|")) if not ascii else (harmful,):
            seen += await all_dialogs(pilot, text)
        for before in ("Shown in place of ", "A note on ", "note ", "/"):
            assert rf"{before}w\x1b]0;ow" in seen, before
        if not ascii:
            for before in ("│   ", "/"):  # a run's details, a path
                assert f"{before}{''.join(WIDE)}[red]x[" in seen, before
    assert app.session.close()


NAMES = (*MARKUP, *WIDE, "esc\x1b]0;owned\x07\x1b[2J", "a\nb", "\u202egnp", "b\udcff")


def spelled(name: str) -> str:
    """As it is to be shown."""
    return "".join(c.encode("unicode_escape").decode() if UNSAFE.match(c) else c for c in name)


@pytest.mark.parametrize("folder", ['w [a="b]', pytest.param("dir [x]", marks=pytest.mark.slow), "esc\x1b[2J\n[/]"])
async def test_the_file_browser_shows_any_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, guarded: list[str], folder: str
) -> None:
    here = tmp_path / folder.replace("/", "|")
    here.mkdir()
    names = [f"{name}.csv".replace("/", "|") for name in NAMES]
    for name in names:
        (here / name).write_text(rows("a", "b"))
    os.mkfifo(here / "pipe.csv")
    (here / "gone.csv").symlink_to(here / "nowhere")
    os.utime(here / names[0], (10**15, 10**15))
    monkeypatch.chdir(here)
    app = hostile_app(tmp_path, "a", "b")
    async with app.run_test(notifications=True, size=(160, 36)) as pilot:
        await pilot.press("o", "f")
        await until(pilot, spelled(names[-1]))
        text = await looked(pilot)
        for name in names:
            assert f" {spelled(name)} " in text
        assert "pipe.csv" not in text
        assert spelled(here.name) in text
        assert "gone.csv" not in text
        chosen = next(name for name in names if name.startswith("esc" if "esc" in folder else "[a="))
        await pilot.press(*chosen[:3], "enter")
        await until(pilot, f"{spelled(chosen[:-4])}  2-")
    assert app.session.close()


async def test_the_file_browser_takes_any_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    app = hostile_app(tmp_path, "a", "b")
    async with app.run_test(notifications=True, size=(120, 36)) as pilot:
        await pilot.press("o", "f")
        await until(pilot, "table.csv")
        browser = screen_of(app, FileBrowser)
        for typed in (*MARKUP, *WIDE, ESCAPES, "a" * 300, "nul\x00l", "../"):
            browser.list.filter(typed)
            await looked(pilot)
        await pilot.press("escape")
    assert app.session.close()


async def test_a_name_left_as_it_is_stays_the_same(tmp_path: Path) -> None:
    app = hostile_app(tmp_path, f"w{ESCAPES}", "b")
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("5")
        await until(pilot, "2 runs")
        run = present(screen_of(app, RunsScreen).selection.runs)[1]
        file = run.folder.path / "label.json"
        await pilot.press("down", "t")
        await pilot.pause()
        assert r"w\x1b]0;owned" in shown(app)
        file.unlink()
        await pilot.press("enter")
        while not file.exists():
            await pilot.pause(0.01)
        assert read_label(run.folder).note == " ".join(f"note w{ESCAPES}".split())
    assert app.session.close()


async def test_a_tooltip_is_no_markup(tmp_path: Path) -> None:
    app = hostile_app(tmp_path, "a", "b")
    async with app.run_test(size=(120, 36), tooltips=True) as pilot:
        pane = app.screen.query_one("#architecture", Pane)
        pane.tooltip_at = lambda x, y: '[red]x[/red] [a="b] \x1b[2J'  # type: ignore[method-assign]
        await pilot.hover("#architecture")
        await until(pilot, r'[red]x[/red] [a="b] \x1b[2J')
    assert app.session.close()


async def test_what_is_copied_stays_what_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = hostile_app(tmp_path, "a", "b")
    async with app.run_test(size=(80, 24)):
        monkeypatch.setenv("TERM", "xterm")
        copy(app, "a\x1b[2J\ud800", tmp_path, ".txt")
        assert app.clipboard == "a\x1b[2J?"
        monkeypatch.setenv("TERM", "linux")
        copy(app, "a\x1b[2J\nb\ud800", tmp_path, ".txt")
        assert (tmp_path / "equation-1.txt").read_text() == "a\\x1b[2J\nb\\ud800\n"
    assert app.session.close()


async def test_a_widget_that_forgets_is_guarded(tmp_path: Path) -> None:
    """Both our panes and Textual's own widgets, in as many cells as they have."""
    app = hostile_app(tmp_path, "a", "b")
    async with app.run_test(size=(120, 36)) as pilot:
        pane = app.screen.query_one("#architecture", Pane)
        pane.draw = lambda width, height: (  # type: ignore[method-assign]
            [Strip([Segment("日\x1b[2J\u202e\ud800"), Segment("x" * (width - 6))])] * height
        )
        pane.redraw()
        assert "日[2J xxx" in await looked(pilot)
        await pilot.press("5")
        await until(pilot, "2 runs")
        await pilot.press("slash")
        await pilot.pause()
        app.screen.query_one(Input).value = "a\x1b]0;owned\x07b\u202e"
        assert "a]0;ownedb" in await looked(pilot)
    assert app.session.close()


def test_the_last_source_is_kept_whatever_its_name(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.json")
    settings.remember("odd \udcff\x1b[2J.csv")
    assert Settings(tmp_path / "settings.json").recent == ["odd \udcff\x1b[2J.csv"]


@pytest.mark.parametrize("text", [f"w{ESCAPES}", f"{''.join(WIDE)}{''.join(MARKUP)}"])
async def test_an_exercise_is_shown_whoever_wrote_it(tmp_path: Path, guarded: list[str], text: str) -> None:
    app = hostile_app(tmp_path, text, "b")
    exercise = replace(exercise_of(app.session.experiment), title=text, ask=("shape A(1)", "J"))
    saved = SavedSession.begin(exercise, text, tmp_path)
    saved.answer(0, "\x1b[\u202e3 \x07x日本 3", 1)
    async with app.run_test(notifications=True, size=(160, 36)) as pilot:
        await app.push_screen(ExerciseScreen(saved))
        for _question in range(3):
            assert spelled(text)[:9] in await looked(pilot)
            await pilot.press("k")
        await pilot.press("escape")
        assert saved.folder.name in await looked(pilot)
    assert app.session.close()


@pytest.mark.parametrize("text", [f"w{ESCAPES}", f"{''.join(WIDE)}{''.join(MARKUP)}"])
async def test_a_sweep_is_shown_whoever_wrote_it(tmp_path: Path, guarded: list[str], text: str) -> None:
    folder = a_sweep_written_by(text, tmp_path / "runs")
    app = hostile_app(tmp_path, "a", "b", sweep=folder.path)
    async with app.run_test(notifications=True, size=(160, 36)) as pilot:
        await pilot.press("6")
        with Lock(folder.lock):  # then its workers are shown
            await until(pilot, "Workers 1")
        for pane in app.screen.query(Pane):
            pane.focus()
            await looked(pilot)
            await pilot.press("z", "m")
            await looked(pilot)
            await pilot.press("z")
        app.screen.query_one("#table").focus()
        for key in ("e", "k", "c"):
            await pilot.press(key)
            await looked(pilot)
            await pilot.press("escape")
        await until_told(pilot, "ended already")
        await pilot.press("M")
        await looked(pilot)
    assert app.session.close()
