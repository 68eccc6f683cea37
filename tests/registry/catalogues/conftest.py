"""Catalogues are written by the owner of the tables alone."""

import pytest
from django.db import connection, transaction

from khuevan.site.postgres import django_database


@pytest.fixture
def as_owner(django_db_setup, django_db_blocker):
    """A transaction of the owner, rolled back at the end."""
    settings, owner = connection.settings_dict, django_database("owner")
    usual = {key: settings[key] for key in ("USER", "PASSWORD")}
    with django_db_blocker.unblock():
        connection.close()
        settings.update({key: owner[key] for key in usual})
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
        connection.close()
        settings.update(usual)
