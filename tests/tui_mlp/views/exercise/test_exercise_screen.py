"""The exercise screen under keys and mouse, from the first question to the last page."""

from pathlib import Path

from exercises_on_screen import EACH_KIND, FOLLOWED, saved_session
from stepped import make_app, screen_of, shown, told, train_screen, until, until_told
from textual.pilot import Pilot

from core.exercises.saved.data_cache import DataCache
from core.exercises.saved.marked_session import mark_session
from core.exercises.saved.saved_session import SavedSession
from core.support.i18n import use_language
from tui_mlp.app.app import MlpApp
from tui_mlp.app.command_palette import menu_lines
from tui_mlp.session.snapshot import RunState
from tui_mlp.views.exercise.screen import ExerciseScreen


async def opened(app: MlpApp, pilot: Pilot[None], saved: SavedSession) -> ExerciseScreen:
    await app.push_screen(ExerciseScreen(saved, "by-hand"))
    await pilot.pause()
    return screen_of(app, ExerciseScreen)


def keys(text: str) -> list[str]:
    names = {"-": "minus", ".": "full_stop", ",": "comma", " ": "space"}
    return [names.get(character, character) for character in text]


async def test_from_the_first_question_to_what_is_handed_in(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        saved = saved_session(tmp_path, FOLLOWED)
        screen = await opened(app, pilot, saved)
        await pilot.press(*keys("0.4256"), "right", *keys("0.7311"), "enter")
        assert "✓ A(2)[1,2] = 0.7311   right" in shown(app)
        await pilot.press("enter", *keys("-0.4909"), "enter")
        assert "without g, from Z(3)" in shown(app)
        await pilot.press("k", *keys("1.4909"), "enter")
        assert "follow-through" in shown(app)
        await pilot.press("enter", "k", "h", *keys("0.91"), "backspace", "backspace", "enter")
        assert "0.75 of 1 left" in shown(app)
        assert "exercise 5 of 5" in shown(app)
        await pilot.press("left_square_bracket", "left_square_bracket")
        assert "exercise 2 of 5" in shown(app)
        await pilot.press("right_square_bracket", "right_square_bracket", "k")
        await pilot.press("y")
        assert "score 2 of 5" in shown(app)
        assert saved.digest[:32] in shown(app)
        assert told(app) == ["Copied, 8 lines"]
        await pilot.press("down")
        assert "▸ 4 ∇(2)" in shown(app)
        await pilot.press("enter")
        assert "exercise 4 of 5" in shown(app)
        await pilot.press("escape")
        assert app.screen is train_screen(app)
        assert any("score 2 of 5" in text for text in told(app))
    assert screen.saved.session.score == 2
    marked = mark_session(saved.folder, DataCache())
    assert (marked.intact, marked.score) == (True, 2.0)


async def test_the_pointer_is_on_fields_alone(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot, saved_session(tmp_path, ["shape Θ(1)", "A(2)"]))
        await pilot.press("P")
        assert "Nothing to point at" in shown(app)
        await pilot.press("k", "P", "right")
        await until(pilot, "▣ A(2)[1,2]")
        assert told(app)[-1].startswith("Nothing to point at")
        await pilot.press("P")
        assert "▣" not in shown(app)


async def test_a_message_gives_way_to_the_pointer_and_a_warning_does_not(tmp_path: Path) -> None:
    """At once: messages go by themselves after a while."""
    app = make_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot, saved_session(tmp_path, ["A(2)"]))
        app.notify("so it is")
        await pilot.press("P")
        assert app.messages.shown is None
        assert "▣ A(2)[1,1]" in shown(app)
        await pilot.press("P")
        app.notify("so it is", severity="warning")
        await pilot.press("P")
        assert app.messages.shown is not None


async def test_the_language_changes_on_the_screen(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot, saved_session(tmp_path, ["A(2)"]))
        before = shown(app)
        for language, words in (("es", "ejercicio 1 de 1"), ("en", "exercise 1 of 1")):
            use_language(language)
            app.language_changed.publish(None)
            await pilot.pause()
            assert words in shown(app)
        assert shown(app) == before


