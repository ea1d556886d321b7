"""The exit statuses, which scripts may rely on."""

DONE, FAULT, UNUSABLE_INPUT, DIVERGED, NOT_KEPT, INTERRUPTED = 0, 1, 2, 3, 4, 130
"""NOT_KEPT: trained, but not all could be saved or said."""


def unless_kept(status: int) -> int:
    """The status where something couldn't be saved or said: an error that ended the command stays what it is."""
    return NOT_KEPT if status in (DONE, DIVERGED, INTERRUPTED) else status
