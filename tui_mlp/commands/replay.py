"""`mlp-tui replay`: a run's journal once more from its start, and whether it ends on the same weights."""

from typing import TYPE_CHECKING

from core.divergence import Diverged
from core.errors import InputError
from core.replay import Replay
from core.replay_verdict import Verdict
from core.runs import RunFolder
from core.saving import outcome
from core.texts import _

from .. import __version__
from ..console import say
from .output import print_json, tell
from .resume import changes, moved_to
from .train import EXIT_STATUS, summary, watched

if TYPE_CHECKING:
    from ..cli import Options

OTHER = 1


def replay(folder: RunFolder, options: "Options") -> int:
    """Train it again; 0 where the weights are the run's but for rounding, 1 where they differ. Raises InputError."""
    if changes(options.overrides, moved=True):
        raise InputError(_("a replay changes nothing: found --set or --epochs, expected data.source at the most"))
    again = Replay(folder, moved_to(options.overrides), __version__)
    for note in again.notes:
        tell(note)
    trainer, stopped_by, verdict = again.trainer, again.stopped_by, None
    with watched(trainer, options) as stop:
        try:
            if again.run(stop):
                verdict = again.verdict(stop)
            else:
                stopped_by = "interrupted"
        except Diverged as problem:
            stopped_by = "divergence"
            tell(str(problem))
    last = outcome(trainer, stopped_by, str(folder.path))
    if options.json:
        if verdict is not None and not verdict.same:
            tell(verdict.text)
        print_json(last | judged(verdict, again.differs))
    else:
        say(summary(trainer, stopped_by), lines=True)
        say(f"{_('weights')} {last['weights_sha256']}")
        if verdict is not None:
            say(verdict.text)
    if verdict is not None:
        return 0 if verdict.same else OTHER
    return EXIT_STATUS[stopped_by]


def judged(verdict: Verdict | None, differs: list[str]) -> dict[str, object]:
    """What the last line says beside that of `train`: whether the weights are the run's, and if not, how far off."""
    if verdict is None:
        return {"exact": None, "same": None, "off": None, "differs": differs}
    return {"exact": verdict.exact, "same": verdict.same, "off": verdict.off, "differs": differs}
