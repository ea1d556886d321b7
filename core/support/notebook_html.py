"""HTML for notebooks: a title and a table of facts."""

from collections.abc import Sequence
from html import escape

TABLE = "border-collapse: collapse; margin: 0.3em 0"
LABEL = "text-align: left; font-weight: normal; opacity: 0.7; padding: 0.1em 1.5em 0.1em 0; vertical-align: top"
VALUE = "text-align: left; padding: 0.1em 0; max-width: 40em; overflow-wrap: anywhere"


def facts_html(title: str, facts: Sequence[tuple[str, str]], below: str = "") -> str:
    """A title, a table with a row for each label and its value, and HTML `below` that is taken as it is."""
    rows = "".join(
        f'<tr><th scope="row" style="{LABEL}">{escape(label)}</th><td style="{VALUE}">{escape(value)}</td></tr>'
        for label, value in facts
    )
    return f'<div><strong>{escape(title)}</strong><table style="{TABLE}"><tbody>{rows}</tbody></table>{below}</div>'
