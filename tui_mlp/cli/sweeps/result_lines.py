"""What is said at the end of a sweep, and the exit status."""

import shlex
from collections import Counter
from collections.abc import Iterator

from core.runs.run_folder import default_runs_dir
from core.support.i18n import _, ngettext
from core.sweeps.saved.ranking import best_run, best_trials
from core.sweeps.saved.records import DIVERGED, ENDED, FAILED, FINISHED, PRUNED, Importance, SweepStatus
from core.sweeps.saved.sweep_folder import SweepFolder
from core.sweeps.saved.sweep_reader import SavedSweep
from tui_mlp.cli.console import exact
from tui_mlp.models.sweep.trial_figures import key_label
from tui_mlp.system import exit_status
from tui_mlp.text.numbers import count
from tui_mlp.text.sweep_texts import too_few_trials

from .trial_lines import table_of_best, trial_record


def last_record(saved: SavedSweep) -> dict[str, object]:
    """The last line of `sweep --json`; of several objectives with a list of the best trials."""
    objectives = saved.sweep.settings.objective
    best = [trial_record(one, saved.folder, objectives) for one in best_trials(saved)]
    return {
        "sweep": str(saved.folder.path),
        "trials": len(saved.ended),
        "best": best if len(objectives) > 1 else next(iter(best), None),
    }


def result_lines(saved: SavedSweep, status: SweepStatus) -> Iterator[str]:
    """The lines: how the trials ended, the best in a table, importance, where all is saved, how to look at it."""
    keys = [key.key for key in saved.sweep.space.keys]
    yield how_trials_ended(saved)
    yield from table_of_best(saved.ended, saved.sweep.settings.objective, keys, status.best)
    if status.state == ENDED:  # else it may be of a while ago
        yield from importance_lines(status.importance)
    yield _("saved in {}").format(exact(str(saved.folder.path)))
    if (run := best_run(saved)) is not None:
        yield _("the run of the best trial: {}").format(exact(str(run)))
    yield _("look at it with: {}").format(exact(f"mlp-tui open {shlex.quote(str(saved.folder.path))}"))
    if status.state != ENDED:
        yield _("continue with: {}").format(exact(command_to_resume(saved.folder)))


def how_trials_ended(saved: SavedSweep) -> str:
    """How many trials have ended, and how: `12 trials: 8 finished, 3 pruned, 1 diverged`."""
    states = Counter(one.state for one in saved.ended)
    texts = (
        (FINISHED, ngettext("{} finished", "{} finished", states[FINISHED])),
        (PRUNED, ngettext("{} pruned", "{} pruned", states[PRUNED])),
        (DIVERGED, ngettext("{} diverged", "{} diverged", states[DIVERGED])),
        (FAILED, ngettext("{} failed", "{} failed", states[FAILED])),
    )
    said = ", ".join(text.format(count(states[state])) for state, text in texts if states[state])
    if not said:
        return _("no trial has ended yet")
    return ngettext("{} trial: {}", "{} trials: {}", len(saved.ended)).format(count(len(saved.ended)), said)


def importance_lines(importance: Importance) -> Iterator[str]:
    """How much each key matters, the most important first; or why that can't be said."""
    if importance.shares:
        shares = sorted(importance.shares.items(), key=lambda pair: -pair[1])
        said = ", ".join(f"{key_label(key)} {share:.2f}" for key, share in shares)
        text = ngettext("importance over {} trial: {}", "importance over {} trials: {}", importance.trials)
        yield text.format(count(importance.trials), said)
    elif importance.needed:
        yield too_few_trials(importance)


def command_to_resume(folder: SweepFolder) -> str:
    """The command that goes on with a sweep, to be copied to a shell."""
    runs_dir = folder.path.absolute().parent.parent
    if runs_dir == default_runs_dir().absolute():
        return f"mlp-tui sweep resume {shlex.quote(folder.name)}"
    return f"mlp-tui sweep resume {shlex.quote(str(folder.path))}"


def problem_of_end(saved: SavedSweep, status: SweepStatus) -> str:
    """Why the sweep came to no result, or could not go on; empty where all is well."""
    if status.problem:
        return status.problem
    number = status_of_end(saved, status)
    if number == exit_status.DIVERGED:
        return _("every trial diverged; lower learning rates or other settings may not")
    if number == exit_status.FAULT:
        failed = next(one for one in saved.ended if one.state == FAILED)
        return _("no trial came to a result; the first that failed: {}").format(failed.problem)
    return ""


def status_of_end(saved: SavedSweep, status: SweepStatus) -> int:
    """The exit status: that of a divergence or a fault only where no trial came to a result."""
    if status.problem:
        return exit_status.NOT_SAVED
    if status.state != ENDED:
        return exit_status.INTERRUPTED
    states = {one.state for one in saved.ended}
    if not states or states & {FINISHED, PRUNED}:
        return exit_status.DONE
    return exit_status.DIVERGED if states == {DIVERGED} else exit_status.FAULT
