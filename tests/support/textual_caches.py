"""Stand-ins for what Textual works out again for each message, line and widget.

They do what Textual does, with less work: together a sixth of the time of the tests of screens.
"""

import selectors
from collections.abc import Awaitable, Callable, Iterable
from functools import cache
from selectors import SelectorKey
from typing import Any
from weakref import WeakKeyDictionary

import textual._callback
import textual.message_pump
import textual.strip
from textual.app import App
from textual.cache import FIFOCache
from textual.css.model import RuleSet
from textual.css.styles import RulesMap
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode
from textual.message import Message
from textual.message_pump import MessagePump

EpollSelector: Any = getattr(selectors, "EpollSelector", None)
"""That of Linux; elsewhere each turn looks."""
Handlers = Iterable[tuple[type, Callable[[Message], Awaitable[Any]]]]

all_handlers = MessagePump._get_dispatch_methods
count_anew = textual._callback._count_parameters


@cache
def handler_names(kind: type, name: str, message: type) -> tuple[tuple[type, str], ...] | None:
    """The classes of a widget that handle a kind of message, with the name of the method; None where one is decorated.

    Names, not methods: tests put others in their place.
    """
    found = []
    for base in kind.__mro__:
        decorated = base.__dict__.get("_decorated_handlers") or {}
        if any(decorated.get(each) for each in message.__mro__):
            return None
        attribute = f"_{name}" if base.__dict__.get(f"_{name}") else name
        if base.__dict__.get(attribute) is not None:
            found.append((base, attribute))
    return tuple(found)


def handlers(self: MessagePump, method_name: str, message: Message) -> Handlers:
    """In place of Textual's method, which looks through all classes of a widget for each message, several times."""
    names = handler_names(type(self), method_name, type(message))  # type: ignore[arg-type]
    if names is None:
        yield from all_handlers(self, method_name, message)
        return
    for base, attribute in names:
        if message._no_default_action:
            return
        method = base.__dict__[attribute]
        if not getattr(method, "_textual_on", None):
            yield base, method.__get__(self, base)


counts: dict[object, int] = {}


def count_once(function: Callable[..., Any]) -> int:
    """How many parameters a function takes, once for all functions that a line of code makes, such as a lambda."""
    bound = hasattr(function, "__self__")
    code = getattr(function.__func__ if bound and hasattr(function, "__func__") else function, "__code__", None)
    if code is None or hasattr(function, "__wrapped__"):
        return count_anew(function)
    if (code, bound) not in counts:
        counts[code, bound] = count_anew(function)
    return counts[code, bound]


replace_rules, apply_rules = Stylesheet.replace_rules, Stylesheet.apply
latest_rules = WeakKeyDictionary[DOMNode, RulesMap]()
"""The rules that each widget has been given."""
given: list[RulesMap] = []
"""Those that the latest have been given."""


def replace_changed_rules(node: DOMNode, rules: RulesMap, animate: bool = False) -> None:
    """Textual's method, which sets all rules of a widget again even if none has changed; then here none is set.

    None has in nearly all widgets below one whose classes change, such as a screen where another pane gets the focus.
    """
    given[:] = [rules]
    if latest_rules.get(node) == rules:
        node.notify_style_update()
    else:
        latest_rules[node] = rules
        replace_rules(node, rules, animate)


applied: dict[object, tuple[RulesMap, bool]] = {}
"""The rules that apply to a widget, and whether some do where the mouse is over it."""
sheets: dict[tuple[int, ...], int] = {}
"""A number for each list of rules. The rules themselves are kept, see `parsed_once`."""


