"""The Runs view: keys to what is seen and done, on a folder of runs made by hand."""

import asyncio
import json
import os
from pathlib import Path
from time import perf_counter

import pytest
from some_runs import a_run, figure, line, row_of, runs_app, some_runs
from stepped import INLINE, make_app, make_session, screen_of, shown, train_on, until, until_told
from textual.pilot import Pilot

from core.runs.run_folder import LABEL, SUMMARY, RunFolder
from core.runs.summary import Label, read_label
from tui_mlp.app.app import MlpApp
from tui_mlp.dialogs.confirm import Confirm
from tui_mlp.dialogs.help import Help
from tui_mlp.dialogs.prompt import Prompt
from tui_mlp.session import refresh_rates as pace
from tui_mlp.views.runs import curves as runs_curves
from tui_mlp.views.runs.curves import RunsCurves
from tui_mlp.views.runs.differences import RunsDifferences
from tui_mlp.views.runs.screen import RunsScreen
from tui_mlp.views.runs.table import RunsTable
from tui_mlp.views.train.screen import TrainScreen
from tui_mlp.widgets.pane import Pane


async def opened(pilot: Pilot[None], words: str = "plain") -> RunsScreen:
    """The Runs view, when its folder has been read."""
    await pilot.press("5")
    await until(pilot, words)
    await pilot.pause()
    screen = pilot.app.screen_stack[0]
    assert isinstance(screen, RunsScreen)
    return screen


async def curves_read(pilot: Pilot[None]) -> None:
    """Till the figures of all runs compared have been read."""
    async with asyncio.timeout(30):
        while not all(len(one.table) for one in screen_of(pilot.app, RunsScreen).selection.compared):
            await asyncio.sleep(0.001)
    await pilot.pause()


async def focus(pilot: Pilot[None], pane: type[Pane]) -> None:
    """The pane gets the keys."""
    pilot.app.screen.query_one(pane).focus()
    await pilot.pause()


def in_focus(app: MlpApp) -> str:
    """The row in focus."""
    return next(line for line in shown(app).splitlines() if "▸ " in line[:6])


@pytest.fixture
def folders(tmp_path: Path) -> list[RunFolder]:
    return some_runs(tmp_path / "runs")


async def test_five_shows_the_runs_and_one_goes_back(tmp_path: Path, folders: list[RunFolder]) -> None:
    app = runs_app(tmp_path)
    async with app.run_test(notifications=True, size=(120, 36)) as pilot:
        screen = await opened(pilot)
        assert isinstance(screen, RunsScreen)
        header = shown(app).splitlines()[0]
        assert "1 Train" in header
        assert "5 Runs" in header
        assert "1-6 Views" in shown(app)
        for name in ("plain", "adam", "wide"):
            assert name in shown(app)
        assert "3 runs" in shown(app)
        assert "wide-2026-11-25-100002" in shown(app).splitlines()[-2], "the folder's name, for the command line"
        await pilot.press("1")
        assert isinstance(app.screen, TrainScreen)
        await pilot.press("5")
        assert app.screen is screen  # type: ignore[comparison-overlap]


