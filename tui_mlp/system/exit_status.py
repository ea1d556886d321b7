"""The exit statuses, which scripts may rely on."""

DONE, FAULT, UNUSABLE_INPUT, DIVERGED, NOT_KEPT, INTERRUPTED = 0, 1, 2, 3, 4, 130
"""NOT_KEPT: trained, but something could not be saved or printed."""


def unless_kept(status: int) -> int:
    """The status where something could not be saved or printed: NOT_KEPT, unless the command failed with an error."""
    return NOT_KEPT if status in (DONE, DIVERGED, INTERRUPTED) else status
