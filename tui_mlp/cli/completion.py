"""Shell completion: data sets, files, runs, keys of the experiment and their choices."""

from typing import TYPE_CHECKING, get_args

from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    import click


def experiments(context: "click.Context", parameter: "click.Parameter", incomplete: str) -> list[CompletionItem]:
    """Built-in data sets and exercises; files if none of them matches."""
    from core.data.catalog import CATALOG

    found = [CompletionItem(name, help=entry.task) for name, entry in CATALOG.items() if name.startswith(incomplete)]
    return found or [CompletionItem(incomplete, type="file")]


def first_word(context: "click.Context", parameter: "click.Parameter", incomplete: str) -> list[CompletionItem]:
    """The first word after the program's name: a command, or an experiment to open."""
    found = _commands(context.find_root(), incomplete)
    data = experiments(context, parameter, incomplete)
    return found + [item for item in data if item.type == "plain" or not found]


def sweep_words(context: "click.Context", parameter: "click.Parameter", incomplete: str) -> list[CompletionItem]:
    """The first word after `sweep`: a command, or an experiment file; any file if none of them matches."""
    from glob import escape, glob

    from core.support.escaping import escaped

    found = [] if context.parent is None else _commands(context.parent, incomplete)
    files = [name for name in sorted(glob(f"{escape(incomplete)}*.toml")) if escaped(name) == name]
    return [*found, *map(CompletionItem, files)] or [CompletionItem(incomplete, type="file")]


def _commands(context: "click.Context", incomplete: str) -> list[CompletionItem]:
    """The commands of a group that may be meant, with their help."""
    commands = getattr(context.command, "commands", {}).values()
    visible = (command for command in commands if not command.hidden)
    found = [CompletionItem(command.name, help=command.get_short_help_str()) for command in visible]
    return [item for item in found if item.value.startswith(incomplete)]


def settings(context: "click.Context", parameter: "click.Parameter", incomplete: str) -> list[CompletionItem]:
    """`section.key=`, then the key's choices, if it has any; of data.kinds.NAME= the kinds of a column."""
    from core.experiment.experiment import FIELDS
    from core.experiment.settings import ColumnKind

    key, equals, _value = incomplete.partition("=")
    if equals:
        choices = FIELDS[key].choices if key in FIELDS else ()
        if key.startswith("data.kinds."):
            choices = get_args(ColumnKind)
        return [CompletionItem(f"{key}={choice}") for choice in choices if f"{key}={choice}".startswith(incomplete)]
    return [CompletionItem(f"{name}=") for name in FIELDS if name.startswith(incomplete)]


def runs(context: "click.Context", parameter: "click.Parameter", incomplete: str) -> list[CompletionItem]:
    """Names of saved runs, the latest first; folders if none of them matches."""
    from core.runs.run_folder import default_runs_dir
    from core.runs.run_list import saved_runs
    from core.support.errors import InputError
    from core.support.escaping import escaped

    try:
        found = saved_runs(context.params.get("runs_dir") or default_runs_dir())
    except InputError:  # the command itself reports it
        found = ()
    shown = (run for run in found if escaped(run.folder.name) == run.folder.name)  # control characters break the line
    names = [CompletionItem(run.folder.name, help=escaped(run.summary.architecture)) for run in shown]
    return [item for item in names if item.value.startswith(incomplete)] or [CompletionItem(incomplete, type="dir")]


def sweeps(context: "click.Context", parameter: "click.Parameter", incomplete: str) -> list[CompletionItem]:
    """Names of saved sweeps, the latest first; folders if none of them matches."""
    from core.runs.run_folder import default_runs_dir
    from core.support.errors import InputError
    from core.support.escaping import escaped
    from core.sweeps.saved.find_sweeps import sweeps_in

    try:
        found = [one.name for one in sweeps_in(context.params.get("runs_dir") or default_runs_dir())]
    except InputError:  # the command itself reports it
        found = []
    names = [CompletionItem(name) for name in found if escaped(name) == name]  # control characters break the line
    return [item for item in names if item.value.startswith(incomplete)] or [CompletionItem(incomplete, type="dir")]