async def test_it_looks_no_more_once_the_program_lets_go_of_its_screens(
    tmp_path: Path, folders: list[RunFolder], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = runs_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        view = await opened(pilot)
        with monkeypatch.context() as ending:
            ending.setattr(MlpApp, "screen_stack", [])
            view.poll_if_shown()
            view.read_again()


async def test_arrows_move_and_the_curve_follows(tmp_path: Path, folders: list[RunFolder]) -> None:
    app = runs_app(tmp_path)
    async with app.run_test(notifications=True, size=(120, 36)) as pilot:
        screen = await opened(pilot)
        assert "wide" in in_focus(app)
        await pilot.press("down", "down", "down")
        assert "plain" in in_focus(app)
        await until(pilot, "▸ plain")
        await curves_read(pilot)
        assert screen.query_one(RunsCurves).last == 40
        await pilot.press("home")
        assert "wide" in in_focus(app)
        await pilot.press("pagedown")
        assert "plain" in in_focus(app)
        await pilot.press("pageup", "end", "up")
        assert "adam" in in_focus(app)


async def test_marked_runs_keep_letter_and_curve_and_are_compared(tmp_path: Path, folders: list[RunFolder]) -> None:
    app = runs_app(tmp_path)
    async with app.run_test(notifications=True, size=(120, 36)) as pilot:
        await opened(pilot)
        await pilot.press("x", "down", "x", "down", "x")
        await until(pilot, "3 of 3 marked")
        assert "a ━ wide" in shown(app)
        assert "c ━ plain" in shown(app)
        await until(pilot, "a wide   b adam   c plain")
        assert "Differences" in shown(app)
        assert any(line.split()[-4:-1] == ["0.003", "0.003", "0.1"] for line in shown(app).splitlines())
        await pilot.press("x")
        assert "2 of 3 marked" in shown(app)
        await pilot.press("X")
        assert "3 runs" in shown(app)


async def test_a_sixth_mark_is_refused(tmp_path: Path) -> None:
    for place in range(6):
        a_run(tmp_path / "runs", f"run{place}", place, 3)
    app = runs_app(tmp_path)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        await opened(pilot, "run5")
        await pilot.press(*["x", "down"] * 5, "x")
        await until(pilot, "5 runs are marked, and no more can be; x on one of them")
        assert "5 of 6 marked" in shown(app)


async def test_sorting_by_arrows_and_by_mouse(tmp_path: Path, folders: list[RunFolder]) -> None:
    app = runs_app(tmp_path)
    async with app.run_test(notifications=True, size=(120, 36)) as pilot:
        screen = await opened(pilot)
        for _ in range(20):
            await pilot.press("left")
            if "best val. J ▴" in shown(app):
                break
        assert [run.name for run in screen.selection.rows] == ["plain", "adam", "wide"]
        await pilot.press("i")
        assert "best val. J ▾" in shown(app)
        assert [run.name for run in screen.selection.rows] == ["wide", "adam", "plain"]
        table = screen.query_one(RunsTable)
        head = shown(app).splitlines()[2]
        await pilot.click(table, offset=(head.index("epochs") + 1, 1))
        assert "epochs ▾" in shown(app)
        await pilot.click(table, offset=(shown(app).splitlines()[2].index("epochs") + 1, 1))
        assert "epochs ▴" in shown(app)
        await pilot.click(table, offset=(10, 4))
        assert "wide" in in_focus(app)
        assert table.column_at(0) is None


async def test_finding_as_it_is_typed(tmp_path: Path, folders: list[RunFolder]) -> None:
    app = runs_app(tmp_path)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        screen = await opened(pilot)
        await pilot.press("slash", *"adam")
        assert [run.name for run in screen.selection.rows] == ["wide", "adam"]
        await pilot.press(*"xyz")
        assert screen.selection.rows == ()
        assert "No run has “adamxyz”" in shown(app)
        await pilot.press("escape")
        assert len(screen.selection.rows) == 3, "as it was before"
        await pilot.press("slash", *"2-8-8", "enter")
        assert "Runs with “2-8-8”" in shown(app)
        assert "2 of 3 runs" in shown(app)
        await pilot.press("x")
        assert "2 of 3, 1 marked" in shown(app)
        await pilot.press("escape")
        assert "1 of 3 marked" in shown(app)


async def test_a_name_and_a_note_are_kept_in_the_folder(tmp_path: Path, folders: list[RunFolder]) -> None:
    app = runs_app(tmp_path)
    async with app.run_test(notifications=True, size=(120, 36)) as pilot:
        await opened(pilot)
        await pilot.press("e", "ctrl+u", *"best", "enter")
        await until(pilot, "▸     best")
        await pilot.press("t", *"slow", "enter")
        await until(pilot, " slow ")
        assert read_label(folders[2]) == Label("best", "slow")
        assert folders[2].path.is_dir(), "under its own name"
        await pilot.press("e", "ctrl+u", "enter")
        await until(pilot, "▸     wide")
        assert read_label(folders[2]) == Label("", "slow")


async def test_keys_are_inert_while_a_name_is_typed(tmp_path: Path, folders: list[RunFolder]) -> None:
    app = runs_app(tmp_path)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("e", *"x5qi")
        assert isinstance(app.screen, Prompt)
        await pilot.press("escape")
        assert not screen_of(app, RunsScreen).selection.letters
        assert read_label(folders[2]) == Label()


async def test_what_cannot_be_kept_is_told(tmp_path: Path, folders: list[RunFolder]) -> None:
    (folders[2].path / LABEL).mkdir()
    app = runs_app(tmp_path)
    async with app.run_test(notifications=True, size=(120, 36)) as pilot:
        await opened(pilot)
        await pilot.press("e", *"other", "enter")
        await until_told(pilot, "label.json: found a folder, expected a regular file; remove it")


async def test_deleting_asks_first(tmp_path: Path, folders: list[RunFolder]) -> None:
    app = runs_app(tmp_path)
    async with app.run_test(notifications=True, size=(120, 36)) as pilot:
        await opened(pilot)
        await pilot.press("down", "delete")
        assert isinstance(app.screen, Confirm)
        assert "Delete adam, 60 epochs, with all its files?" in shown(app)
        await pilot.press("escape")
        assert folders[1].path.exists()
        await pilot.press("backspace", "enter")
        await until(pilot, "2 runs")
        assert not folders[1].path.exists()
        assert "plain" in in_focus(app), "the run in its place is in focus"


async def test_a_name_that_others_chose_moves_no_cursor(tmp_path: Path) -> None:
    a_run(tmp_path / "runs", "odd", 0, 3, name="a\x1b[2Jb[bold]\n")
    app = runs_app(tmp_path)
    async with app.run_test(notifications=True, size=(120, 36)) as pilot:
        await opened(pilot, r"a\x1b[2Jb[bold]\n")
        await pilot.press("delete")
        await until(pilot, r"Delete a\x1b[2Jb[bold]\n, 3 epochs")


async def test_files_of_others_are_left_and_told(tmp_path: Path, folders: list[RunFolder]) -> None:
    (folders[2].path / "notes.txt").write_text("mine")
    app = runs_app(tmp_path)
    async with app.run_test(notifications=True, size=(120, 36)) as pilot:
        await opened(pilot)
        await pilot.press("delete", "enter")
        await until_told(pilot, "notes.txt was not deleted, because it is not a file of the run")
        await until(pilot, "2 runs")
        assert os.listdir(folders[2].path) == ["notes.txt"]


async def test_what_is_being_trained_is_neither_deleted_nor_opened_twice(
    tmp_path: Path, folders: list[RunFolder]
) -> None:
    app = runs_app(tmp_path)
    with folders[2].lock():
        (folders[2].path / "lock").write_text("1\n")  # as if another program held it
        async with app.run_test(notifications=True, size=(120, 36)) as pilot:
            await opened(pilot, "open in another program")
            await pilot.press("delete")
            await until(pilot, "it can be deleted once it is closed")
            await pilot.press("enter")
            await until(pilot, "This run is open in another program")
            assert isinstance(app.screen, RunsScreen)
    assert folders[2].path.exists()


async def test_enter_opens_a_run_on_the_train_view(
    tmp_path: Path, folders: list[RunFolder], monkeypatch: pytest.MonkeyPatch
) -> None:
    told = []
    monkeypatch.setattr(TrainScreen, "open", lambda screen, source: told.append(source))
    app = runs_app(tmp_path)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("down", "enter")
        assert isinstance(app.screen, TrainScreen)
        assert told == [str(folders[1].path)]


async def test_enter_on_the_run_that_is_trained_here_shows_it(
    tmp_path: Path, folders: list[RunFolder], monkeypatch: pytest.MonkeyPatch
) -> None:
    told = []
    monkeypatch.setattr(TrainScreen, "open", lambda screen, source: told.append(source))
    app = runs_app(tmp_path)
    with folders[2].lock():
        async with app.run_test(notifications=True, size=(80, 24)) as pilot:
            await opened(pilot, "wide •")
            assert "▷ ready" in row_of(app, "wide"), "its state is the session's"
            await pilot.press("enter")
            assert isinstance(app.screen, TrainScreen)
    assert told == []


async def test_a_line_reads_the_curves_at_an_epoch(tmp_path: Path, folders: list[RunFolder]) -> None:
    app = runs_app(tmp_path)
    async with app.run_test(notifications=True, size=(160, 48)) as pilot:
        screen = await opened(pilot)
        await pilot.press("x", "down", "x")
        await until(pilot, "a wide   b adam")
        await curves_read(pilot)
        await focus(pilot, RunsCurves)
        await pilot.press("right")
        assert screen.selection.epoch == 80
        await pilot.press("left", *["shift+left"] * 3)
        assert screen.selection.epoch < 77
        await pilot.press(*["shift+left"] * (screen.selection.epoch - 50))
        assert "Validation loss J at epoch 50" in shown(app)
        assert f"a {figure(2, 50):.4f}   b {figure(1, 50):.4f}" in shown(app)
        assert f"validation J {figure(1, 50):.4f} " in shown(app).splitlines()[-2], "of the run in focus, rounded"
        assert any("at 50" in line and f"{figure(2, 50):.4f}" in line for line in shown(app).splitlines())
        await pilot.press("escape")
        assert screen.selection.epoch is None
        assert "at epoch 50" not in shown(app)


async def test_one_run_is_told_with_its_whole_folder_and_when_it_was_saved(
    tmp_path: Path, folders: list[RunFolder]
) -> None:
    app = runs_app(tmp_path)
    async with app.run_test(notifications=True, size=(60, 15)) as pilot:
        await opened(pilot)
        await focus(pilot, RunsDifferences)
        await pilot.press("z", *["down"] * 3)
        await pilot.pause()
        lines = [" ".join(line.strip("│").split()) for line in shown(app).splitlines()]
        assert "saved 2026-11-25 11:02" in lines
        assert "folder" + str(folders[2].path) in "".join(lines), "on as many lines as it takes"


async def test_other_figures_axes_and_the_last_part(tmp_path: Path, folders: list[RunFolder]) -> None:
    app = runs_app(tmp_path)
    async with app.run_test(notifications=True, size=(120, 36)) as pilot:
        screen = await opened(pilot)
        await curves_read(pilot)
        curves = screen.query_one(RunsCurves)
        await focus(pilot, RunsCurves)
        for title in ("Train loss J", "Validation accuracy", "Validation loss J"):
            await pilot.press("a")
            assert title in shown(app)
        await pilot.press("l")
        assert "l linear" in shown(app)
        assert curves.first == 1
        await pilot.press("plus")
        assert curves.first == 41
        await pilot.press(*["plus"] * 9)
        assert curves.first == 71, "ten epochs at the least"
        await pilot.press(*["minus"] * 12)
        assert curves.first == 1


async def test_differences_scroll(tmp_path: Path, folders: list[RunFolder]) -> None:
    app = runs_app(tmp_path)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        screen = await opened(pilot)
        pane = screen.query_one(RunsDifferences)
        await focus(pilot, RunsDifferences)
        first = pane.body(30, 5)[0].text
        await pilot.press("down", "down")
        assert pane.body(30, 5)[0].text != first
        await pilot.press("up", "up", "up")
        assert pane.body(30, 5)[0].text == first
        await focus(pilot, RunsTable)
        await pilot.press("x", "down", "x", "down", "x")
        await until(pilot, "1–2 of 3")
        await focus(pilot, RunsDifferences)
        await pilot.press("right")
        assert "2–3 of 3" in shown(app)
        await pilot.press("right", "right", "left", "left", "left")
        assert "1–2 of 3" in shown(app)


async def grown(pilot: Pilot[None], screen: RunsScreen, folders: list[RunFolder], epoch: int) -> None:
    with (folders[2].path / "metrics.csv").open("a") as file:
        file.write(line(2, epoch))
    path = folders[2].path / SUMMARY
    path.write_text(json.dumps(json.loads(path.read_text()) | {"epochs": epoch}))
    screen.read_again()
    await until(pilot, str(epoch))
    async with asyncio.timeout(30):
        while screen.query_one(RunsCurves).last < epoch:
            await asyncio.sleep(0.001)
    await pilot.pause()


@pytest.mark.parametrize("slow", [False, True])
async def test_curves_of_a_run_that_grows_wait_unless_a_key_asks(
    tmp_path: Path, folders: list[RunFolder], monkeypatch: pytest.MonkeyPatch, slow: bool
) -> None:
    monkeypatch.setattr(runs_curves, "CELLS_A_SECOND", 10**9 if slow else 1)
    monkeypatch.setattr(pace, "SLOW_LINK_CELLS", 1 if slow else 10**9)
    app = runs_app(tmp_path)
    app.set_refresh_rate("slow" if slow else "normal")
    async with app.run_test(notifications=True, size=(120, 36)) as pilot:
        screen = await opened(pilot)
        await until(pilot, "▸ wide")
        await curves_read(pilot)
        before = [strip.text for strip in screen.query_one(RunsCurves)._strips]
        await grown(pilot, screen, folders, 300)
        assert screen.query_one(RunsCurves).last == 300
        assert [strip.text for strip in screen.query_one(RunsCurves)._strips] == before
        await focus(pilot, RunsCurves)
        await pilot.press("l")
        assert "300" in "".join(strip.text for strip in screen.query_one(RunsCurves)._strips)


async def test_curves_that_waited_are_drawn_without_another_word(
    tmp_path: Path, folders: list[RunFolder], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = runs_app(tmp_path)
    async with app.run_test(notifications=True, size=(120, 36)) as pilot:
        screen = await opened(pilot)
        await until(pilot, "▸ wide")
        await curves_read(pilot)
        curves = screen.query_one(RunsCurves)
        monkeypatch.setattr(curves, "_plotted_at", perf_counter() + 0.2 - curves.rest)
        await grown(pilot, screen, folders, 300)
        async with asyncio.timeout(30):
            while "300" not in "".join(strip.text for strip in curves._strips):
                await pilot.pause()


async def test_what_another_program_trains_is_seen_as_it_goes_on(tmp_path: Path, folders: list[RunFolder]) -> None:
    app = runs_app(tmp_path)
    async with app.run_test(notifications=True, size=(120, 36)) as pilot:
        screen = await opened(pilot)
        await until(pilot, "▸ wide")
        with (folders[2].path / "metrics.csv").open("a") as file:
            file.write(line(2, 81) + line(2, 82) + "83,0.1")
        path = folders[2].path / SUMMARY
        path.write_text(json.dumps(json.loads(path.read_text()) | {"epochs": 82}))
        screen.read_again()
        await until(pilot, "0.003      82")  # the row; the curve's axis may have it before
        assert "82" in row_of(app, "wide")
        assert screen.query_one(RunsCurves).last == 82
        a_run(tmp_path / "runs", "newer", 5, 7)
        screen.read_again()
        await until(pilot, "newer")


async def test_it_is_read_again_when_it_is_shown_again(tmp_path: Path, folders: list[RunFolder]) -> None:
    app = runs_app(tmp_path)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("1")
        a_run(tmp_path / "runs", "newer", 5, 7)
        await pilot.press("5")
        await until(pilot, "newer")


async def test_no_run_yet_says_what_to_do(tmp_path: Path) -> None:
    app = runs_app(tmp_path)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        screen = await opened(pilot, "No run yet. space starts training")
        await pilot.press("x", "enter", "delete", "e", "down", "left", "i", "X", "escape")
        assert app.screen is screen
        for _ in screen.query(Pane):
            await pilot.press("tab", "right", "plus", "a")
        a_run(tmp_path / "runs", "first", 0, 5)
        screen.read_again()
        await until(pilot, "▸     first")


async def test_runs_that_are_not_kept(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        await opened(pilot, "Runs are not kept in this session.")


async def test_training_goes_on_and_its_run_appears(tmp_path: Path) -> None:
    app = MlpApp(make_session(tmp_path, INLINE, runs=True), runs_dir=tmp_path / "runs")
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        screen = await opened(pilot, "No run yet")
        await pilot.press("space")
        train_on(app)
        await until(pilot, "■ finished  epoch 5")
        for _ in range(100):
            screen.read_again()
            await pilot.pause(0.02)
            if "•" in shown(app):
                break
        assert "■ finished" in row_of(app, "hand •")
        app.session.close()


async def test_help_and_copying(tmp_path: Path, folders: list[RunFolder], monkeypatch: pytest.MonkeyPatch) -> None:
    app = runs_app(tmp_path)
    copied: list[str] = []
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setattr(app, "copy_to_clipboard", copied.append)
    async with app.run_test(notifications=True, size=(120, 48)) as pilot:
        await opened(pilot)
        for pane, words in (
            (RunsTable, "the name of its folder stays"),
            (RunsCurves, "with their letters"),
            (RunsDifferences, "all its settings"),
        ):
            await focus(pilot, pane)
            await pilot.press("y", "question_mark")
            await pilot.pause()
            assert isinstance(app.screen, Help)
            assert words in " ".join(shown(app).replace("│", " ").split())
            await pilot.press("escape")
        assert "adam" in copied[0]


async def test_no_size_breaks_it(tmp_path: Path, folders: list[RunFolder]) -> None:
    app = runs_app(tmp_path)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("x", "down", "x", "down", "tab", "left")
        for size in [(200, 60), (1, 1), (160, 48), (5, 2), (120, 36), (20, 5), (60, 15), (40, 10), (200, 60)]:
            await pilot.resize_terminal(*size)
            await pilot.press("tab", "z")
            assert size[0] < 40 or "epoch 0" in shown(app).splitlines()[0], size


async def test_the_theme_repaints_it(tmp_path: Path, folders: list[RunFolder], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLORTERM", "truecolor")
    app = runs_app(tmp_path)
    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        screen = await opened(pilot)
        table = screen.query_one(RunsTable)
        before = table.render_line(3)
        app.action_toggle_theme()
        await pilot.pause()
        assert table.render_line(3) != before
        assert table.render_line(3).text == before.text


async def test_a_thousand_runs_hold_no_key_up(tmp_path: Path) -> None:
    folder = a_run(tmp_path / "elsewhere", "run", 0, 3)
    content = (folder.path / SUMMARY).read_bytes()
    for number in range(1000):
        path = tmp_path / "runs" / f"run-{number:04}"
        path.mkdir(parents=True)
        (path / SUMMARY).write_bytes(content)
    app = runs_app(tmp_path)
    late = []

    async def beat() -> None:
        while True:
            began = perf_counter()
            await asyncio.sleep(0.005)
            late.append(perf_counter() - began)

    async with app.run_test(notifications=True, size=(80, 24)) as pilot:
        began = perf_counter()
        task = asyncio.get_running_loop().create_task(beat())
        await opened(pilot, "1,000 runs")
        assert perf_counter() - began < 3
        await pilot.press("end", "pageup", "x", "left", "i")
        task.cancel()
        assert sorted(late)[len(late) * 9 // 10] < 0.2
