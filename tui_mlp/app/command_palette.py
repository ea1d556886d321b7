"""The menu: all actions of the program in groups, found by what people call them."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import NamedTuple

from textual.app import SystemCommand
from textual.binding import Binding
from textual.command import CommandList, CommandPalette, DiscoveryHit, Hit, Hits, Provider, SearchIcon
from textual.content import Content
from textual.events import Click
from textual.screen import Screen
from textual.widgets import Input

from core.support.i18n import LANGUAGES, _, language_in_use, translated
from tui_mlp.render.cell_text import cut, displayed
from tui_mlp.widgets.app_base import AppBase, app_of
from tui_mlp.widgets.safe_text import content, plain

from .menu_entries import APP, ENTRIES, KEYLESS, PROGRAM_WORDS, REFRESH, VIEWS, Group, MenuEntry
from .menu_search import score

KEY_ONLY_ACTIONS = (
    "move",
    "page",
    "edge",
    "read",
    "read_next",
    "stop_reading",
    "across",
    "move_across",
    "move_up",
    "across_page",
    "unzoom",
    "walk",
    "scroll",
    "scroll_answer",
    "scroll_operands",
    "across",
    "across_page",
    "command_palette",
    "end_message",
)
"""Actions that make sense only with a key, so the menu leaves them out."""

GROUP, KEY, TITLE = 8, 10, 30
"""Cells of the columns of the menu."""

KEY_LABELS = {
    "question_mark": "?",
    "slash": "/",
    "plus": "+",
    "minus": "-",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "left": "←",
    "right": "→",
    "up": "↑",
    "down": "↓",
    "pageup": "pgup",
    "pagedown": "pgdn",
}


PAGE_ACTIONS = ("page_up", "page_down")


class Menu(CommandPalette):
    """Textual's command palette, a line for each entry. `OrderedInput` delays keys while it is searching."""

    DEFAULT_CSS = "Menu CommandList { text-wrap: nowrap; text-overflow: ellipsis; }"

    def on_mount(self) -> None:
        """Show Textual's icon and placeholder in characters that the terminal has."""
        icon, line = self.query_one(SearchIcon), self.query_one(Input)
        icon.icon, line.placeholder = plain(icon.icon), content(line.placeholder).plain
        if app_of(self).ascii:
            self.query_one(CommandList).styles.text_overflow = "clip"  # without Textual's …

    @property
    def is_busy(self) -> bool:
        """Whether it is still searching for entries that match what was typed."""
        return any(worker.node is self and not worker.is_finished for worker in self.workers)

    def _on_click(self, event: Click) -> None:  # type: ignore[override]
        if not self.region.contains(event.screen_x, event.screen_y):  # made before the window shrank
            event.prevent_default()  # Textual ends with NoWidget where it looks for what was clicked

    def _action_command_list(self, action: str) -> None:
        if action not in PAGE_ACTIONS or self.query_one(CommandList).scrollable_content_region:
            super()._action_command_list(action)  # Textual raises KeyError if the list has no room for a line


class MenuLine(NamedTuple):
    """A line of the menu: an action, its key, and where or why not, or what it does."""

    group: Group
    title: str
    key: str
    about: str
    words: str
    call: Callable[[], object]

    def shown(self, ascii: bool) -> Content:
        """The line as the menu shows it, in columns."""
        title, about = displayed(self.title, ascii), displayed(self.about, ascii)
        return Content.assemble(
            (cut(self.group.text, GROUP, ascii), "not bold $muted"),
            (cut(self.key, KEY, ascii), "not bold $accent"),
            (f"{title:<{TITLE}}  " if about else title, "bold"),
            (about, "not bold $muted"),
        )


