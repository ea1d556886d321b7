"""The advice and offers already shown, so that no other view shows them again."""

from tui_mlp.session.snapshot import Offer


class ShownNotices:
    """`advice_on` says whether advice is wanted; the rest is what the last snapshot advised and offered."""

    def __init__(self) -> None:
        self.advice_on = True
        self.advice: set[tuple[str, int | None]] = set()
        """Kind and layer of each piece of advice."""
        self.offer: Offer | None = None
        self.data_notes: tuple[str, ...] = ()
        """The notes on the data that are trained on."""
