"""Compiles the catalogues of translations on every build, in place, so that editable installs have them too."""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledCatalogues(BuildHookInterface):
    """Writes a .mo beside each .po of `core/locale`; the wheel takes them as `artifacts`."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called before each build; `version` is "editable" or "standard"."""
        for path in sorted(Path(self.root, "core", "locale").rglob("*.po")):
            with path.open("rb") as texts:
                catalogue = read_po(texts)
            with path.with_suffix(".mo").open("wb") as compiled:
                write_mo(compiled, catalogue)
