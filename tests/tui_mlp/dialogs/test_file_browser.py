"""The file browser by its keys: what it lists, filters, previews and opens; what can't be used is refused at once."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from recorded import save_run
from stepped import make_app, screen_of, shown, train_on, train_screen, until, until_told

from core.experiment.experiment import Experiment
from core.training.trainer import Trainer
from tui_mlp.app.app import MlpApp
from tui_mlp.dialogs.confirm import Confirm
from tui_mlp.dialogs.file_browser.screen import FileBrowser
from tui_mlp.dialogs.open import DataPicker
from tui_mlp.system.settings import Settings
from tui_mlp.views.runs.screen import RunsScreen

ROWS = "x,y,label\n" + "\n".join(f"{i},{i % 3},{i % 2}" for i in range(30))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of files, in which the program is started."""
    here = tmp_path / "work"
    (here / "lessons").mkdir(parents=True)
    (here / "mine.csv").write_text(ROWS)
    (here / "cut.csv").write_text("a,b,label\n1,2,0\n3,1\n")
    (here / "small.toml").write_text('name = "two moons"\n[data]\nsource = "moons"\n[network]\nhidden = [4, 3]\n')
    (here / "letter.txt").write_text("dear reader\n")
    (here / ".secret.csv").write_text(ROWS)
    (here / "lessons" / "first.csv").write_text(ROWS)
    monkeypatch.chdir(here)
    return here


@pytest.mark.parametrize("size", [(60, 15), (160, 48)], ids=str)
async def test_files_are_listed_with_kind_and_size(tmp_path: Path, folder: Path, size: tuple[int, int]) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=size) as pilot:
        await pilot.press("o", "f")
        await until(pilot, "mine.csv")
        text = shown(app)
        lines = [" ".join(line.replace("│", " ").split()) for line in text.splitlines()]
        for words in (
            "lessons/ folder",
            f"mine.csv table {len(ROWS)} bytes",
            "small.toml experiment",
            "letter.txt 12 bytes",
        ):
            assert any(words in line for line in lines), (words, text)
        assert ".secret" not in text
        assert str(folder)[-20:] in text
        assert "enter opens" in text
        assert "esc closes" in text
        places = [text.index(name) for name in ("lessons/", "cut.csv", "mine.csv", "small.toml", "letter.txt")]
        assert places == sorted(places), "folders first, then what can be opened, then the rest"


async def test_one_enter_goes_into_a_folder_and_one_opens_a_file(tmp_path: Path, folder: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("o", "f", *"less", "enter", *"first", "enter")
        await until(pilot, "first  2-")


async def test_backspace_deletes_then_goes_up_and_escape_shows_all_then_leaves(tmp_path: Path, folder: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("o", "f", *"minq")
        await until(pilot, "names with minq")
        assert "no name contains minq" in shown(app)
        await pilot.press("backspace")
        await until(pilot, "names with min_")
        text = shown(app)
        assert "mine.csv" in text
        assert "letter.txt" not in text
        assert "esc shows all" in text
        await pilot.press("escape")
        await until(pilot, "letter.txt")
        assert screen_of(app, FileBrowser).list.entry == next(
            entry for entry in screen_of(app, FileBrowser).list._shown if entry.name == "mine.csv"
        )
        await pilot.press("backspace")
        await until(pilot, "work/")
        browser = screen_of(app, FileBrowser)
        assert browser.list.entry is not None
        assert browser.list.entry.name == "work", "the folder that was left is in focus"
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, DataPicker)


@pytest.mark.parametrize(
    ("name", "words"),
    [("mine", "classification, 30 rows"), ("small", "two moons"), ("letter", "dear reader"), ("cut", "line 3"),
     ("less", "1 entry")],
)  # fmt: skip
async def test_the_preview_says_what_is_in_it(tmp_path: Path, folder: Path, name: str, words: str) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("o", "f", *name)
        await until(pilot, words)


async def test_a_folder_that_cannot_be_read_is_told_in_its_place(tmp_path: Path, folder: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("o", "f")
        await until(pilot, "mine.csv")
        (folder / "lessons" / "first.csv").unlink()
        (folder / "lessons").rmdir()
        await pilot.press(*"less", "enter")
        await until(pilot, "this folder can't be read")
        await pilot.press("backspace")
        await until(pilot, "mine.csv")


async def test_thousands_of_files_take_no_longer_to_move_in(tmp_path: Path, folder: Path) -> None:
    """Only the lines on the screen are drawn."""
    for number in range(5000):
        os.close(os.open(folder / f"row{number:04}.csv", os.O_CREAT))
    app = make_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("o", "f")
        await until(pilot, "row0001.csv")
        drawn = list[int]()
        browser = screen_of(app, FileBrowser).list
        line = browser.line
        browser.line = lambda *given: drawn.append(1) or line(*given)  # type: ignore[method-assign,func-returns-value]
        await pilot.press("end")
        await until(pilot, "row4999.csv")
        assert 0 < len(drawn) < 100


@pytest.fixture
def trained(tmp_path: Path) -> Iterator[MlpApp]:
    """An app whose training would be lost."""
    app = make_app(tmp_path)
    app.settings = Settings(tmp_path / "settings.json")
    yield app
    app.session.close()


async def test_what_cannot_be_used_is_refused_without_a_question(folder: Path, trained: MlpApp) -> None:
    app = trained
    app.settings.recent = [str(folder / "cut.csv")]
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.press("n")
        train_on(app)
        await pilot.press("o", "f", *"cut", "enter")
        await until_told(pilot, "line 3")
        assert not isinstance(app.screen, Confirm)
        assert app.session.snapshot.epoch == 1
        assert app.settings.recent == [], "one that failed isn't kept"


async def test_what_can_be_used_is_asked_about_and_has_been_read_by_then(
    folder: Path, trained: MlpApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = trained
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n")
        train_on(app)
        await pilot.press("o", "f", *"mine", "enter")
        await until(pilot, "Leave this training and open mine?")
        (folder / "mine.csv").unlink()
        await pilot.press("enter")
        await until(pilot, "mine  2-")
        assert app.settings.recent == [str(folder / "mine.csv")]


async def test_a_key_after_the_choice_means_what_was_opened(folder: Path, trained: MlpApp) -> None:
    app = trained
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("o", "f", *"mine", "enter", "n")
        train_on(app)
        await until(pilot, "mine  2-")
        assert app.session.snapshot.epoch == 1


async def test_a_damaged_run_is_refused_without_a_question(tmp_path: Path, folder: Path, trained: MlpApp) -> None:
    run = save_run(Trainer(Experiment.load("xor")), folder, "interrupted")
    app = trained
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.press("n")
        train_on(app)
        (run.path / "experiment.toml").write_text("seed = [")
        for path in run.checkpoint_paths():
            path.unlink()
        await pilot.press("o", "f", *run.name[:3])
        await until(pilot, "run  ")
        await pilot.press("enter")
        await until_told(pilot, "not valid TOML")
        assert not isinstance(app.screen, Confirm)
        assert train_screen(app).session.snapshot.epoch == 1


async def test_r_shows_the_runs(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("o")
        await until(pilot, "enter opens   f files   r runs   esc closes")
        await pilot.press("r")
        await pilot.pause()
        assert isinstance(app.screen, RunsScreen)
