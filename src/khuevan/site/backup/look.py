"""Look at a restored installation and print, as JSON, its counts and what the ledger's check finds."""

import json
import os
import sys

from khuevan.site import postgres
from khuevan.site.backup.counting import counts


def main() -> int:
    """The database is started for it and stopped again."""
    with postgres.running():
        import django

        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "khuevan.site.settings")
        django.setup()
        print(json.dumps({"counts": counts(), "problems": _altered()}))
    return 0


def _altered() -> list[str]:
    from khuevan.platform.transparency.api import alterations, broken_checkpoints
    from khuevan.registry.isolation.api import Scope, acting
    from khuevan.registry.units.api import Unit

    with acting(Scope("province")):
        found = list(broken_checkpoints())
        for school in Unit.objects.filter(kind="school").values_list("pk", flat=True):
            found += alterations(school)
    return [f"sổ cái: {one.where}: {one.what}" for one in found]


if __name__ == "__main__":
    sys.exit(main())
