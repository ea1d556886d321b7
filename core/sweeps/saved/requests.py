"""Requests of other programs to a sweep, such as view 6: a file for each."""

import os
from itertools import count
from time import time_ns
from typing import Any, NamedTuple

import msgspec

from core.support import atomic_files as files
from core.support.errors import InputError
from core.support.i18n import _
from core.support.regular_files import Refused, read_regular
from core.support.strict_json import decode

from .sweep_folder import SweepFolder

LARGEST = 1024**2
"""Bytes of a request."""
MOST = 1000
"""Requests that are taken at once; the others stay for the next time."""
ENDING = ".json"

_numbers = count()


class Request(msgspec.Struct, frozen=True, kw_only=True, tag_field="request"):
    """What is asked of a sweep."""


class Pause(Request, frozen=True, tag="pause"):
    """Begin nothing more; trainings stop at their next checkpoint. The process stays and waits for GoOn."""


class GoOn(Request, frozen=True, tag="go_on"):
    """Go on after a pause."""


class Stop(Request, frozen=True, tag="stop"):
    """Stop all trainings, save, and end the process."""


class SetWorkers(Request, frozen=True, tag="set_workers"):
    """Have `count` workers on this machine from now on."""

    count: int


class StopTrial(Request, frozen=True, tag="stop_trial"):
    """Stop a trial; it ends as pruned, by hand."""

    trial: int


class Narrow(Request, frozen=True, tag="narrow"):
    """Search a part of the space from now on: by key a list of its values, or {"low": …, "high": …}.

    It replaces an earlier narrowing; an empty one searches the whole space again.
    """

    narrowing: dict[str, Any]


AnyRequest = Pause | GoOn | Stop | SetWorkers | StopTrial | Narrow


class Taken(NamedTuple):
    """Requests in the order in which they were sent, and messages on files that were none."""

    requests: list[AnyRequest]
    problems: list[str]


def send(folder: SweepFolder, request: AnyRequest) -> None:
    """Ask something of the sweep in the folder, whether its process runs or not. Raises InputError if that fails."""
    name = f"{time_ns():020}-{os.getpid()}-{next(_numbers)}{ENDING}"
    try:
        folder.requests.mkdir(exist_ok=True)
        files.write(folder.requests / name, msgspec.json.encode(request))
    except OSError as problem:
        raise InputError(_("{}: cannot be written: {}").format(folder.requests, problem.strerror)) from problem


def take(folder: SweepFolder) -> Taken:
    """Read and delete the requests; those that were sent before a sweep was resumed are still there.

    What isn't a request is deleted too, with a message. Raises OSError where one can't be deleted.
    """
    taken = Taken([], [])
    try:
        names = sorted(name for name in os.listdir(folder.requests) if name.endswith(ENDING) and name[0] != ".")
    except FileNotFoundError:
        return taken
    for name in names[:MOST]:
        path = folder.requests / name
        try:
            taken.requests.append(decode(read_regular(path, LARGEST), AnyRequest))
        except Refused as problem:
            taken.problems.append(str(problem))
        except msgspec.DecodeError as problem:
            taken.problems.append(_("{}: isn't a request: {}").format(path, problem))
        except FileNotFoundError:
            continue
        path.unlink(missing_ok=True)
    return taken
