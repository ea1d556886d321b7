"""`mlp-tui exercise`: a mini-batch done by hand and marked at once; the list."""

from typing import TYPE_CHECKING

import click

from core.support.errors import InputError
from core.support.i18n import N_, _
from tui_mlp import __version__
from tui_mlp.cli import completion
from tui_mlp.cli.console import aligned, say
from tui_mlp.cli.options import BIG, REFRESH, Options, option, shared_options
from tui_mlp.cli.output import print_json
from tui_mlp.cli.screen.screen_startup import prepare_screen
from tui_mlp.cli.translated_help import TranslatedCommand
from tui_mlp.system.login_name import login_name

if TYPE_CHECKING:
    from core.exercises.saved.saved_session import SavedSession


@click.command(
    cls=TranslatedCommand,
    help=N_(
        "Do the first mini-batches of NAME by hand, each answer marked at once; without NAME, list the exercises.\n\n"
        "NAME is a shipped exercise, any experiment, or the folder of a session, which goes on. With --seed N the work "
        "is the same with other weights. `mlp-tui mark` marks the folders of a class."
    ),
    examples=("mlp-tui exercise", "mlp-tui exercise by-hand --seed 7", "mlp-tui exercise by-hand --plain"),
)
@click.argument("name", required=False, shell_complete=completion.experiments)
@option("--plain", is_flag=True, help=N_("Ask line by line, without a screen; an answer is a line on stdin."))
@option("--student", metavar="NAME", help=N_("Who does it; by default the name of the login."))
@REFRESH
@BIG
@shared_options
def exercise(name: str | None, plain: bool, student: str | None, options: Options) -> int:
    """Ask an exercise, or list them; the exit status. Raises InputError."""
    if name is None:
        list_exercises(options.json)
        return 0
    if options.json:
        raise InputError(_("--json: found an exercise; `mlp-tui mark FOLDER --json` has the marks of its session"))
    if not plain:
        prepare_screen(f"mlp-tui exercise {name} --plain")
        from tui_mlp.cli.screen.open_exercise import open_exercise

        return open_exercise(opened_session(name, student, options), source_of(name, options), options)
    from tui_mlp.cli.exercises.ask_plain import ask_plain

    with opened_session(name, student, options) as saved:
        ask_plain(saved)
    return 0


def opened_session(name: str, student: str | None, options: Options) -> "SavedSession":
    """A new session of an exercise, or the one of a folder, to go on with. Raises InputError."""
    from core.exercises.loading import load_exercise
    from core.exercises.saved.saved_session import SavedSession
    from core.exercises.saved.session_folder import find_session

    folder = find_session(name, options.runs_dir)
    if folder is not None:
        if options.seed is not None or options.overrides or student is not None:
            message = _("{}: a session goes on as it began; leave out --seed, --set, --epochs and --student")
            raise InputError(message.format(folder.path))
        return SavedSession.reopen(folder, __version__)
    loaded = load_exercise(name, checked_seed(options.seed), options.overrides_without_seed)
    return SavedSession.begin(loaded, login_name() if student is None else student, options.runs_dir, __version__)


def source_of(name: str, options: Options) -> str | None:
    """What an exercise is begun from with other weights; None where that alone doesn't make the same exercise."""
    from core.exercises.saved.session_folder import find_session

    return None if options.overrides_without_seed or find_session(name, options.runs_dir) else name


def checked_seed(seed: int | None) -> int | None:
    """The value of --seed. Raises InputError where it can't be one."""
    if seed is not None and not 0 <= seed < 2**63:
        raise InputError(_("--seed: found {}, expected a whole number from 0 on").format(seed))
    return seed


def list_exercises(json: bool) -> None:
    """Print the exercises that come with the program, the easiest first."""
    from core.exercises.loading import shipped_exercises

    found = shipped_exercises()
    if json:
        for one in found:
            print_json({"name": one.name, "title": one.title, "level": one.level})
        return
    titles = (_("exercise"), _("level"), _("what it is about"))
    for line in aligned([titles, *((one.name, str(one.level), one.title) for one in found)], right=(1,)):
        say(line)
    say()
    say(_("`mlp-tui exercise NAME` begins one; any experiment is one too: `mlp-tui exercise my.csv`"))
