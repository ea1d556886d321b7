"""Messages about changes of settings and edits of the network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.experiment.experiment import FIELDS, Experiment
from core.support.i18n import _, ngettext
from core.timeline.journal import Action, Change

from .numbers import count, plain_number
from .settings_text import change_text

if TYPE_CHECKING:
    from core.analysis.central_difference import WeightCheck
    from core.surgery.transform import OutputChange
    from core.timeline.outcome import ActionReport


def edit_text(edit: Change | Action) -> str:
    """Describe a change of a setting or an edit of the network in a few words."""
    if isinstance(edit, Change):
        return change_text(edit)
    from core.timeline.actions import describe_action  # needs all of surgery, and stays out of the first frame

    return describe_action(edit)


def start_text(before: Experiment, begun: Experiment) -> str:
    """Describe why a training was begun in another's place: the first setting that differs, else to start over."""
    key = next((key for key in FIELDS if begun.get(key) != before.get(key)), None)
    return _("start over") if key is None else change_text(Change(0, 0, key, before.get(key), begun.get(key)))


def suited_text(before: Experiment, after: Experiment) -> str:
    """Say which settings were changed to those that suit other data."""
    keys = (key for key in FIELDS if after.get(key) != before.get(key))
    changes = (change_text(Change(0, 0, key, before.get(key), after.get(key))) for key in keys)
    return _("These suit the data now: {}").format(", ".join(changes))


def action_text(action: Action, result: ActionReport | None) -> str:
    """Describe an edit of the network and its effect in one or two sentences, with the numbers."""
    from core.surgery.transform import OutputChange
    from core.surgery.weights import WeightEffect
    from core.timeline.actions import describe_action
    from core.timeline.outcome import TableChange

    text = describe_action(action)
    if isinstance(result, TableChange):
        text = f"{text}; " + ngettext("{} point", "{} points", result.points).format(count(result.points))
        return text + (_(", standardised again") if result.standardized else "")
    if isinstance(result, WeightEffect):
        effect = _("J over all training examples went from {} to {}, by {}; predicted from ∇: {}")
        return f"{text}: " + effect.format(
            plain_number(result.loss_before), plain_number(result.loss_after),
            signed_number(result.change), signed_number(result.predicted),
        )  # fmt: skip
    if not isinstance(result, OutputChange):
        return text
    if result.error is None:
        if not result.off:
            return _("Done: {}. The outputs stay the same.").format(text)
        return _("Done: {}. The outputs stay the same (within {:.0e}).").format(text, result.off)
    changed = _("Done: {}. Outputs changed by up to {}, training J from {} to {}.")
    return changed.format(text, *_numbers(result))


def offer_text(action: Action, result: OutputChange) -> str:
    """Ask whether to make an edit that changes the network's outputs."""
    from core.timeline.actions import describe_action

    text = _(
        "Make this change: {}?\nThe outputs for the training examples would change by up to {}, and their J from "
        "{} to {}."
    )
    return text.format(describe_action(action), *_numbers(result))


def _numbers(result: OutputChange) -> tuple[str, str, str]:
    return plain_number(result.off), plain_number(result.loss_before), plain_number(result.loss_after)


def gradient_check_text(symbol: str, check: WeightCheck, rows: int, dropout: bool) -> str:
    """The gradient of one weight beside its central difference, over all `rows` of the training split.

    `symbol` names the weight, such as Θ(2)[1,1]; `dropout` says that training drops units, which the check doesn't.
    """
    over = ngettext("over the {} training example", "over all {} training examples", rows).format(count(rows))
    if dropout:
        over = _("{}, dropout off").format(over)
    text = _("∂J/∂{} is {:.8g} {}, and {:.8g} by central differences: off by {:.1e}")
    text = text.format(symbol, check.gradient, over, check.difference, check.error)
    if check.kink:
        return _("{}; the step crosses a kink, where J has no derivative").format(text)
    if check.verdict == "undecided":
        text_undecided = _("{}; undecided: rounding makes the differences uncertain by {:.1e}")
        return text_undecided.format(text, check.uncertain)
    return _("{}: WRONG").format(text) if check.verdict == "wrong" else text


def signed_number(value: float) -> str:
    """A number with its sign, `+` included."""
    return f"+{plain_number(value)}" if value >= 0 else plain_number(value)
