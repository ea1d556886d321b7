"""Combinations of values in a space that an experiment refuses."""

from collections.abc import Iterator
from itertools import islice

from core.experiment.experiment import Experiment
from core.support.errors import InputError
from core.support.i18n import _
from core.support.shown_values import value_text

from .keys import Range, SpaceError
from .space import LARGEST_GRID, Settings, Space

MOST_COMBINATIONS = 10_000
"""Combinations of values that are tried, of keys that may not fit each other."""
TOGETHER = (("network.hidden", "network.activation"), ("network.output", "network.loss"), ("data.",))
"""Beginnings of keys whose values may not fit each other; all others go with everything."""


def check_combinations(space: Space, experiment: Experiment) -> None:
    """Raises SpaceError for values that don't fit each other, with the combination and the way out.

    All combinations are tried, up to MOST_COMBINATIONS of keys that belong together; of a range, its ends. Of more than
    that, one that doesn't fit makes a trial fail.
    """
    for beginnings in TOGETHER:
        names = [key.key for key in space if key.key.startswith(beginnings)]
        for settings in islice(_combinations(space, names, experiment), MOST_COMBINATIONS):
            try:
                experiment.replace_all(settings)
            except InputError as problem:
                shown = ", ".join(f"{key} = {value_text(value)}" for key, value in settings.items())
                message = _(
                    "the combination {} is refused: {}; leave a value out, or say by `when` beside which it is used"
                )
                raise SpaceError(names[-1], message.format(shown, problem)) from None


def check_grid(space: Space, experiment: Experiment) -> None:
    """Raises SpaceError where the space has no grid, or a very large one."""
    for key in space:
        if isinstance(key, Range) and not key.values:
            message = _('found a range with sampler = "grid", expected a list, or how many values it has: {}')
            steps = 5 if not key.integer else min(5, int(key.high - key.low) + 1)
            ways = [f"low = {value_text(key.low)}", f"high = {value_text(key.high)}", f"steps = {steps}"]
            if key.log:
                ways.insert(2, "log = true")
            raise SpaceError(key.key, message.format("{ " + ", ".join(ways) + " }"))
    if space.grid_size(experiment) > LARGEST_GRID:
        longest = max(space, key=lambda key: len(key.values))
        message = _("found {} values in a grid of more than {} settings; give fewer, or another sampler")
        raise SpaceError(longest.key, message.format(len(longest.values), f"{LARGEST_GRID:,}"))


def _combinations(space: Space, names: list[str], experiment: Experiment) -> Iterator[Settings]:
    """All settings of these keys and of those on which they depend."""
    needed = set(names)
    for key in reversed(space.keys):  # conditions come before what depends on them
        if key.key in needed:
            needed |= set(key.when)
    part = Space(tuple(key for key in space if key.key in needed))
    return part.grid(experiment) if names else iter(())
