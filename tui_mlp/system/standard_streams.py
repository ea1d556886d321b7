"""The standard streams, where one is closed, its disk is full or its reader has gone away.

Python has None in place of a closed stream, gives its descriptor to the next file that is opened, and ends with a
traceback where a stream can't be written. Here it is told once, on what is left, and the exit status says it.
"""

import errno
import io
import os
import sys
from select import select

from .exit_status import DONE, INTERRUPTED, unless_kept

TYPE_CHECKING = False  # importing typing would take a sixth of the time that --version takes
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TextIO

    from _typeshed import ReadableBuffer

STDIN, STDOUT, STDERR = range(3)


class Unwritable(Exception):
    """Standard output can't be written. Raised the first time only; it ends what does nothing but write."""


class Output(io.FileIO):
    """The file of a standard stream that drops what can't be written. `problem` says why, None while all was written.

    `failed` is called with it, the first time only, and may raise.
    """

    def __init__(self, descriptor: int, failed: "Callable[[OSError], object]") -> None:
        super().__init__(descriptor, "wb", closefd=False)
        self.problem: OSError | None = None
        self.failed = failed

    def write(self, data: "ReadableBuffer") -> int:
        """How many bytes were taken or dropped."""
        if self.problem is None:
            try:
                while (taken := super().write(data)) is None:
                    select([], [self], [])  # a pipe that is full, and that another program has set not to block
                return taken
            except OSError as problem:
                self.problem = problem
                self.failed(problem)
        return memoryview(data).nbytes


def open_all() -> None:
    """Put files that can be closed, full or unread in place of the standard streams. Call it first of all."""
    for descriptor, mode in ((STDIN, os.O_WRONLY), (STDOUT, os.O_RDONLY), (STDERR, os.O_RDONLY)):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, mode)  # takes the lowest free number; using it fails, as using a closed one does
    if sys.stdin is None:
        sys.stdin = io.TextIOWrapper(io.BufferedReader(io.FileIO(STDIN, closefd=False)))
    sys.stdout = _text(Output(STDOUT, _raise), sys.stdout)
    sys.stderr = _text(Output(STDERR, lambda problem: None), sys.stderr)


def _text(output: Output, like: "TextIO | None") -> "TextIO":
    """The output as a stream of text in the encoding that Python chose."""
    encoding, errors = (like.encoding, like.errors) if like is not None else (None, "replace")
    lines = output.fileno() == STDERR or output.isatty()
    return io.TextIOWrapper(io.BufferedWriter(output), encoding, errors, line_buffering=lines)


def _raise(problem: OSError) -> None:
    raise Unwritable from problem


def go_on_unheard(tell: "Callable[[str], object]", folder: str) -> None:
    """From here on, a standard output that can't be written ends nothing: `tell` is told once.

    For a training, which is saved in the folder though nobody listens.
    """
    from core.support.i18n import _

    def failed(problem: OSError) -> None:
        tell(_("{}. Training goes on and is saved in {}").format(reason(problem), folder))

    output = _output(sys.stdout)
    if output is not None:
        output.failed = failed


def reason(problem: OSError) -> str:
    """Why standard output can't be written, for people."""
    from core.support.i18n import _

    known = {errno.EPIPE: _("whoever read it has gone away"), errno.EBADF: _("it is closed")}
    why = known.get(problem.errno or 0, problem.strerror or str(problem))
    return _("standard output cannot be written: {}").format(why)


def _output(stream: "TextIO | None") -> Output | None:
    """The file of a stream that `open_all` has put there; None for another, as a test has it."""
    raw = getattr(getattr(stream, "buffer", None), "raw", None)
    return raw if isinstance(raw, Output) else None


def exit_status(command: "Callable[[], object]") -> int:
    """Carry out a command; its exit status, another one if not all that it said was heard.

    A reader of standard output that had enough, as `head` has, is the usual end of a list.
    """
    status = DONE
    try:
        try:
            command()
        finally:
            sys.stdout.flush()  # what click says is flushed already, what `print` says is not
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
        print(f"mlp-tui: {reason(out.problem)}", file=sys.stderr)
    heard = all(stream is None or stream.problem is None for stream in (out, err))
    return status if heard else unless_kept(status)