def apply_known(
    self: Stylesheet, node: DOMNode, *, animate: bool = False, cache: dict[tuple[Any, ...], RulesMap] | None = None
) -> None:
    """Textual's method, which looks for the rules of each widget of each app again.

    They are those of the last widget with the same ancestors, as far as rules can ask; those of a widget that depend on
    its place among others, or on the focus within it, are looked for.
    """
    if getattr(self, "numbered", None) is not self.rules:
        self.numbered = self.rules  # type: ignore[attr-defined]
        self.number = sheets.setdefault(tuple(map(id, self.rules)), len(sheets))  # type: ignore[attr-defined]
    key = (self.number, *map(asked, node.css_path_nodes))  # type: ignore[attr-defined]
    if key in applied:
        rules, node._has_hover_style = applied[key]
        node._has_focus_within = node._has_order_style = node._has_odd_or_even = False
        self.replace_rules(node, rules, animate=animate)
        self._process_component_classes(node)
        return
    given.clear()
    apply_rules(self, node, animate=animate, cache=cache)
    by_place = node._has_focus_within or node._has_order_style or node._has_odd_or_even
    if given and not by_place and not node._get_component_classes():
        applied[key] = (given[0], node._has_hover_style)


def asked(node: DOMNode) -> object:
    """What rules can ask of a widget, except for its place among others and the focus within it."""
    if isinstance(node, App):
        about = (node.current_theme.dark, node.is_inline, node.native_ansi_color, node.no_color, node.app_focus)
        return type(node), node._id, node.classes, about
    return type(node), node._id, node.classes, node._pseudo_classes_cache_key, getattr(node, "can_focus", False)


parse_sheet = Stylesheet.parse
sheets_parsed: dict[object, tuple[list[RuleSet], dict[str, list[RuleSet]]]] = {}


def parse_known(self: Stylesheet) -> None:
    """Textual's method, which puts the rules of all styles together, and sorts them by name, for each app."""
    key = (tuple(self.source.items()), tuple(self._variables.items()))
    if key not in sheets_parsed or self._invalid_css:
        parse_sheet(self)
        sheets_parsed[key] = (self.rules, self.rules_map)
    self._rules, self._rules_map = sheets_parsed[key]
    self._require_parse = False


class NoCache(FIFOCache[Any, Any]):
    """Keeps nothing. Each line of a widget makes seven caches for what is done with it, mostly nothing."""

    def set(self, key: Any, value: Any) -> None:
        """Not kept."""

    __setitem__ = set


class SilentLog:
    """In place of the log of messages, which nobody reads: two objects for each message, only to find that out."""

    def __init__(self) -> None:
        self.event = self

    def verbosity(self, _verbose: bool) -> "SilentLog":
        """This one, whose call says nothing."""
        return self

    def __call__(self, *_said: object, **_about: object) -> None:
        pass

    def __getattr__(self, name: str) -> "SilentLog":
        return self


select_events: Any = EpollSelector.select if EpollSelector else None
skipped, MOST_SKIPPED = [0], 8


def select_seldom(self: Any, timeout: float | None = None) -> list[tuple[SelectorKey, int]]:
    """Look for events of files and sockets not in each turn of an event loop that has something to do anyway.

    A twentieth of the time of these tests was the system's, which is asked in each of ten thousands of turns. Whoever
    waits for events, or has made `skipped` too large, looks.
    """
    if timeout is not None and timeout <= 0 and skipped[0] < MOST_SKIPPED:
        skipped[0] += 1
        return []
    skipped[0] = 0
    found: list[tuple[SelectorKey, int]] = select_events(self, timeout)
    return found


def look_for_events() -> None:
    """Have the next turn of the event loop look."""
    skipped[0] = MOST_SKIPPED


def keep() -> None:
    """Put all of them in place."""
    callbacks: Any = textual._callback
    messages: Any = textual.message_pump
    strips: Any = textual.strip
    rule_sets: Any = RuleSet
    no_cache = NoCache(0)
    MessagePump._get_dispatch_methods = handlers  # type: ignore[method-assign]
    callbacks._count_parameters = count_once
    Stylesheet.parse = parse_known  # type: ignore[method-assign]
    if EpollSelector:
        EpollSelector.select = select_seldom
    messages.log = SilentLog()
    strips.FIFOCache = lambda _size: no_cache
    rule_sets.__hash__ = object.__hash__  # by identity as it is, but not in Python
    Stylesheet.replace_rules = staticmethod(replace_changed_rules)  # type: ignore[method-assign]
    Stylesheet.apply = apply_known  # type: ignore[method-assign]
