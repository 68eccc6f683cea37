"""Work on the database as the owner of its tables."""

import os


def act_as_owner() -> None:
    """Set Django up as khuevan_owner; to be called before anything else has read the settings."""
    os.environ["KHUEVAN_DB_ROLE"] = "owner"
    import django

    django.setup()
