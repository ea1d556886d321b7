"""Stand-ins for what Textual works out again for each message, line and widget.

They do what Textual does, with less work: together a sixth of the time of the tests of screens.
"""

from collections.abc import Awaitable, Callable, Iterable
from functools import lru_cache
from typing import Any, cast

import textual._callback
import textual.message_pump
import textual.strip
from textual.cache import FIFOCache
from textual.css.model import RuleSet
from textual.message import Message
from textual.message_pump import MessagePump

Handlers = Iterable[tuple[type, Callable[[Message], Awaitable[Any]]]]

all_handlers = MessagePump._get_dispatch_methods
count_anew = textual._callback._count_parameters


@lru_cache(maxsize=None)
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
    names = handler_names(type(self), method_name, type(message))
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


class NoCache(FIFOCache[Any, Any]):
    """Keeps nothing. Each line of a widget makes seven caches for what else is done with it, which is mostly nothing."""

    def set(self, key: Any, value: Any) -> None:
        """Not kept."""

    __setitem__ = set


class SilentLog:
    """In place of the log of messages, which nobody reads: two objects for each message, only to find that out."""

    def __getattr__(self, name: str) -> "SilentLog":
        return self

    def __call__(self, *_said: object, **_about: object) -> "SilentLog":
        return self


def keep() -> None:
    """Put all of them in place."""
    MessagePump._get_dispatch_methods = handlers  # type: ignore[method-assign]
    textual._callback._count_parameters = count_once
    RuleSet.__hash__ = object.__hash__  # type: ignore[method-assign]  # it is by identity as it stands, but in Python
    no_cache = NoCache(0)
    textual.strip.FIFOCache = cast(type[FIFOCache[Any, Any]], lambda _size: no_cache)  # type: ignore[misc]
    textual.message_pump.log = SilentLog()  # type: ignore[assignment]
