"""The name of the login, by which a session of an exercise is known."""

from getpass import getuser


def login_name() -> str:
    """The name of the login; empty where the system has none."""
    try:
        return getuser()
    except (KeyError, OSError, ImportError):
        return ""
