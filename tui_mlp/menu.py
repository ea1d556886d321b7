"""The menu of `ctrl+p`: every action there is, those of the pane in focus first, the keyless too."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from textual.app import SystemCommand
from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import Screen

from core.texts import N_, _, translated

from .render.glyphs import to_ascii

if TYPE_CHECKING:
    from .app import MlpApp

MOVES = ("move", "page", "edge", "read", "read_next", "stop_reading", "unzoom", "command_palette")
"""Actions that only a key makes sense for."""

EXTRA = (
    ("action_find_rate", N_("Find a learning rate"), N_("a range test on a copy of the network")),
    ("action_changes", N_("Changes"), N_("all that was changed and done, by epoch")),
    ("action_advice", N_("Advice on or off"), N_("what may be wrong, with the number behind it")),
)
"""What has no key: the screen's action, its name, what it does."""

REFRESH = {
    "slow": (N_("slow"), N_("draw training every four seconds, large panes more seldom: for thin links")),
    "normal": (N_("normal"), N_("draw training four times a second")),
    "fast": (N_("fast"), N_("draw training eight times a second")),
}
"""By the names of PACES: what to call it, what it does."""

KEYS = {
    "question_mark": "?",
    "slash": "/",
    "plus": "+",
    "minus": "-",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
}


def commands(app: "MlpApp", screen: Screen[object]) -> Iterable[SystemCommand]:
    """All commands on this screen."""
    from .screens.comparison import ComparisonScreen, ask_variant

    pane = screen.focused
    nodes = [screen] if pane is None else [pane, screen]
    for node in nodes:
        for name, key, call in actions(app, node):
            yield SystemCommand(to_ascii(name) if app.ascii else name, key, call)
    new_seed: Callable[[], None] | None = getattr(screen, "action_new_seed", None)
    if new_seed is not None:
        yield SystemCommand(_("New weights"), _("start over with the next seed"), new_seed)
    delay: Callable[[], None] | None = getattr(screen, "action_delay", None)
    if delay is not None:
        yield SystemCommand(_("Delay between epochs"), _("for a teacher in front of a class"), delay)
    for action, name, about in EXTRA:
        extra: Callable[[], None] | None = getattr(screen, action, None)
        if extra is not None:
            yield SystemCommand(translated(name), translated(about), extra)
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
    yield SystemCommand(_("Screenshot"), _("save the screen as SVG"), app.deliver_screenshot)


def actions(app: "MlpApp", node: DOMNode) -> Iterable[tuple[str, str, Callable[[], object]]]:
    """What the node's keys do: what it says of them, the key, and the action."""
    for binding in own_bindings(type(node)):
        if name_of(binding.action) not in MOVES:
            yield translated(binding.description), key_of(binding), partial(app.run_action, binding.action, node)


def own_bindings(node: type) -> Iterable[Binding]:
    """Those of the class and of what it inherits from in this program."""
    for base in node.__mro__:
        if base.__module__.startswith(__package__):
            yield from vars(base).get("BINDINGS", ())


def name_of(action: str) -> str:
    """Without its node and its arguments."""
    return action.partition("(")[0].rpartition(".")[2]


def key_of(binding: Binding) -> str:
    """The first of its keys as people write it."""
    key = binding.key.partition(",")[0]
    return KEYS.get(key, key.replace("_", " "))
