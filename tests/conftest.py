"""For all tests."""

from hypothesis import settings

settings.register_profile("unhurried", settings.default, deadline=None)  # a busy machine is no fault of the code
settings.load_profile("unhurried")
