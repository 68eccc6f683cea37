"""The small province that tests run on: ``python -m khuevan.site.province.for_tests [--marks]``, as khuevan_owner."""

import sys
from dataclasses import replace

import django

SEED = 7


def main() -> None:
    """Load it into the database of the settings."""
    django.setup()
    from khuevan.site.province.making import load_plan
    from khuevan.site.province.plans import tiny_plan

    load_plan(replace(tiny_plan(), marks="--marks" in sys.argv[1:]), SEED)


if __name__ == "__main__":
    main()
