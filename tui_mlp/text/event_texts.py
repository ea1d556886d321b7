"""What a person is told of something they did to the network."""

from core.analysis.central_difference import WeightCheck
from core.support.i18n import _
from core.surgery.transform import OutputChange
from core.surgery.weights import WeightEffect
from core.timeline.actions import describe_action
from core.timeline.journal import Action, Change

from .numbers import plain_number
from .settings_text import described as change_described


def step_told(step: Change | Action) -> str:
    """A thing that was done, in a few words."""
    return describe_action(step) if isinstance(step, Action) else change_described(step)


def told(deed: Action, what: OutputChange | WeightEffect | None) -> str:
    """In one or two sentences, with the numbers."""
    text = describe_action(deed)
    if isinstance(what, WeightEffect):
        effect = _("J {} → {}: {}, where the gradient predicted {}")
        return f"{text}   " + effect.format(
            plain_number(what.loss_before), plain_number(what.loss_after), signed(what.change), signed(what.predicted)
        )
    if isinstance(what, OutputChange):
        return f"{text}. {outcome(what)}"
    return text


def outcome(report: OutputChange) -> str:
    """What an operation does to the function and to the loss."""
    if report.error is None:
        stays = _("The outputs stay: max |f before − f after| is {:.1e} on the training inputs")
        return stays.format(report.off)
    text = _("The outputs move by up to {}; J {} → {}")
    return text.format(plain_number(report.off), plain_number(report.loss_before), plain_number(report.loss_after))


def checked(symbol: str, check: WeightCheck) -> str:
    """A gradient beside its central difference."""
    text = _("∂J/∂{}: {:.8g} by backpropagation, {:.8g} by central differences, off by {:.1e}")
    text = text.format(symbol, check.gradient, check.difference, check.error)
    if check.kink:
        return text + _("; the step crosses a kink, where J has no derivative")
    if check.verdict == "undecided":
        return text + _("; can't be told here: rounding leaves the differences uncertain by {:.1e}").format(
            check.uncertain
        )
    return text + (_(": WRONG") if check.verdict == "wrong" else "")


def signed(value: float) -> str:
    """With its sign."""
    return f"+{plain_number(value)}" if value >= 0 else plain_number(value)
