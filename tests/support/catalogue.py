"""The Spanish catalogue, kept beside the sources: `core/locale/es/LC_MESSAGES/mlp-tui.po`.

`python tests/support/catalogue.py` adds the texts that are new, without a translation, removes those that are gone,
and compiles it. Files of translations that are named, as `catalogue.py work.po`, are taken into it. Entries are in the
order of their files and have no line numbers, so that two branches seldom change the same lines.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import click
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[2]
PACKAGES = ("core", "tui_mlp")
CATALOGUE = ROOT / "core" / "locale" / "es" / "LC_MESSAGES" / "mlp-tui.po"
KEYWORDS = {name: DEFAULT_KEYWORDS[name] for name in ("_", "N_", "ngettext", "pgettext")}
CLICK = {
    "Aborted!",
    "Argument {name!r} takes {nargs} values.",
    "Choose from:\n\t{choices}",
    "Commands",
    "Did you mean {possibility}?",
    "Error: invalid input",
    "Error: {message}",
    "Got unexpected extra argument ({args})",
    "Invalid value for {param_hint}: {message}",
    "Invalid value: {message}",
    "Missing argument",
    "Missing command.",
    "Missing option",
    "No such command {name!r}.",
    "No such option {name!r}.",
    "Option {name!r} does not take a value.",
    "Option {name!r} requires an argument.",
    "Options",
    "Positional arguments",
    "Show the version and exit.",
    "Try '{command} {option}' for help.",
    "Usage:",
    "default: {default}",
    "{value!r} is not a valid {number_type}.",
    "{value!r} is not {choice}.",
    "{value} is not in the range {range}.",
}
"""The texts of click that a person may read; a version of click that words one otherwise says it in English."""
HEAD = r"""msgid ""
msgstr ""
"Language: es\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

"""


def sources() -> Catalog:
    """All texts of the sources, each with the files in which it stands, and those of click."""
    found = Catalog()
    for file, _line, text, _comments, _context in extract_from_dir(Path(click.__file__).parent, keywords=KEYWORDS):
        if (text if isinstance(text, str) else text[0]) in CLICK:
            found.add(text, locations=[(f"click/{file}", 0)])
    for package in PACKAGES:
        for file, _line, text, _comments, context in extract_from_dir(ROOT / package, keywords=KEYWORDS):
            found.add(text, locations=[(f"{package}/{file}", 0)], context=context)
    return found


def read(path: Path = CATALOGUE) -> Catalog:
    """The catalogue in a file."""
    with path.open("rb") as file:
        return read_po(file, ignore_obsolete=True)


def messages(catalogue: Catalog) -> Iterator[Message]:
    """Its entries, without the head."""
    return (message for message in catalogue if message.id)


def key(message: Message) -> str | tuple[str, ...]:
    """What tells two entries apart: the text, with its plural or behind its context where it has one."""
    if message.context:
        return (f"{message.context}:", str(message.id))
    return message.id if isinstance(message.id, str) else tuple(message.id)


def forms(message: Message) -> list[str]:
    """Its translations: one, or one for the singular and one for the plural."""
    return [message.string] if isinstance(message.string, str) else [*(message.string or ())]


def is_filled(message: Message | None) -> bool:
    """Whether there is an entry, with a translation for each of its forms."""
    return message is not None and bool(forms(message)) and all(forms(message))


def merged(found: Catalog, *translations: Catalog) -> Catalog:
    """The texts that were found, with their translations; of several, the last."""
    known = {key(one): one.string for catalogue in translations for one in messages(catalogue) if is_filled(one)}
    for message in messages(found):
        message.string = known.get(key(message), "" if isinstance(message.id, str) else ("", ""))
        message.flags.clear()  # what they guess of placeholders is tested better
    return found


def write(catalogue: Catalog, path: Path = CATALOGUE) -> None:
    """Write the catalogue into a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(HEAD.encode())
        write_po(file, catalogue, width=0, omit_header=True, sort_by_file=True, include_lineno=False)


def compiled(path: Path = CATALOGUE) -> Path:
    """Where the compiled catalogue stands."""
    return path.with_suffix(".mo")


def compile_catalogue(path: Path = CATALOGUE) -> None:
    """Compile it for gettext; whoever reads it meanwhile gets the one or the other."""
    unfinished = compiled(path).with_name(f"{compiled(path).name}.{os.getpid()}")
    with unfinished.open("wb") as file:
        write_mo(file, read(path))
    os.replace(unfinished, compiled(path))


def compile_if_older(path: Path = CATALOGUE) -> None:
    """Compile it, unless that has been done since it was changed."""
    if not compiled(path).is_file() or compiled(path).stat().st_mtime_ns < path.stat().st_mtime_ns:
        compile_catalogue(path)


def main(files: list[str]) -> None:
    """Bring the catalogue up to date, and say how many texts lack a translation."""
    before = [read()] if CATALOGUE.exists() else []
    catalogue = merged(sources(), *before, *(read(Path(name)) for name in files))
    write(catalogue)
    compile_catalogue()
    missing = [message for message in messages(catalogue) if not is_filled(message)]
    print(f"{CATALOGUE.relative_to(ROOT)}: {len(catalogue)} texts, {len(missing)} without a translation")
    for message in missing[:20]:
        print(f"  {message.locations[0][0]}: {message.id!r}")


if __name__ == "__main__":
    main(sys.argv[1:])
