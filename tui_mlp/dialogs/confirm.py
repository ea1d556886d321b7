"""A question that is answered with yes or no."""

from textual.binding import Binding

from core.support.i18n import N_, _

from .question import Question


class Confirm(Question[bool]):
    """Returns True for enter or y, False for escape or n. `yes` and `no` say what happens then."""

    BINDINGS = [
        Binding("enter,y", "dismiss(True)", N_("Yes")),
        Binding("escape,n,q", "dismiss(False)", N_("No")),
    ]

    def __init__(self, question: str, yes: str, no: str = "") -> None:
        super().__init__(question, [("enter", yes), ("esc", no or _("change nothing"))])
