"""For all tests."""

from hypothesis import settings

# A busy machine is no fault of the code, and the same commit is judged by the same examples everywhere.
settings.register_profile("same", settings.default, deadline=None, derandomize=True)
settings.register_profile("search", settings.default, deadline=None, derandomize=False)
settings.load_profile("same")
