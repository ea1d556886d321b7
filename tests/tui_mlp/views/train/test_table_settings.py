"""What was guessed of a table is changed in the Hyperparameters pane, undone by u, and told."""

from pathlib import Path

from stepped import app_of, settled, shown, told, train_screen, until
from table_cases import INPUTS, TARGETS, OwnTable
from textual.pilot import Pilot

from core.experiment.experiment import Experiment
from tui_mlp.app.app import MlpApp
from tui_mlp.session.stepped_sessions import SteppedSession
from tui_mlp.views.train.hyperparameters import HyperparametersPane


def app_on(table: OwnTable, folder: Path) -> MlpApp:
    path = folder / table.file
    path.write_bytes(table.content)
    app = MlpApp(SteppedSession(Experiment.load(path), None))
    app.animation_level = "none"
    return app


async def focus_on(pilot: Pilot[None], key: str) -> None:
    """Put the focus on the row of a setting."""
    pane = train_screen(pilot.app).query_one(HyperparametersPane)
    pane.focus()
    await settled(pilot)
    for _ in range(60):
        if pane.current().key == key:
            return
        await pilot.press("down")
    raise AssertionError(f"no row for {key}")


async def test_notes_are_told_and_kept(tmp_path: Path) -> None:
    app = app_on(INPUTS["numbers of cases"], tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, "'case_id' is left out")
        assert sum("case_id" in text for text in told(app)) == 1
        await pilot.press("R", "space")
        await settled(pilot)
        assert sum("case_id" in text for text in told(app)) == 1, "not again, as the data are the same"
        await pilot.press("M")
        await until(pilot, "Messages, newest first")
        assert "'case_id' is left out" in shown(app)


async def test_what_was_understood_is_found_in_the_menu(tmp_path: Path) -> None:
    app = app_on(TARGETS["missing labels"], tmp_path)
    async with app.run_test(size=(80, 30)) as pilot:
        await settled(pilot)
        await pilot.press("colon", *"understood", "enter")
        await until(pilot, "44 rows (2 left out)")
        assert "classification of sex" in shown(app)
        await pilot.press("escape")
        await settled(pilot)
        assert app_of(pilot).screen is train_screen(app)


async def test_another_target_is_typed_undone_and_chosen(tmp_path: Path) -> None:
    app = app_on(TARGETS["the class in the first column"], tmp_path)
    async with app.run_test(size=(110, 40)) as pilot:
        await settled(pilot)
        assert app.session.experiment.data.target is None
        await focus_on(pilot, "data.target")
        await pilot.press("enter", "ctrl+u", *"class", "enter")
        await settled(pilot)
        assert app.session.experiment.data.target == "class"
        assert app.session.snapshot.data.task == "classification"
        assert app.session.snapshot.experiment.network.loss == "cross_entropy"
        await pilot.press("u")
        await settled(pilot)
        assert app.session.snapshot.data.task == "regression"
        await focus_on(pilot, "data.target")
        await pilot.press("right")
        await settled(pilot)
        assert app.session.experiment.data.target == "class", "the column after the last is the first"


async def test_another_kind(tmp_path: Path) -> None:
    app = app_on(INPUTS["categories"], tmp_path)
    async with app.run_test(size=(110, 40)) as pilot:
        await focus_on(pilot, "data.kinds")
        await pilot.press("enter", "ctrl+u", *"u: category", "enter")
        await settled(pilot)
        assert len(app.session.snapshot.data.input_names) > 10


async def test_a_column_that_is_not_there_is_refused_and_one_that_is_there_left_out(tmp_path: Path) -> None:
    app = app_on(INPUTS["categories"], tmp_path)
    async with app.run_test(size=(110, 40)) as pilot:
        await focus_on(pilot, "data.ignore")
        await pilot.press("enter", "ctrl+u", *"color", "enter")
        await settled(pilot)
        assert any("color" in text and "colour" in text for text in told(app))
        assert app.session.experiment.data.ignore == []
        await pilot.press("enter", "ctrl+u", *"colour", "enter")
        await settled(pilot)
        assert app.session.snapshot.data.input_names == ("u", "v")


async def test_settings_that_suited_the_data_follow_another_target(tmp_path: Path) -> None:
    rows = [f"{place % 7},{place % 5},{place * place % 101 / 10},{'ab'[place % 2]}" for place in range(200)]
    path = tmp_path / "measured.csv"
    path.write_text("\n".join(["u,v,w,kind", *rows]) + "\n")
    app = MlpApp(SteppedSession(Experiment.load(path, ["network.hidden=[5]"]), None))
    async with app.run_test(size=(110, 40)) as pilot:
        await focus_on(pilot, "data.target")
        await pilot.press("enter", "ctrl+u", *"w", "enter")
        await settled(pilot)
        fresh = Experiment.load(path, ["network.hidden=[5]", "data.target=w"])
        assert app.session.experiment.training == fresh.training
        assert fresh.training.l2 == 3.0
        assert app.session.experiment.network.hidden == [5]
        assert told(app)[-1] == "These suit the data now: l2 0.2 → 3"
        await pilot.press("u")
        await settled(pilot)
        assert app.session.experiment.training.l2 == 0.2
        await pilot.press("U")
        await settled(pilot)
        assert app.session.experiment.training.l2 == 3.0


async def test_no_setting_has_two_rows_and_folds_leave_no_test_fraction(tmp_path: Path) -> None:
    app = app_on(INPUTS["categories"], tmp_path)
    async with app.run_test(size=(110, 50)) as pilot:
        pane = train_screen(app).query_one(HyperparametersPane)
        keys = [row.key for row in pane.rows(3)]
        assert len(keys) == len(set(keys))
        assert "data.test_fraction" in keys
        await focus_on(pilot, "data.split")
        await pilot.press("left")
        await settled(pilot)
        assert app.session.experiment.data.split == "folds:5"
        assert "data.test_fraction" not in [row.key for row in pane.rows(3)]
        await focus_on(pilot, "data.fold")
        await pilot.press("right")
        await settled(pilot)
        assert app.session.experiment.data.fold == 2
