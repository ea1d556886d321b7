"""The actions of the Sweep view: a trial stopped or opened, the space narrowed."""

from functools import partial
from pathlib import Path
from typing import Any, cast

from textual.binding import Binding

from core.runs.run_folder import RunFolder
from core.support.errors import InputError
from core.support.i18n import N_, _
from core.sweeps.saved.find_sweeps import sweeps_in
from core.sweeps.saved.records import ENDED, READY, TRAINING, WAITING
from core.sweeps.saved.requests import Narrow, StopTrial
from core.sweeps.saved.status_file import read_status
from core.sweeps.saved.sweep_folder import SweepFolder
from core.sweeps.space.keys import Key
from tui_mlp.dialogs.confirm import Confirm
from tui_mlp.dialogs.list_choice import ListChoice
from tui_mlp.dialogs.prompt import Prompt
from tui_mlp.models.sweep.key_texts import key_text, present_key
from tui_mlp.models.sweep.trial_figures import key_label, objective_text
from tui_mlp.models.sweep.typed_narrowing import narrowing_with, read_narrowing, typed_text
from tui_mlp.render.cell_text import displayed
from tui_mlp.text.numbers import NOTHING, count
from tui_mlp.views.view_screen import View
from tui_mlp.widgets.app_base import app_of
from tui_mlp.widgets.background import in_background

from .process_screen import SweepProcessScreen
from .trial_keys import TrialWanted


