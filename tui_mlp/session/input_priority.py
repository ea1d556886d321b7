"""Training threads yield to the screen's thread for a moment after each key.

Python hands over its global lock every 5 ms when another thread waits for it, which is enough to draw from time to
time. Handling one key acquires the lock about twenty times, so with tiny mini-batches it would take effect only after
0.1 s. Releasing the lock costs 0.08 ms each time: done every millisecond, and always, it would slow training by 8 %.
"""

from time import perf_counter, sleep

SECONDS = 0.15
"""How long training yields after a key."""
YIELD_SECONDS = 0.5e-3
"""From one yield to the next."""

_until = _next = 0.0


def note_key() -> None:
    """Let training yield from now on, for SECONDS: a key was pressed."""
    global _until
    _until = perf_counter() + SECONDS


def yield_to_ui(now: float) -> None:
    """Release the lock if a key was pressed recently. A training thread calls this at every mini-batch boundary."""
    global _next
    if _next <= now < _until:
        sleep(0)
        _next = now + YIELD_SECONDS
