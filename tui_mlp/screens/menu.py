"""The menu that opens with `ctrl+p`: Textual's command palette, safe to type into before its entries are there."""

from textual.command import CommandList, CommandPalette

PAGES = ("page_up", "page_down")


class Menu(CommandPalette):
    """Keys that come while it still looks for entries wait for them: see OrderedInput."""

    @property
    def is_busy(self) -> bool:
        """Whether it still looks for the entries that go with what was typed."""
        return any(worker.node is self and not worker.is_finished for worker in self.workers)

    def _action_command_list(self, action: str) -> None:
        if action not in PAGES or self.query_one(CommandList).scrollable_content_region:
            super()._action_command_list(action)  # Textual raises KeyError where the list has no line to page from
