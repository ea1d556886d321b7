"""The exit statuses, on which scripts may rely."""

DONE, FAULT, UNUSABLE_INPUT, DIVERGED, NOT_SAVED, INTERRUPTED = 0, 1, 2, 3, 4, 130
"""NOT_SAVED: trained, but not everything could be saved or printed."""


def not_saved_status(status: int) -> int:
    """The status if not everything could be saved or printed: NOT_SAVED, unless the command failed with an error."""
    return NOT_SAVED if status in (DONE, DIVERGED, INTERRUPTED) else status
