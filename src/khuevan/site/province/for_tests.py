"""The small province that tests run on: ``python -m khuevan.site.province.for_tests [--story]``, as khuevan_owner."""

import sys
from dataclasses import replace

import django

SEED = 7


def main() -> None:
    """Load it into the database of the settings; with all marks and papers when the story is to be told on it."""
    django.setup()
    from khuevan.site.province.making import load_plan
    from khuevan.site.province.plans import tiny_plan

    story = "--story" in sys.argv[1:]
    load_plan(replace(tiny_plan(), marks=story, papers=story), SEED)


if __name__ == "__main__":
    main()
