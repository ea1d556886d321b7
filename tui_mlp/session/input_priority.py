"""While a person presses keys, the threads that train let the screen's thread in.

Python's lock changes hands by itself every 5 ms where someone waits for it, which is enough for drawing now and then.
A key's way to the screen takes it some twenty times, so it would show after 0.1 s on a training of tiny mini-batches.
Letting go costs 0.08 ms each time: every millisecond, and always, it would slow training by 8 %.
"""

from time import perf_counter, sleep

SECONDS = 0.15
"""How long after a key."""
YIELD_SECONDS = 0.5e-3

_until = _next = 0.0


def note_key() -> None:
    """A person has pressed a key: their screen comes first for a moment."""
    global _until
    _until = perf_counter() + SECONDS


def yield_to_ui(now: float) -> None:
    """Asked by a thread that trains, at every mini-batch boundary."""
    global _next
    if _next <= now < _until:
        sleep(0)
        _next = now + YIELD_SECONDS
