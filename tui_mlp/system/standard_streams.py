"""Standard streams that may be closed, on a full disk, or without a reader.

Python sets a closed stream to None, gives its descriptor to the next file that is opened, and ends with a traceback
if a stream can't be written. Here that is reported once, on the stream that is left, and in the exit status.
"""

import errno
import io
import os
import sys
from select import select

from .exit_status import DONE, INTERRUPTED, not_saved_status

TYPE_CHECKING = False  # importing typing takes a sixth of the time of --version
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TextIO

    from _typeshed import ReadableBuffer

STDIN, STDOUT, STDERR = range(3)


class Unwritable(Exception):
    """Standard output can't be written. Raised only the first time, to end a command that only prints."""


class Output(io.FileIO):
    """The raw file of a standard stream. Drops what can't be written.

    `problem` is the first error, None before it. `failed` is called with the first error, and may raise.
    """

    def __init__(self, descriptor: int, failed: "Callable[[OSError], object]") -> None:
        super().__init__(descriptor, "wb", closefd=False)
        self.problem: OSError | None = None
        self.failed = failed

    def write(self, data: "ReadableBuffer") -> int:
        """Write or drop the data; the number of bytes written or dropped."""
        if self.problem is None:
            try:
                while (written := super().write(data)) is None:
                    select([], [self], [])  # a full pipe that another program has made non-blocking
                return written
            except OSError as problem:
                self.problem = problem
                self.failed(problem)
        return memoryview(data).nbytes


def open_all() -> None:
    """Replace the standard streams by ones that handle these errors. To be called before anything else."""
    for descriptor, mode in ((STDIN, os.O_WRONLY), (STDOUT, os.O_RDONLY), (STDERR, os.O_RDONLY)):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, mode)  # gets the lowest free descriptor; using it fails like using a closed one
    if sys.stdin is None:
        sys.stdin = io.TextIOWrapper(io.BufferedReader(io.FileIO(STDIN, closefd=False)))
    sys.stdout = _text(Output(STDOUT, _raise), sys.stdout)
    sys.stderr = _text(Output(STDERR, lambda problem: None), sys.stderr)


def _text(output: Output, like: "TextIO | None") -> "TextIO":
    """A text stream on `output`, in the encoding of the stream that Python opened."""
    encoding, errors = (like.encoding, like.errors) if like is not None else (None, "replace")
    lines = output.fileno() == STDERR or output.isatty()
    return io.TextIOWrapper(io.BufferedWriter(output), encoding, errors, line_buffering=lines)


def _raise(problem: OSError) -> None:
    raise Unwritable from problem


def continue_without_output(tell: "Callable[[str], object]", folder: str) -> None:
    """From now on, don't end the command if standard output can't be written, but report it once by `tell`.

    For trainings, which are saved in `folder` even if nobody reads the output.
    """
    from core.support.i18n import _

    def failed(problem: OSError) -> None:
        tell(_("{}. Training goes on and is saved in {}").format(unwritable_text(problem), folder))

    output = _output(sys.stdout)
    if output is not None:
        output.failed = failed


def unwritable_text(problem: OSError) -> str:
    """The message that standard output can't be written, and why."""
    from core.support.i18n import _

    known = {errno.EPIPE: _("the program that read it has ended"), errno.EBADF: _("it is closed")}
    why = known.get(problem.errno or 0, problem.strerror or str(problem))
    return _("standard output cannot be written: {}").format(why)


def _output(stream: "TextIO | None") -> Output | None:
    """The `Output` behind a stream, or None if `open_all` didn't make it, as in tests."""
    raw = getattr(getattr(stream, "buffer", None), "raw", None)
    return raw if isinstance(raw, Output) else None


def exit_status(command: "Callable[[], object]") -> int:
    """Run a command; its exit status, or another one if not all of its output could be written.

    That the reader of standard output closes it early, as `head` does, is normal and keeps the status.
    """
    status = DONE
    try:
        try:
            command()
        finally:
            sys.stdout.flush()  # click flushes what it prints, `print` doesn't
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else DONE
    except KeyboardInterrupt:
        status = INTERRUPTED
    except Unwritable:
        pass
    out, err = _output(sys.stdout), _output(sys.stderr)
    if out is not None and out.problem is not None and out.failed is _raise:
        if out.problem.errno == errno.EPIPE:
            return status
        print(f"mlp-tui: {unwritable_text(out.problem)}", file=sys.stderr)
    complete = all(stream is None or stream.problem is None for stream in (out, err))
    return status if complete else not_saved_status(status)