class MenuProvider(Provider):
    """Gives the menu its lines: all of them in their order, or those that fit what was typed, the best first."""

    async def startup(self) -> None:
        """Collect the lines: they stay the same while the menu is open."""
        app = app_of(self.screen)
        self._lines = [(line, line.shown(app.ascii)) for line in menu_lines(app, self.screen)]

    async def discover(self) -> Hits:
        """All lines."""
        for line, shown in self._lines:
            yield DiscoveryHit(shown, line.call, line.title)

    async def search(self, query: str) -> Hits:
        """The lines that fit; where none does, those that have the typed letters in this order, for misspelt words."""
        scores = [(score(query, line.title, line.key, line.words, line.group.text), line) for line in self.lines]
        if not any(value for value, _line in scores):
            matcher = self.matcher(query)
            scores = [(matcher.match(line.title), line) for line in self.lines]
        for (value, line), (_same, shown) in zip(scores, self._lines, strict=True):
            if value:
                yield Hit(value, shown, line.call, line.title)

    @property
    def lines(self) -> list[MenuLine]:
        """The lines, without how they are shown."""
        return [line for line, _shown in self._lines]


def commands(app: AppBase, screen: Screen[object]) -> Iterable[SystemCommand]:
    """All lines of the menu for this screen, as Textual's commands."""
    for line in menu_lines(app, screen):
        about = "   ".join(text for text in (line.group.text, line.key, line.about) if text)
        yield SystemCommand(displayed(line.title, app.ascii), displayed(about, app.ascii), line.call)


def menu_lines(app: AppBase, screen: Screen[object]) -> list[MenuLine]:
    """All lines for this screen, in the order of the groups and of the table of entries."""
    order = {group: place for place, group in enumerate(Group)}
    lines = [
        *page_lines(app, screen),
        *bound_lines(app, screen),
        *keyless_lines(app, screen),
        *program_lines(app, screen),
    ]
    return sorted(lines, key=lambda line: order[line.group])


def bound_lines(app: AppBase, screen: Screen[object]) -> list[MenuLine]:
    """The actions that have a key: those of a dialog that is open, then the program's in the order of ENTRIES."""
    from tui_mlp.views.view_screen import View

    from .menu_places import go_and_run, is_here, owners, place_text, state_text

    found: dict[tuple[str, str], MenuLine] = {}
    nodes = {owner: None for node in (type(screen.focused), type(screen), *owners()) for owner in program_bases(node)}
    for owner in nodes:
        for binding in vars(owner).get("BINDINGS", ()):
            key = entry_key(owner, binding)
            if name_of(binding.action) in KEY_ONLY_ACTIONS or key in found:
                continue
            entry = ENTRIES.get(key, MenuEntry(Group.VIEW, ""))
            if entry.words == "" and not is_here(owner, screen):
                continue  # of another dialog
            about = place_text(app, owner, screen) or state_text(binding, app.session.snapshot)
            call = partial(go_and_run, app, owner, binding.action, screen)
            found[key] = line_of(entry, translated(binding.description), key_of(binding), about, call)
    for binding in own_bindings(type(app)):
        if (APP, binding.action) in ENTRIES:
            shows = app.check_action("switch_mode", ())
            about = "" if shows else place_text(app, View, screen)
            call_here = partial(app.run_action, binding.action, app) if shows else partial(app.notify, about)
            title = translated(binding.description)
            found[APP, binding.action] = line_of(ENTRIES[APP, binding.action], title, key_of(binding), about, call_here)
    places = {key: place for place, key in enumerate(ENTRIES)}
    return [found[key] for key in sorted(found, key=lambda key: places.get(key, -1))]


def line_of(entry: MenuEntry, title: str, key: str, about: str, call: Callable[[], object]) -> MenuLine:
    """The line of an entry."""
    return MenuLine(entry.group, title, key, about, translated(entry.words) if entry.words else "", call)


def keyless_lines(app: AppBase, screen: Screen[object]) -> Iterator[MenuLine]:
    """The actions of views that have no key."""
    from tui_mlp.views.view_screen import View

    from .menu_places import place_text

    for action, entry in KEYLESS.items():
        call: Callable[[], object] | None = getattr(screen, action, None)
        why = place_text(app, View, screen) if call is None else translated(entry.about)
        yield MenuLine(
            entry.group, translated(entry.title), "", why, translated(entry.words), call or partial(app.notify, why)
        )


