"""The installation's signing secret, made once and kept beside the data."""

import os
import secrets
from pathlib import Path

from khuevan.site.postgres.paths import make_data_dir


def secret_key(directory: Path) -> str:
    """The secret in ``directory``, made on first use; readable by its owner alone."""
    path = make_data_dir(directory) / "secret_key"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text()
    secret = secrets.token_urlsafe(48)
    with os.fdopen(handle, "w") as file:
        file.write(secret)
    return secret