class SweepActionsScreen(SweepProcessScreen):
    """Stops trials, narrows the space, opens runs and other sweeps, as keys ask for it."""

    BINDINGS = [
        Binding("k", "stop_trial", N_("Stop the trial")),
        Binding("e", "narrow", N_("Narrow the space")),
        Binding("c", "choose_sweep", N_("Other sweep")),
    ]

    # Trials

    def action_stop_trial(self) -> None:
        """Stop the trial in focus, after asking."""
        trial = self.selection.trial
        if trial is None:
            self.notify(_("No trial is in focus."))
            return
        if trial.state not in (TRAINING, WAITING):
            self.notify(_("Trial {} has ended already; k stops one that is training.").format(count(trial.trial)))
            return

        def answered(agreed: bool | None) -> None:
            if agreed:
                said = _("Trial {} will be stopped.").format(count(trial.trial))
                self.ask(StopTrial(trial=trial.trial), said)

        question = _("Stop trial {}?\nIt counts as pruned, and what it has trained so far stays saved.")
        self.app.push_screen(Confirm(question.format(count(trial.trial)), _("stop it"), _("let it train")), answered)

    def on_trial_wanted(self, message: TrialWanted) -> None:
        """Open the run of a trial; of several the one that is chosen."""
        trial, folder = message.trial, self.folder
        if folder is None:
            return
        if trial.state in (TRAINING, WAITING):
            text = _("Trial {} hasn't ended; then its run can be opened.")
            self.notify(text.format(count(trial.trial)))
            return
        paths = [folder.run(one.run) for one in trial.runs]
        if not paths:
            self.notify(_("Trial {} has no run.").format(count(trial.trial)))
        elif len(paths) == 1:
            self.open_run(paths[0])
        else:
            name = self.selection.objectives[0]
            lines = [(one.run, objective_text(name, next(iter(one.objectives), None))) for one in trial.runs]
            title = _("Runs of trial {}").format(count(trial.trial))

            def chosen(place: str | None) -> None:
                if place is not None:
                    self.open_run(paths[int(place)])

            self.app.push_screen(ListChoice(title, lines), chosen)

    def open_run(self, path: Path) -> None:
        """Open a run on the Train view; one that this program trains is shown there already."""
        self.app.switch_mode("train")
        if not self.session.writes(RunFolder(path)):
            cast(View, self.app.screen).open(str(path))

    # The space

    def action_narrow(self) -> None:
        """Choose a key, then type what part of its values is searched from now on."""
        selection = self.selection
        if selection.sweep is None:
            self.notify(_("No sweep is open: o opens an experiment file that has one."))
            return
        if selection.state == READY:
            self.notify(_("The sweep hasn't begun: change [sweep.space] in its file, and open that again."))
            return
        if selection.state == ENDED:
            self.notify(_("All trials of this sweep have ended."))
            return
        keys = selection.sweep.space.keys
        if len(keys) == 1:
            self.narrow(keys[0])
            return
        lines = [(key_label(key.key), key_text(present_key(key, self.narrowing))) for key in keys]
        marked = selection.keys.index(selection.drawn_key)

        def chosen(place: str | None) -> None:
            if place is not None:
                self.app.call_later(self.narrow, keys[int(place)])

        self.app.push_screen(ListChoice(_("Narrow which key?"), lines, marked), chosen)

    @property
    def narrowing(self) -> dict[str, Any]:
        """The narrowing that was asked for last, else that of the sweep."""
        return dict(self.selection.narrowing) if self._narrowing is None else self._narrowing

    def narrow(self, key: Key) -> None:
        """Ask for the part of a key's values that is searched from now on."""

        def accept(text: str) -> None:
            narrowing = narrowing_with(self.narrowing, key.key, read_narrowing(key, text))
            self._narrowing = narrowing
            shown = f"{key_label(key.key)} {key_text(present_key(key, narrowing))}"
            self.ask(Narrow(narrowing=narrowing), _("{} holds for trials that begin from now on.").format(shown))

        whole = displayed(key_text(key), app_of(self).ascii)
        if key.values:
            text = _("In the file: {}. Type some of them, with commas between; nothing brings all of them back.")
        else:
            text = _("In the file: {}. Type the ends of a part of it; nothing brings all of it back.")
        present = typed_text(present_key(key, self.narrowing))
        self.app.push_screen(Prompt(key_label(key.key), present, accept, text.format(whole)))

    # Other sweeps

    def action_choose_sweep(self) -> None:
        """Choose another of the saved sweeps, the latest first."""
        runs_dir = app_of(self).runs_dir
        if runs_dir is None:
            self.notify(_("Runs are not kept in this session, so there are no saved sweeps."))
            return
        in_background(self, partial(saved_sweeps, runs_dir), self.show_sweeps)

    def show_sweeps(self, found: "list[tuple[SweepFolder, str]] | str") -> None:
        """Show the list of saved sweeps; or why there is none."""
        if isinstance(found, str) or not found:
            self.notify(found if isinstance(found, str) else _("There are no saved sweeps yet."))
            return
        folders = [folder for folder, _figure in found]
        marked = folders.index(self.folder) if self.folder in folders else 0

        def chosen(place: str | None) -> None:
            if place is not None:
                self.follower.follow(folders[int(place)].path)

        lines = [(folder.name, figure) for folder, figure in found]
        self.app.push_screen(ListChoice(_("Saved sweeps"), lines, marked), chosen)

    def help_on_keys(self) -> list[tuple[str, str]]:
        """The help texts of the keys that work in every view, after those of the sweep."""
        return [
            ("p", _("start the sweep, pause it, go on with it, also after its process has gone")),
            ("k", _("stop the trial in focus; it counts as pruned")),
            ("e", _("narrow the space: a part of a key's values, for the trials that begin from now on")),
            ("c", _("another of the saved sweeps")),
            *super().help_on_keys(),
        ]


def saved_sweeps(runs_dir: Path) -> list[tuple[SweepFolder, str]] | str:
    """The saved sweeps with how many of their trials have ended; a message where they can't be read."""
    try:
        return [(folder, ended_text(folder)) for folder in sweeps_in(runs_dir)]
    except InputError as problem:
        return str(problem)


def ended_text(folder: SweepFolder) -> str:
    """How many trials of a sweep have ended of how many."""
    status = read_status(folder)
    if status is None:
        return NOTHING
    ended = count(sum(status.ended.values()))
    return _("{} of {}").format(ended, count(status.trials)) if status.trials else ended
