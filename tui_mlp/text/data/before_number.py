"""Names that stand before a number of theirs."""


def behind_name(name: str) -> str:
    """What parts a name from the number behind it: a colon where the name is or ends with a number itself."""
    return ": " if name[-1:].isdigit() else " "


def before_number(name: str) -> str:
    """A name and what parts it from the number behind it: "yes ", but "class 1: "."""
    return name + behind_name(name)
