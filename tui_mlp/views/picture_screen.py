"""The screen or one of its parts saved as a picture, in the format SVG."""

from pathlib import Path

from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from core.support.errors import InputError
from core.support.escaping import escaped
from core.support.i18n import _
from tui_mlp.widgets.app_base import app_of

ENDING = ".svg"
MOST_NUMBERED = 1000


class PictureScreen(Screen[None]):
    """A screen that can be saved as a picture, as it is now: all of it, or the part that a person looks at."""

    def part_to_save(self) -> Widget:
        """The part that is saved alone."""
        raise NotImplementedError

    def title_of_part(self) -> str:
        """What this part shows, for the title of its picture."""
        raise NotImplementedError

    def name_of_view(self) -> str:
        """What the whole screen shows, for the suggested name of the file."""
        return self.app.current_mode

    def action_save_view(self) -> None:
        """Save the screen as SVG, and ask for the file's name."""
        self.ask_for_picture(self.strips_shown(), "", self.name_of_view())

    def action_save_part(self) -> None:
        """Save the part in focus as SVG, and ask for the file's name."""
        part = self.part_to_save()
        x, y, width, height = part.region.intersection(self.region)
        lines = [strip.crop(x, x + width) for strip in self.strips_shown()[y : y + height]]
        self.ask_for_picture(lines, self.title_of_part(), part.id or self.name_of_view())

    def strips_shown(self) -> list[Strip]:
        """The lines of this screen as they are shown, without dialogs over them."""
        return self._compositor.render_strips()  # what Textual's own pictures are made of

    def ask_for_picture(self, strips: list[Strip], title: str, word: str) -> None:
        """Take the picture now, ask for the path of its file, which has a word in its suggested name, then write it."""
        from core.runs.run_folder import name_for_files
        from tui_mlp.render.svg import svg_of

        name = app_of(self).session.experiment.name
        titles = "  ".join(escaped(text) for text in ("mlp-tui", name, title) if text)
        self.ask_for_picture_path(svg_of(strips, titles), unused(f"{name_for_files(name) or 'mlp-tui'}-{word}"))

    def ask_for_picture_path(self, svg: str, suggested: str) -> None:
        """Ask for the path of the picture's file, then write it."""
        from tui_mlp.dialogs.prompt import Prompt

        def accept(text: str) -> None:
            from core.runs.typed_files import path_to_write

            path = path_to_write(text, ENDING, "picture.svg")
            if path.exists():
                # Later: the line in which the path was typed must close first.
                self.app.call_later(self.ask_to_replace_picture, svg, path)
            else:
                self.write_picture(svg, path)

        note = _("A picture of what is shown now, for browsers and documents. esc writes none.")
        self.app.push_screen(Prompt(_("picture to"), suggested, accept, note))

    def ask_to_replace_picture(self, svg: str, path: Path) -> None:
        """Ask whether to replace a file; if not, ask for another path."""
        from tui_mlp.dialogs.confirm import Confirm

        def answered(agreed: bool | None) -> None:
            if not agreed:
                self.ask_for_picture_path(svg, str(path))
                return
            try:
                self.write_picture(svg, path)
            except InputError as problem:
                self.notify(str(problem), severity="error")

        question = escaped(_("{} exists. Replace it with this picture?").format(path))
        self.app.push_screen(Confirm(question, _("replace it"), _("choose another name")), answered)

    def write_picture(self, svg: str, path: Path) -> None:
        """Write the picture, and say where it is. Raises InputError."""
        from core.runs.typed_files import write_file

        write_file(path, svg.encode("utf-8", "replace"))  # lone surrogates have no UTF-8
        self.notify(_("Picture written: {}").format(path))


def unused(name: str) -> str:
    """The name with the ending of pictures, and a number if there is such a file in the current folder."""
    for number in range(1, MOST_NUMBERED):
        found = f"{name}{'' if number == 1 else f'-{number}'}{ENDING}"
        if not Path(found).exists():
            return found
    return name + ENDING  # a person will be asked whether to replace it
