"""How many statements pages ask, in a process of its own: ``python -m tests.bench.whole.counting < pages.json``."""

import json
import subprocess
import sys

from ..scenarios import Scenario
from .sides import Side


def queries(side: Side) -> dict[str, int]:
    """Statements by title of the page."""
    # isort: split
    from ..database import environment
    from ..programs import ROOT

    plan = json.dumps({title: _who_and_where(one) for title, one in side.asked.items()})
    command = [sys.executable, "-m", "tests.bench.whole.counting"]
    done = subprocess.run(command, input=plan, env=environment(side.database), capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr[-600:]
    found: dict[str, int] = json.loads(done.stdout)
    return found


def _who_and_where(page: Scenario) -> tuple[str, str, str]:
    """Method, session and address of the first caller's request."""
    head = page.callers[0][0]
    method, path = head.split(" ", 2)[:2]
    return method, head.partition("sessionid=")[2].partition("\r")[0].partition(";")[0], path


def _count(pages: dict[str, tuple[str, str, str]]) -> dict[str, int]:
    import django

    django.setup()
    from django.test import Client

    from ..gradebook import queries as asked

    found = {}
    for title, (method, session, path) in pages.items():
        if method != "GET":
            continue
        client = Client(headers={"host": "127.0.0.1"})
        if session:
            client.cookies["sessionid"] = session
        assert client.get(path).status_code == 200, path  # fills what is kept
        found[title] = asked(lambda: client.get(path))  # noqa: B023 - called at once
    return found


if __name__ == "__main__":
    json.dump(_count(json.load(sys.stdin)), sys.stdout)
