"""The row of the source that is the example in focus in the Output view."""

from core.data.source_rows.source_rows import SourceRows
from tui_mlp.models.output.output_focus import ExampleFocus


def row_of_example(source: SourceRows | None, example: ExampleFocus | None) -> int | None:
    """The row, from 0, of an example; None for a drawn picture, and where the rows aren't read yet."""
    if source is None or example is None or not example.split:
        return None
    return source.row_of(example.split, example.place)
