"""The screen of an exercise: turns keys into answers, hints and moves, saved at once."""

from collections.abc import Callable

from textual.app import ComposeResult
from textual.binding import Binding
from textual.events import Key, Paste

from core.exercises.saved.saved_session import SavedSession
from core.experiment.experiment import Experiment
from core.support.errors import InputError
from core.support.i18n import N_, _
from tui_mlp.models.exercise.exercise_state import ExerciseState
from tui_mlp.system.clipboard import copy, default_folder
from tui_mlp.text.exercise.copied import question_text, result_text
from tui_mlp.text.exercise.lines import score_line
from tui_mlp.views.picture_screen import PictureScreen
from tui_mlp.widgets.app_base import app_of
from tui_mlp.widgets.message_line import MessageLine

from .help_text import help_text
from .opening import ExerciseOpener
from .widget import ExerciseView, PlaceClicked

PAGE = 5
"""Lines by which the answer is scrolled."""
VIEW_KEYS = frozenset(" nbsSNrRuUBoz123456<>Y")
"""Keys that mean the same in every view, and nothing in an exercise but what is typed."""


class ExerciseScreen(PictureScreen):
    """Shows an exercise and closes its session when it is left.

    `source` is what it was begun from, None for a session that goes on. `opened` are all sessions of this start of the
    program; where it is given, the program was started for an exercise and ends when that is left.
    """

    CSS_PATH = "exercise.tcss"
    BINDINGS = [
        Binding("enter", "enter", N_("Check, or go on"), show=False),
        Binding("up", "move(-1,0)", N_("Up"), show=False),
        Binding("down", "move(1,0)", N_("Down"), show=False),
        Binding("left,shift+tab", "move(0,-1)", N_("Left"), show=False),
        Binding("right,tab", "move(0,1)", N_("Right"), show=False),
        Binding("backspace", "erase", N_("Take back a character"), show=False),
        Binding("pageup", f"scroll_answer({-PAGE})", N_("Answer up"), show=False),
        Binding("pagedown", f"scroll_answer({PAGE})", N_("Answer down"), show=False),
        Binding("shift+up", "scroll_operands(-1,0)", N_("Operands up"), show=False),
        Binding("shift+down", "scroll_operands(1,0)", N_("Operands down"), show=False),
        Binding("shift+left", "scroll_operands(0,-1)", N_("Operands left"), show=False),
        Binding("shift+right", "scroll_operands(0,1)", N_("Operands right"), show=False),
        Binding("h", "hint", N_("Hint")),
        Binding("k", "skip", N_("Skip this question")),
        Binding("left_square_bracket", "turn(-1)", N_("Earlier open question")),
        Binding("right_square_bracket", "turn(1)", N_("Next open question")),
        Binding("a", "another", N_("Choose another one")),
        Binding("w", "other_weights", N_("Again with other weights")),
        Binding("P", "point", N_("Pointer on or off")),
        Binding("y", "copy_question", N_("Copy the question")),
        Binding("M", "app.messages", N_("Messages so far")),
        Binding("question_mark", "help", N_("Help")),
        Binding("colon", "app.command_palette", N_("Menu"), show=False),
        Binding("escape", "leave", N_("Leave, all is saved")),
        Binding("q", "app.quit", N_("Quit")),
    ]

    def __init__(
        self, saved: SavedSession, source: str | Experiment | None = None, opened: list[SavedSession] | None = None
    ) -> None:
        super().__init__()
        self.exercise_state, self.source, self.opened = ExerciseState(saved), source, opened
        if opened is not None:
            opened.append(saved)

    @property
    def saved(self) -> SavedSession:
        """The session and its folder."""
        return self.exercise_state.saved

    def compose(self) -> ComposeResult:
        """Yield the widget that draws everything but messages."""
        yield ExerciseView(self.exercise_state)
        yield MessageLine()

    @property
    def view(self) -> ExerciseView:
        """The widget that draws the exercise."""
        return self.query_one(ExerciseView)

    def part_to_save(self) -> ExerciseView:
        """All but the line for messages."""
        return self.view

    def title_of_part(self) -> str:
        """The exercise's name."""
        return self.saved.session.exercise.name

    def name_of_view(self) -> str:
        """An exercise is shown."""
        return "exercise"

    def on_mount(self) -> None:
        """Draw again for another theme or language."""
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self.view.repaint())
        app_of(self).language_changed.subscribe(self, lambda _nothing: self.view.repaint())

    def on_unmount(self) -> None:
        """Let other programs go on with the session."""
        self.saved.close()

    # Keys

    def on_key(self, event: Key) -> None:
        """Type a character that can be part of the answer."""
        state, character = self.exercise_state, event.character
        if character is None:
            return
        chosen = not state.finished and bool(state.form.choices) and character.isdecimal()
        if chosen or (not state.finished and state.form.takes(character)):
            event.stop()
            event.prevent_default()
            self.change(lambda: state.type(character))
        elif character in VIEW_KEYS:
            self.notify(_("This key works in the views; esc leaves the exercise."))

    def on_paste(self, event: Paste) -> None:
        """Type what was pasted, as far as it can be part of the answer."""
        state = self.exercise_state
        event.stop()
        if not state.finished and not state.form.choices:
            self.change(lambda: state.paste(event.text))

    def change(self, work: Callable[[], object]) -> None:
        """Change the state and show it; say why where that isn't possible, such as on a full disk."""
        try:
            work()
        except InputError as problem:
            self.notify(str(problem), severity="error")
        self.view.show_change()

    def action_enter(self) -> None:
        """Check what is typed or chosen; go on where all is right; at the end go back to the question in focus."""
        state, view = self.exercise_state, self.view
        if state.finished:
            self.change(lambda: state.go_to(view.scrolled.question))
        else:
            self.change(state.enter)
        self.focus_open_question()

    def focus_open_question(self) -> None:
        """On the last page, focus the first question that isn't right yet."""
        if self.exercise_state.finished:
            self.view.focus_question(next(iter(self.exercise_state.open_questions), 0))

    def action_move(self, down: int, right: int) -> None:
        """Move among fields or choices; on the last page among questions."""
        state, view = self.exercise_state, self.view
        if not state.finished:
            self.change(lambda: state.move(down, right))
            return
        beyond = [one for one in state.open_questions if (one - view.scrolled.question) * down > 0]
        if beyond:
            view.focus_question(beyond[0] if down > 0 else beyond[-1])

    def action_erase(self) -> None:
        if not self.exercise_state.finished:
            self.change(self.exercise_state.erase)

    def action_scroll_answer(self, lines: int) -> None:
        self.view.scroll_answer(lines)

    def action_scroll_operands(self, rows: int, columns: int) -> None:
        self.view.scroll_operands(rows, columns)

    def action_hint(self) -> None:
        """Take the next hint; on the last page there is none."""
        if not self.exercise_state.finished:
            self.change(self.exercise_state.hint)

    def action_point(self) -> None:
        """Frame the value in focus, so that an audience sees it; pressed again, no more."""
        state = self.exercise_state
        state.pointing = not state.pointing
        if state.pointing and not state.pointed:
            state.pointing = False
            self.notify(_("Nothing to point at: no value is in focus here."))
        elif (shown := app_of(self).messages.shown) is not None and shown.severity == "information":
            app_of(self).action_end_message()  # the score line says what the pointer is on
        self.view.redraw()

    def action_skip(self) -> None:
        """Go on, whether the question is answered or not."""
        if not self.exercise_state.finished:
            self.change(self.exercise_state.go_on)
            self.focus_open_question()

    def action_turn(self, by: int) -> None:
        """Go to the question before or after this one that isn't right yet."""
        state, here = self.exercise_state, self.exercise_state.session.present
        found = [place for place in state.open_questions if (place - here) * by > 0]
        if found:
            self.change(lambda: state.go_to(found[0] if by > 0 else found[-1]))
        else:
            self.notify(_("There is no other question that isn't right yet."))

    def action_another(self) -> None:
        """List the exercises."""
        self.opener().list_exercises()

    def action_other_weights(self) -> None:
        """Begin the same exercise with other weights; this session stays as it is."""
        self.opener().begin_with_other_weights(self.source, self.saved.session.exercise.name)

    def opener(self) -> ExerciseOpener:
        """What opens other exercises in place of this one."""

        def show(saved: SavedSession, source: str | Experiment | None) -> None:
            self.saved.close()  # at once: Textual takes the screen away later
            self.app.switch_screen(ExerciseScreen(saved, source, self.opened))

        return ExerciseOpener(self, show, self.saved)

    def action_copy_question(self) -> None:
        """Copy the question with its answers and hints; on the last page the result."""
        state, saved = self.exercise_state, self.saved
        if state.finished:
            text = result_text(saved.session, str(saved.folder.path), saved.digest)
        else:
            text = question_text(saved.session, saved.session.present, state.form.given)
        try:
            self.notify(copy(self.app, text, default_folder(), ".txt"))
        except InputError as problem:
            self.notify(str(problem), severity="error")

    def on_place_clicked(self, message: PlaceClicked) -> None:
        """Focus a field or a choice; a choice in focus is chosen; go to a question that isn't right yet."""
        state, place = self.exercise_state, message.place
        match place.kind:
            case "asked":
                self.change(lambda: state.focus(place.number))
            case "question":
                if not state.finished:
                    self.change(lambda: state.go_to(place.number))
                elif self.view.scrolled.question == place.number:
                    self.action_enter()
                else:
                    self.view.focus_question(place.number)
            case "choice":
                self.click_choice(place.asked, place.number)

    def click_choice(self, asked: int, choice: int) -> None:
        """Focus a choice; one that has the focus already is chosen."""
        state = self.exercise_state
        if state.form.chosen and (state.form.here, state.form.choice) == (asked, choice):
            self.action_enter()
            return
        state.focus(asked)
        self.change(lambda: state.choose(choice))

    def action_help(self) -> None:
        """Show what is on the screen, and the keys."""
        from tui_mlp.dialogs.help import Help

        self.app.push_screen(Help(_("Exercise"), help_text(self.saved.session)))

    def action_leave(self) -> None:
        """Go back to where it was opened, or end the program that was started for it; all is saved."""
        app, session = app_of(self), self.saved.session
        self.saved.close()
        if self.opened is not None:
            app.exit()
            return
        text = _("{}; saved in {}. Exercises in the menu goes on with it.")
        app.tell(text.format(score_line(session.score, session.of), self.saved.folder.path))
        self.dismiss()
