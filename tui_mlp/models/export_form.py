"""What is chosen in the export dialog: kind, weights, card, name of the file."""

from dataclasses import dataclass, replace
from pathlib import Path

from core.export.export import EXPORTERS

from .model_choices import ModelChoice, ModelChoices

CARD, FILE = "card", "file"


@dataclass(frozen=True)
class ExportForm:
    """The choices, and which of them are made. `typed` is the name of the file as it is shown and typed."""

    choices: ModelChoices
    ending: str
    weights: str
    card: bool
    typed: str

    @classmethod
    def begin(cls, choices: ModelChoices) -> "ExportForm":
        """The form as it is first shown: ONNX, the last weights, with a card, in the present folder."""
        ending = next(iter(EXPORTERS))
        return cls(choices, ending, choices.choices[0].kind, True, choices.name + ending)

    @property
    def groups(self) -> list[list[str]]:
        """The names of all lines, in the groups that stand together."""
        return [[*EXPORTERS], [choice.kind for choice in self.choices.choices], [CARD, FILE]]

    @property
    def choice(self) -> ModelChoice:
        """The weights that are chosen."""
        return next(choice for choice in self.choices.choices if choice.kind == self.weights)

    def is_chosen(self, name: str) -> bool:
        """Whether the line of this name is chosen."""
        return name in (self.ending, self.weights) or (name == CARD and self.card)

    def choose(self, name: str) -> "ExportForm":
        """The form after the line of this name was chosen; a card is taken or left out."""
        if name == CARD:
            return replace(self, card=not self.card)
        if name in EXPORTERS:
            return self.with_ending(name)
        return replace(self, weights=name)

    def with_ending(self, ending: str) -> "ExportForm":
        """The form with another kind of file, whose name gets its ending."""
        path = Path(self.typed)
        typed = self.typed[: -len(path.suffix)] + ending if path.suffix in EXPORTERS else self.typed + ending
        return replace(self, ending=ending, typed=typed)

    def with_name(self, typed: str) -> "ExportForm":
        """The form with another name of the file, whose ending may choose another kind."""
        ending = Path(typed.strip()).suffix
        form = replace(self, typed=typed.strip())
        return replace(form, ending=ending) if ending in EXPORTERS else form.with_ending(self.ending)