async def test_each_kind_is_answered_and_numbers_are_no_views(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await opened(app, pilot, saved_session(tmp_path, EACH_KIND))
        state = screen.exercise_state
        await pilot.press(*keys("1 x 2"), "enter", "enter")
        await pilot.press(*keys("0,4256"), "tab", *keys("7.311e-1"), "enter", "enter")
        assert state.session.score == 2
        right = state.form.choices.index(state.question.right[0])
        await pilot.press(str(right + 1), "enter", "enter", *keys("0.9684"), "enter", "enter")
        assert state.session.score == 4
        cell, slip = state.question.right
        if state.form.cell != state.form.cells[state.form.choices.index(cell)]:
            await pilot.press("right")
        await pilot.press("enter", str(state.question.asked[1].choices.index(slip) + 1), "enter", "enter")
        assert state.session.score == 5
        await pilot.press(str(state.form.choices.index(state.question.right[0]) + 1), "enter", "enter")
        assert "score 6 of 6   6 of 6 questions are right" in shown(app)


async def test_keys_of_the_views_do_nothing_and_say_so(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot, saved_session(tmp_path, ["A(3)"]))
        for key in ("space", "o", "n", "U", "less_than_sign"):
            await pilot.press(key)
        assert [text.partition(";")[0] for text in told(app)] == ["This key works in the views"] * 5
        await pilot.press(*keys("1.5"))
        assert screen.exercise_state.form.texts == ("1.5",)
        assert (len(told(app)), app.screen, app.session.state) == (5, screen, RunState.READY)


async def test_fields_and_choices_are_clicked(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot, saved_session(tmp_path, ["next", "A(2)"]))
        state = screen.exercise_state
        for question in range(2):
            lines = shown(app).splitlines()
            if question == 0:
                place = state.form.choices.index(state.question.right[0])
                y = next(y for y, line in enumerate(lines) if f" {place + 1}  A(2) = g(" in line)
                await pilot.click(offset=(40, y))
                await pilot.click(offset=(40, y))
                assert state.done
                await pilot.press("enter")
            else:
                y = next(y for y, line in enumerate(lines) if "····" in line)
                await pilot.click(offset=(lines[y].rindex("····"), y))
                assert state.form.here == 1


async def test_the_menu_lists_exercises_and_opens_what_was_begun(tmp_path: Path) -> None:
    app = make_app(tmp_path, runs_dir=tmp_path / "runs")
    async with app.run_test(size=(80, 24)) as pilot:
        saved = saved_session(tmp_path / "runs", ["A(2)", "J"])
        saved.go_on()
        saved.close()
        await pilot.press("space")
        next(line for line in menu_lines(app, app.screen) if line.title == "Exercises").call()
        await until(pilot, "Exercises, by level")
        assert "question 2" in shown(app)
        await pilot.press("enter")
        await pilot.press("g")
        await until(pilot, "exercise 2 of 2")
        assert screen_of(app, ExerciseScreen).saved.folder.path == saved.folder.path
        await pilot.press("a")
        await until(pilot, "Exercises, by level")
        await pilot.press("end", "enter")
        await until(pilot, "exercise 1 of")
        assert screen_of(app, ExerciseScreen).saved.folder.path != saved.folder.path
        SavedSession.reopen(saved.folder).close()  # the first one was let go of
        await pilot.press("w")
        await until(pilot, "seed ")
        assert app.session.state is RunState.TRAINING, "it goes on meanwhile"


async def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    app = make_app(tmp_path, runs_dir=tmp_path / "runs")
    async with app.run_test(size=(80, 24)) as pilot:
        saved = saved_session(tmp_path / "runs", ["A(2)"])  # still open
        next(line for line in menu_lines(app, app.screen) if line.title == "Exercises").call()
        await until(pilot, "Exercises, by level")
        await pilot.press("enter", "g")
        await until_told(pilot, saved.folder.path.name)
        assert app.screen is train_screen(app)
        saved.close()


async def test_an_answer_that_cannot_be_saved_is_told(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        saved = saved_session(tmp_path, ["A(3)"])
        await opened(app, pilot, saved)
        saved.folder.journal.unlink()
        saved.folder.journal.mkdir()
        await pilot.press(*keys("0.3797"), "enter")
        assert "regular" in shown(app), "what was found in place of the journal"
        assert "0.3797 ✓" in shown(app)