def page_lines(app: AppBase, screen: Screen[object]) -> Iterator[MenuLine]:
    """The pages of the Output view that suit the data."""
    from tui_mlp.views.output.pages import pages_of
    from tui_mlp.views.output.screen import OutputScreen

    from .menu_places import go_and_run, place_text

    about = place_text(app, OutputScreen, screen)
    for page in pages_of(app.session.snapshot.data):
        title, words = _("Output: {}").format(translated(page.title)), translated(PROGRAM_WORDS[page.name])
        call = partial(go_and_run, app, OutputScreen, f"show_page('{page.name}')", screen)
        yield MenuLine(Group.VIEW, title, "", about, words, call)


def program_lines(app: AppBase, screen: Screen[object]) -> Iterator[MenuLine]:
    """What isn't bound to a view: comparing, themes, pace, language."""
    from tui_mlp.views.compare.screen import ask_variant
    from tui_mlp.views.exercise.menu import list_exercises
    from tui_mlp.views.exercise.screen import ExerciseScreen
    from tui_mlp.views.view_screen import View

    from .menu_places import place_text

    def line(group: Group, title: str, about: str, words: str, call: Callable[[], object]) -> MenuLine:
        return MenuLine(group, title, "", about, translated(PROGRAM_WORDS[words]), call)

    against = place_text(app, View, screen)
    compare = partial(app.notify, against) if against else partial(ask_variant, app)
    side_by_side = against or _("two trainings side by side, one setting apart")
    yield line(Group.RUN, _("Compare with a variant"), side_by_side, "compare", compare)
    opens = isinstance(screen, View | ExerciseScreen)
    exercises = partial(list_exercises, screen) if opens else partial(app.notify, against)
    by_hand = _("a mini-batch by hand, each answer marked at once") if opens else against
    yield line(Group.DATA, _("Exercises"), by_hand, "exercises", exercises)
    yield line(
        Group.PROGRAM,
        _("Light or dark"),
        _("changes between the two themes of this program"),
        "light",
        app.action_toggle_theme,
    )
    yield line(
        Group.PROGRAM,
        _("As usual, not for a projector") if app.big else _("Large, for a projector"),
        _("one pane at a time, set apart, in the high-contrast theme"),
        "big",
        app.action_toggle_big,
    )
    yield line(Group.PROGRAM, _("Theme"), _("a list of all themes"), "theme", app.action_change_theme)
    for pace, (name, drawn) in REFRESH.items():
        if pace != app.refresh_name:
            text = _("Refresh: {}").format(translated(name))
            yield line(Group.PROGRAM, text, translated(drawn), "refresh", partial(app.action_refresh, pace))
    bell = _("Bell off") if app.settings.bell else _("Bell on")
    sound = _("the sound at the end of a training of over a minute")
    yield line(Group.PROGRAM, bell, sound, "bell", app.action_toggle_bell)
    for code, name in LANGUAGES.items():
        if code != language_in_use():
            about, title = _("all texts in this language, also when it is opened next"), _("Language: {}").format(name)
            yield line(Group.PROGRAM, title, about, "language", partial(app.action_language, code))


def program_bases(node: type) -> list[type]:
    """A class and those of its base classes that are part of this program."""
    program = __name__.partition(".")[0]
    return [base for base in node.__mro__ if base.__module__.partition(".")[0] == program]


def entry_key(owner: type, binding: Binding) -> tuple[str, str]:
    """The key of ENTRIES for a binding of a class: all base classes of the views count as one, as do app actions."""
    from tui_mlp.views.view_screen import View

    if binding.action.startswith("app.") or issubclass(View, owner):
        return VIEWS, binding.action.removeprefix("app.")
    return owner.__name__, binding.action


def own_bindings(node: type) -> Iterable[Binding]:
    """The bindings of a class and of those base classes that are part of this program."""
    for base in program_bases(node):
        yield from vars(base).get("BINDINGS", ())


def name_of(action: str) -> str:
    """The name of an action, without namespace and arguments."""
    return action.partition("(")[0].rpartition(".")[2]


def key_of(binding: Binding) -> str:
    """The binding's first key, as it is written for users."""
    key = binding.key.partition(",")[0]
    held, plus, key = key.rpartition("+")
    return held + plus + KEY_LABELS.get(key, key.replace("_", " "))
