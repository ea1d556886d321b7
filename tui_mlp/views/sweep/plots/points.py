"""The pane with the trials as points or as parallel coordinates."""

from functools import partial

import numpy as np
from textual.binding import Binding
from textual.strip import Strip

from core.support.i18n import N_, _, translated
from core.sweeps.objectives import OBJECTIVES
from core.timeline.setting_names import setting_name
from tui_mlp.models.sweep.plots.selected import drawn_axis, key_axes, objective_axis
from tui_mlp.models.sweep.plots.trial_axis import TrialAxis, colour_axis
from tui_mlp.models.sweep.selection_changes import focused, form_turned, key_turned
from tui_mlp.models.sweep.trial_figures import figure_label, key_label, objective_of, objective_text, setting_text
from tui_mlp.render.frame import Facts, fitting, inner_size
from tui_mlp.render.sweep.plots.parallel import parallel_plot
from tui_mlp.render.sweep.plots.parallel_axes import shown_axes
from tui_mlp.render.sweep.plots.points import PointsPlot, not_drawn_text
from tui_mlp.render.sweep.plots.trial_styles import MOST_COLOURS
from tui_mlp.render.word_wrap import sentences
from tui_mlp.text.numbers import count

from .plot_pane import PlotPane


class SweepPoints(PlotPane):
    """Points of a key and the objective; of several objectives at first those of the first two, with the best ones."""

    BINDINGS = [
        Binding("left_square_bracket,comma", "turn_key(-1)", N_("Draw the key before"), show=False),
        Binding("right_square_bracket,full_stop", "turn_key(1)", N_("Draw the next key"), show=False),
        Binding("m", "turn_form", N_("Points, parallel coordinates"), show=False),
        Binding("l", "toggle_axis", N_("Linear or log axis"), show=False),
        Binding("left", "move(-1, 0)", N_("The trial to the left"), show=False),
        Binding("right", "move(1, 0)", N_("The trial to the right"), show=False),
        Binding("up", "move(0, 1)", N_("The trial above"), show=False),
        Binding("down", "move(0, -1)", N_("The trial below"), show=False),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._wanted_log: bool | None = None
        self._front_wanted = True
        self._plot, self._first_axis = PointsPlot(), 0

    # What is drawn

    @property
    def shows_front(self) -> bool:
        """Whether two objectives are drawn against each other."""
        return len(self.selection.objectives) > 1 and self._front_wanted and not self.selection.parallel

    def axes(self) -> tuple[TrialAxis, TrialAxis] | None:
        """The axes across and up; None without a sweep."""
        selection = self.selection
        across = drawn_axis(selection)
        if across is None:
            return None
        if self.shows_front:
            return tuple(objective_axis(selection, place, self._wanted_log) for place in (0, 1))  # type: ignore[return-value]
        return across, objective_axis(selection, 0, self._wanted_log)

    def top(self) -> tuple[str, Facts]:
        """What is drawn, and the trial in focus, or what isn't drawn; as much as fits."""
        axes, muted = self.axes(), self.palette.bg.muted
        if axes is None:
            return _("Trials as points"), ""
        titles = [_("Parallel coordinates"), _("Parallel")]
        if not self.selection.parallel:
            titles = [" × ".join(map(name, axes)) for name in (axis_title, axis_label)]
            titles[0] = titles[0][:1].upper() + titles[0][1:]
        facts = self.said_of_focus(axes) if self.has_focus else self.not_drawn(axes)
        choices = [(title, [(facts, muted)]) for title in titles]
        return fitting([*choices, (titles[0], []), (titles[1], [])], self.size.width, self.palette, self.has_focus)

    def title(self) -> str:
        """What is drawn against what."""
        return self.top()[0]

    def facts(self) -> Facts:
        """The trial in focus while the pane has the focus, else how much isn't drawn."""
        return self.top()[1]

    def said_of_focus(self, axes: tuple[TrialAxis, TrialAxis]) -> str:
        """The trial in focus and where it lies."""
        trial = self.selection.trial
        if trial is None:
            return ""
        key, name = axes[0], self.selection.objectives[0]
        objective = objective_text(name, objective_of(trial))
        if key.objective is not None:
            value = objective_text(key.name, objective_of(trial, key.objective))
            objective = objective_text(axes[1].name, objective_of(trial, axes[1].objective or 0))
        else:
            value = f"{key_label(key.name)} {setting_text(key.name, trial.settings.get(key.name))}"
        return _("trial {}: {}, {}").format(count(trial.trial), value, objective)

    def not_drawn(self, axes: tuple[TrialAxis, TrialAxis]) -> str:
        """How many trials have no point, or which keys have no axis."""
        if not self.selection.parallel:
            return not_drawn_text(self.trials, *axes)
        keys = key_axes(self.selection)
        first, shown = shown_axes(keys, axes[0].name, inner_size(*self.size)[0], self._first_axis)
        if len(shown) == len(keys):
            return ""
        return _("keys {} to {} of {}").format(first + 1, first + len(shown), len(keys))

    def keys(self) -> list[tuple[str, str]]:
        """The keys for the key drawn, the form, the axis and the trial in focus."""
        axes = self.axes()
        if axes is None:
            return []
        form = _("points") if self.selection.parallel else _("parallel")
        keys = [("[ ]", _("key")), ("m", form)]
        if axes[1].name == "validation_loss" or (self.shows_front and axes[0].name == "validation_loss"):
            keys.append(("l", _("linear") if any(one.objective is not None and one.log for one in axes) else _("log")))
        return [*keys, ("↑↓", _("trial"))]

    def body(self, width: int, height: int) -> list[Strip]:
        """The plot."""
        axes = self.axes()
        if axes is None:
            return sentences(_("There is no sweep to draw."), width, self.palette)
        trials, keys = self.trials, key_axes(self.selection)
        if self.selection.parallel:
            self._first_axis, shown = shown_axes(keys, axes[0].name, width, self._first_axis)
            return parallel_plot(trials, shown, axes[1], axes[0].name, width, height, self.palette)
        return self._plot.draw(trials, *axes, colour_axis(keys, axes[0], MOST_COLOURS), width, height, self.palette)

    # Keys

    def action_turn_key(self, direction: int) -> None:
        """Draw the next (1) or the previous (-1) key; where objectives were drawn, the first one that is shown."""
        if self.shows_front:
            self._front_wanted = False
            self.redraw()
        else:
            self.change_selection(partial(key_turned, direction=direction))

    def action_turn_form(self) -> None:
        """Change between points and parallel coordinates; of several objectives, these come first again."""
        self._front_wanted = self.selection.parallel
        self.change_selection(form_turned)

    def action_toggle_axis(self) -> None:
        """Change between a linear and a logarithmic axis of a loss."""
        axes = self.axes()
        if axes is not None:
            self._wanted_log = not any(one.objective is not None and one.log for one in axes)
            self.redraw()

    def action_move(self, across: int, up: int) -> None:
        """Move the focus to the next trial in the order of the key or of the objective.

        In parallel coordinates, `across` goes to the next key.
        """
        axes = self.axes()
        if across and self.selection.parallel:
            self.change_selection(partial(key_turned, direction=across))
        elif axes is not None:
            along, other = axes if across else (axes[1], axes[0])
            self._move(along, other, across or up)

    def _move(self, axis: TrialAxis, other: TrialAxis, direction: int) -> None:
        trials = self.trials
        places, others = trials.places(axis), trials.places(other)
        order = [place for place in np.lexsort((others, places)).tolist() if np.isfinite(places[place] + others[place])]
        numbers = [trials.records[place].trial for place in order]
        if not numbers:
            return
        here = numbers.index(trials.focus) if trials.focus in numbers else None
        wanted = 0 if here is None else max(0, min(here + direction, len(numbers) - 1))
        self.change_selection(partial(focused, trial=numbers[wanted]))

    def clicked(self, x: int, y: int) -> None:
        """Move the focus to the trial under the mouse."""
        trial = None if self.selection.parallel else self._plot.trial_at(x, y)
        if trial is not None:
            self.change_selection(partial(focused, trial=trial))

    def help_text(self) -> str:
        """The help on this pane."""
        return _(
            "Each trial as a point: a key of the space across, the objective up. Shape and colour are the value of the "
            "first other key with a list; hollow ones were pruned, a triangle to the right trains, the best one is a "
            "diamond, marked ones have their letters. Trials with the same value of a list stand beside each other. "
            "Diverged trials have no objective, so no point, and neither have those that lack the key.\n\n"
            "With several objectives, the first two are drawn against each other; diamonds are the trials to which no "
            "other is better in all of them (the Pareto front).\n\n"
            "[ ]      the previous, the next key\n"
            "m        parallel coordinates and back: an axis for each key and one for the objective, a line for each "
            "trial. Pruned ones are dotted, those that lack a key go through its –; of too many lines only the places "
            "where most run are drawn\n"
            "l        linear or logarithmic axis of the loss\n"
            "← → ↑ ↓  the trial in focus: the next one in the order of the key or the objective; in parallel "
            "coordinates ← → go to the next key\n"
            "enter x  open the run of the trial in focus; mark it, so that it has its own colour and letter"
        )


def axis_title(axis: TrialAxis) -> str:
    """The whole name of what an axis shows, as inside a sentence."""
    if axis.objective is None:
        return setting_name(axis.name)
    return translated(OBJECTIVES[axis.name].text)


def axis_label(axis: TrialAxis) -> str:
    """The short name of what an axis shows."""
    return key_label(axis.name) if axis.objective is None else figure_label(axis.name)
