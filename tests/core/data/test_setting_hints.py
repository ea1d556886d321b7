"""Settings that messages suggest: as they stand on the screen, they are those of an experiment file."""

import tomllib

from hypothesis import given
from hypothesis import strategies as st

from core.data.setting_hints import ignore_setting, kinds_setting, target_setting
from core.support.escaping import one_line

NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=20) | st.just("How often did you visit us? " * 4)


@given(NAMES)
def test_a_suggested_setting_can_be_copied_from_the_screen(name: str) -> None:
    expected = {"kinds": {name: "date"}, "ignore": [name], "target": name}
    for setting in (kinds_setting(name, "date"), ignore_setting(name), target_setting(name)):
        ((key, value),) = tomllib.loads(one_line(setting))["data"].items()
        assert value == expected[key]
