"""Work on a thread of its own, such as reading files; its result goes back to a widget."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from threading import Thread
from typing import TypeVar

from textual.dom import DOMNode

R = TypeVar("R")


def in_background(node: DOMNode, work: Callable[[], R], then: Callable[[R], object]) -> None:
    """Call `work` on a new thread, then `then` with its result on the screen's thread, unless the node is gone.

    A daemon thread, not a worker of Textual's: leaving the program would wait for that. What `work` raises isn't
    caught: it must return what went wrong.
    """
    deliver = from_any_thread(node, then)
    Thread(target=lambda: deliver(work()), name="reading", daemon=True).start()


def from_any_thread(node: DOMNode, then: Callable[[R], object]) -> Callable[[R], None]:
    """A function for any thread, which has `then` called on the screen's thread, unless the node is gone.

    Call this one on the screen's thread.
    """
    loop = asyncio.get_running_loop()

    def deliver(result: R) -> None:
        if node.is_attached:
            waiting = [result]  # taken out when it is used: Textual keeps the last message of an idle widget
            node.call_later(lambda: then(waiting.pop()))

    def send(result: R) -> None:
        with suppress(RuntimeError):  # the program has ended meanwhile, and with it the loop
            loop.call_soon_threadsafe(deliver, result)

    return send
