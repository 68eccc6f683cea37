"""The page docs/rules/statistical-reports.md says what the rules do: its sessions run."""

import doctest
import re
from pathlib import Path

PAGE = Path(__file__).parents[3] / "docs" / "rules" / "statistical-reports.md"


def test_sessions_run():
    session = "\n".join(re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL))
    test = doctest.DocTestParser().get_doctest(session, {}, PAGE.stem, str(PAGE), 0)
    result = doctest.DocTestRunner().run(test)
    assert (result.failed, result.attempted) == (0, 14)
