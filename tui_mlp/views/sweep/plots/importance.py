"""The pane with the importance of the keys of the space."""

from textual.strip import Strip

from core.support.i18n import _
from core.sweeps.saved.records import Importance
from tui_mlp.render.sweep.plots.importance import importance_lines
from tui_mlp.views.sweep.pane import SweepPane


class SweepImportance(SweepPane):
    """A bar for each key, the one that matters most first, with the value of the best trial."""

    SPREADS = True

    def title(self) -> str:
        """The pane's name."""
        return _("Importance")

    def facts(self) -> str:
        """What the bars are."""
        return _("share of variance") if self.importance.shares else ""

    @property
    def importance(self) -> Importance:
        """The importance as the sweep has computed it last."""
        return Importance() if self.selection.status is None else self.selection.status.importance

    def body(self, width: int, height: int) -> list[Strip]:
        """The bars."""
        selection = self.selection
        best = selection.best[0] if selection.best else 0
        settings = next((trial.settings for trial in selection.rows if trial.trial == best), None)
        return importance_lines(self.importance, selection.keys, settings, width, height, self.palette)

    def help_text(self) -> str:
        """The help on this pane."""
        return _(
            "How much each key of the space matters to the objective: the shares add up to 1. They come from PED-ANOVA "
            "(Watanabe, Bansal & Hutter 2023), which compares how the values of the best trials are spread with how "
            "those of all trials are: a key whose best trials stand close together matters. With few trials the shares "
            "are rough. Behind each stands the value of the best trial; – where the key isn't used there.\n\n"
            "A small share says that this key's values made little difference within this space, not that it never "
            "does."
        )
