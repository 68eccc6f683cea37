"""Log-ins made in the database beforehand: ``python -m tests.bench.whole.minted < names.json > sessions.json``.

Thousands cannot log in from one address within minutes: the number is limited, and a password takes its time.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from datetime import timedelta

from .. import place as place  # first: the product asks it where to work

# isort: split
from ..database import environment
from ..programs import ROOT


def sessions(database: str, names: Sequence[str]) -> dict[str, str]:
    """A session's key for each username."""
    command = [sys.executable, "-m", "tests.bench.whole.minted"]
    given = json.dumps(list(names))
    done = subprocess.run(command, input=given, env=environment(database), capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr[-600:]
    found: dict[str, str] = json.loads(done.stdout)
    return found


def _made(names: list[str]) -> dict[str, str]:
    import django

    django.setup()
    from allauth.usersessions.models import UserSession
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.models import Session
    from django.utils.crypto import get_random_string
    from django.utils.timezone import now

    from khuevan.registry.accounts.adapters.sessions import SessionStore
    from khuevan.registry.accounts.api import User

    store, (backend,) = SessionStore(), settings.AUTHENTICATION_BACKENDS
    users = list(User.objects.filter(username__in=names))
    keys = {one.username: get_random_string(32, "0123456789abcdefghijklmnopqrstuvwxyz") for one in users}
    until = now() + timedelta(hours=12)
    rows, log_ins = [], []
    for one in users:
        said = {SESSION_KEY: str(one.pk), BACKEND_SESSION_KEY: backend, HASH_SESSION_KEY: one.get_session_auth_hash()}
        key = keys[one.username]
        rows.append(Session(session_key=key, session_data=store.encode(said), expire_date=until))
        log_ins.append(UserSession(user=one, session_key=key, ip="127.0.0.1", user_agent="khuevan-bench", data={}))
    Session.objects.bulk_create(rows, batch_size=2000)
    UserSession.objects.bulk_create(log_ins, batch_size=2000)
    return keys


if __name__ == "__main__":
    json.dump(_made(json.load(sys.stdin)), sys.stdout)
