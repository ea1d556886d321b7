"""The base of the panes with plots of a sweep."""

from time import perf_counter

from tui_mlp.models.sweep.plots.drawn_trials import DrawnTrials
from tui_mlp.models.sweep.plots.selected import drawn_trials
from tui_mlp.session.refresh_rates import slow_link_seconds
from tui_mlp.views.sweep.trial_keys import TrialKeys
from tui_mlp.widgets.app_base import app_of

CELLS_A_SECOND = 4000
"""The most cells of a plot that are written each second while trials only get more epochs: a new axis changes all."""
SHARE = 0.1
"""The largest share of the time for drawing one plot then: thousands of trials take a while."""


class PlotPane(TrialKeys):
    """Draws at once what a person chose; what trials have done since, when it has rested."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._chosen: object = None
        self._waits = False
        self._drawn = DrawnTrials()

    @property
    def trials(self) -> DrawnTrials:
        """The trials with what is selected of them."""
        self._drawn = drawn_trials(self.selection, self._drawn)
        return self._drawn

    def chosen(self) -> object:
        """What a person chose of what is drawn."""
        selection = self.selection
        letters = tuple(selection.letters.items())
        return selection.name, selection.focus, letters, selection.wanted_key, selection.parallel, selection.state

    @property
    def rest(self) -> float:
        """Seconds after a drawing in which it isn't drawn again by itself."""
        link = slow_link_seconds(self.size.area, app_of(self).interval_factor)
        return max(self.size.area / CELLS_A_SECOND, link, self._spent / SHARE)

    def watch_selection(self) -> None:
        """Draw the new selection at once if it is a person's, else not too early."""
        chosen, before = self.chosen(), self._chosen
        self._chosen = chosen
        early = self._drawn_at + self.rest - perf_counter()
        if chosen != before or early <= 0:
            super().watch_selection()
        elif not self._waits:
            self._waits = True
            self.set_timer(early, self._draw_late)

    def _draw_late(self) -> None:
        self._waits = False
        self.redraw()
