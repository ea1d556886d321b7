"""The command palette: all actions, also those without a key.

Those of the focused pane come first.
"""

from collections.abc import Callable, Iterable
from functools import partial

from textual.app import SystemCommand
from textual.binding import Binding
from textual.command import CommandList, CommandPalette, SearchIcon
from textual.dom import DOMNode
from textual.events import Click
from textual.screen import Screen
from textual.widgets import Input

from core.support.i18n import N_, _, translated
from tui_mlp.widgets.app_base import AppBase
from tui_mlp.widgets.safe_text import content, plain

KEY_ONLY_ACTIONS = (
    "move",
    "page",
    "edge",
    "read",
    "read_next",
    "stop_reading",
    "unzoom",
    "command_palette",
    "end_message",
)
"""Actions that make sense only with a key, so the palette leaves them out."""

KEYLESS = (
    ("action_new_seed", N_("New weights"), N_("start over with the next seed")),
    ("action_find_rate", N_("Find a learning rate"), N_("a range test on a copy of the network")),
    ("action_changes", N_("Changes"), N_("all that was changed and done, by epoch")),
    ("action_advice", N_("Advice on or off"), N_("what may be wrong, and the figure that shows it")),
)
"""Actions without a key: the screen's method, the name, and what it does."""

REFRESH = {
    "slow": (N_("slow"), N_("draw training every four seconds, large panes less often: for slow connections")),
    "normal": (N_("normal"), N_("draw training four times a second")),
    "fast": (N_("fast"), N_("draw training eight times a second")),
}
"""The name and description of each entry of REFRESH_RATES."""

KEY_LABELS = {
    "question_mark": "?",
    "slash": "/",
    "plus": "+",
    "minus": "-",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
}


PAGE_ACTIONS = ("page_up", "page_down")


class Menu(CommandPalette):
    """Textual's command palette. `OrderedInput` delays keys while it is searching."""

    def on_mount(self) -> None:
        """Show Textual's icon and placeholder in characters that the terminal has."""
        icon, line = self.query_one(SearchIcon), self.query_one(Input)
        icon.icon, line.placeholder = plain(icon.icon), content(line.placeholder).plain

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


def commands(app: AppBase, screen: Screen[object]) -> Iterable[SystemCommand]:
    """All entries for this screen."""
    from tui_mlp.views.compare.screen import ComparisonScreen, ask_variant

    nodes: list[DOMNode] = [screen] if screen.focused is None else [screen.focused, screen]
    if app.check_action("switch_mode", ()):
        nodes.append(app)  # its keys switch views
    for node in nodes:
        for name, key, call in node_commands(app, node):
            yield SystemCommand(name, key, call)
    for action, name, about in KEYLESS:
        call_keyless: Callable[[], None] | None = getattr(screen, action, None)
        if call_keyless is not None:
            yield SystemCommand(translated(name), translated(about), call_keyless)
    if not isinstance(screen, ComparisonScreen):
        yield SystemCommand(
            _("Compare with a variant"), _("two trainings from the same start, side by side"), partial(ask_variant, app)
        )
    yield SystemCommand(_("Theme"), _("choose one of all themes"), app.action_change_theme)
    for pace, (name, about) in REFRESH.items():
        if pace != app.refresh_name:
            text = _("Refresh: {}").format(translated(name))
            yield SystemCommand(text, translated(about), partial(app.action_refresh, pace))
    yield SystemCommand(_("Light or dark"), _("our two themes"), app.action_toggle_theme)
    bell = _("Bell off") if app.settings.bell else _("Bell on")
    yield SystemCommand(bell, _("the sound at the end of a training of over a minute"), app.action_toggle_bell)
    yield SystemCommand(_("Screenshot"), _("save the screen as SVG"), app.deliver_screenshot)


def node_commands(app: AppBase, node: DOMNode) -> Iterable[tuple[str, str, Callable[[], object]]]:
    """The description, the key and the action of each of the node's key bindings."""
    for binding in own_bindings(type(node)):
        if name_of(binding.action) not in KEY_ONLY_ACTIONS:
            yield translated(binding.description), key_of(binding), partial(app.run_action, binding.action, node)


def own_bindings(node: type) -> Iterable[Binding]:
    """The bindings of a class and of those base classes that are part of this program."""
    program = __name__.partition(".")[0]
    for base in node.__mro__:
        if base.__module__.partition(".")[0] == program:
            yield from vars(base).get("BINDINGS", ())


def name_of(action: str) -> str:
    """The name of an action, without namespace and arguments."""
    return action.partition("(")[0].rpartition(".")[2]


def key_of(binding: Binding) -> str:
    """The binding's first key, as it is written for users."""
    key = binding.key.partition(",")[0]
    return KEY_LABELS.get(key, key.replace("_", " "))
