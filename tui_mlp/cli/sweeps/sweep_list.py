"""The list of saved sweeps: data, trials done, the best objective, state."""

from pathlib import Path

from core.support.errors import InputError
from core.support.i18n import _, translated
from core.sweeps.objectives import OBJECTIVES
from core.sweeps.saved.find_sweeps import sweeps_in
from core.sweeps.saved.ranking import best_trials
from core.sweeps.saved.sweep_reader import SavedSweep, SweepReader
from core.sweeps.saved.sweep_state import sweep_state, wanted_trials
from tui_mlp.cli.console import aligned, exact, say, warn
from tui_mlp.cli.options import Options
from tui_mlp.cli.output import print_json
from tui_mlp.models.sweep.trial_figures import objective_of, objective_text
from tui_mlp.text.numbers import NOTHING, count
from tui_mlp.text.sweep_texts import state_text

from .trial_lines import trial_record


def list_sweeps(options: Options) -> None:
    """Print a line for each saved sweep, the latest first. Raises InputError if their folder can't be read."""
    found = []
    folders = sweeps_in(options.runs_dir)
    for folder in folders:
        try:
            found.append(SweepReader(folder).refresh())
        except InputError as problem:
            warn(problem)
    if options.json:
        for saved in found:
            print_json(list_record(saved))
        return
    if not folders:
        say(_("{}: no sweeps yet; `mlp-tui sweep FILE.toml` makes one").format(exact(str(options.runs_dir))))
        return
    titles = (_("sweep"), _("data"), _("trials"), _("objective"), _("best"), _("state"))
    for line in aligned([titles, *map(row, found)], right=(2, 4)):
        say(line)


def row(saved: SavedSweep) -> tuple[str, ...]:
    """The cells of a sweep's line."""
    objectives = saved.sweep.settings.objective
    best = next(iter(best_trials(saved)), None)
    values = [objective_text(name, objective_of(best, place)) for place, name in enumerate(objectives)] if best else []
    names = [translated(OBJECTIVES[name].text) for name in objectives]
    done, wanted = count(len(saved.ended)), wanted_trials(saved.status, saved.sweep.settings)
    return (
        exact(saved.folder.name), data_name(saved), _("{} of {}").format(done, count(wanted)) if wanted else done,
        ", ".join(names), ", ".join(values) or NOTHING, state_text(sweep_state(saved.status, saved.is_live)),
    )  # fmt: skip


def data_name(saved: SavedSweep) -> str:
    """What the sweep's data are called: a built-in set, or a file without its folder."""
    return Path(saved.sweep.experiment.data.source).name


def list_record(saved: SavedSweep) -> dict[str, object]:
    """The JSON object of a sweep."""
    objectives = saved.sweep.settings.objective
    best = [trial_record(one, saved.folder, objectives) for one in best_trials(saved)]
    return {
        "sweep": str(saved.folder.path),
        "data": data_name(saved),
        "objective": objectives if len(objectives) > 1 else objectives[0],
        "trials": len(saved.ended),
        "of": wanted_trials(saved.status, saved.sweep.settings) or None,
        "state": sweep_state(saved.status, saved.is_live),
        "best": best if len(objectives) > 1 else next(iter(best), None),
    }
