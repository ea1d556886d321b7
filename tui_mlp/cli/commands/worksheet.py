"""`mlp-tui worksheet`: an exercise on paper for each student, and the answers."""

from pathlib import Path

import click

from core.support.errors import InputError
from core.support.i18n import N_, _, ngettext
from tui_mlp.cli import completion
from tui_mlp.cli.commands.exercise import checked_seed
from tui_mlp.cli.console import exact, say
from tui_mlp.cli.options import PATH, Options, option, shared_options
from tui_mlp.cli.output import print_json
from tui_mlp.cli.translated_help import TranslatedCommand


@click.command(
    cls=TranslatedCommand,
    help=N_(
        "Write EXPERIMENT as an exercise on paper: a sheet for each student, with weights of their own, and an "
        "answer key.\n\n"
        "--students names a list, one student a line, with any separator, with or without titles. Each student's seed "
        "comes from --seed and the name. The sheet names the command that asks it in the terminal, which marks it; "
        "`mlp-tui mark FOLDER --exercise EXPERIMENT --seed N` then tells who has done another one. Without --students "
        "there is one sheet."
    ),
    examples=(
        "mlp-tui worksheet by-hand",
        "mlp-tui worksheet by-hand --students names.csv --seed 7 --to tex --out sheets",
    ),
)
@click.argument("experiment", shell_complete=completion.experiments)
@option("--students", type=PATH, metavar="FILE", help=N_("A list of the students' names."))
@option("--to", type=click.Choice(("md", "tex")), default="md", help=N_("Markdown or LaTeX."))
@option("--out", type=PATH, metavar="DIR", default=Path(), help=N_("Where the files go; by default here."))
@shared_options
def worksheet(experiment: str, students: Path | None, to: str, out: Path, options: Options) -> None:
    """Write the sheets and the answer key. Raises InputError; then nothing is written over."""
    from core.exercises.worksheets.class_sheets import class_sheets
    from core.exercises.worksheets.students import ANSWER_KEY, read_students
    from core.runs.run_folder import name_for_files
    from core.support import atomic_files as files

    seed = checked_seed(options.seed)
    if students is not None and seed is None:
        raise InputError(_("--students: expected --seed N too, from which each student's seed is made"))
    names = () if students is None else read_students(students, seed or 0)
    sheets = list(class_sheets(experiment, names, seed, options.overrides_without_seed))
    if to == "md":
        from core.exercises.worksheets.markdown_sheet import markdown_key as key
        from core.exercises.worksheets.markdown_sheet import markdown_sheet as written
    else:
        from core.exercises.worksheets.latex_sheet import latex_key as key
        from core.exercises.worksheets.latex_sheet import latex_sheet as written
    found = [one.file for one in names] or [name_for_files(Path(experiment).stem) or "worksheet"]
    paths = [out / f"{name}.{to}" for name in (*found, ANSWER_KEY)]
    for path in paths:
        if path.exists() or path.is_symlink():
            message = _("{}: exists already; remove it, or choose another folder with --out DIR")
            raise InputError(message.format(path))
    out.mkdir(parents=True, exist_ok=True)
    for path, text in zip(paths, (*map(written, sheets), key(sheets)), strict=True):
        files.write(path, text.encode("utf-8", "replace"))
    if options.json:
        for path, sheet in zip(paths, sheets, strict=False):
            print_json({"file": str(path), "student": sheet.student, "seed": sheet.seed})
        print_json({"file": str(paths[-1]), "student": None, "seed": seed})
        return
    text = ngettext(
        "{} sheet and the answer key written to {}", "{} sheets and the answer key written to {}", len(sheets)
    )
    say(text.format(len(sheets), exact(str(out))))
