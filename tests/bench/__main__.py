"""``make bench``: measure the product, topic by topic; ``make bench ARGS="pages rules"`` measures these alone.

A topic is a module ``tests/bench/<topic>.py`` that prints Markdown: a sentence on how it measured, then its tables.
Its section in docs/performance.md has the marks ``<!-- figures: <topic> -->`` and ``<!-- end of figures -->``;
``--write docs/performance.md`` puts what was printed between them. ``--rounds`` and ``--seconds`` are for ``pages``.
"""

import argparse
import re
import subprocess
import sys
from pathlib import Path

from . import place

TOPICS = (
    "pages",
    "rules",
    "people",
    "years",
    "imports",
    "comments",
    "gradebook",
    "signing",
    "exchange",
    "province",
    "ioc",
    "size",
    "making",
)
"""A line for each module."""
ROOT = Path(__file__).parents[2]


def main() -> int:
    """Measure, print, and write down if asked; a topic that fails does not hold up the others."""
    options, own = _options()
    place.refuse_elsewhere()
    failed = []
    for topic in options.topics or TOPICS:
        print(f"\n# {topic}\n", flush=True)
        command = [sys.executable, "-m", f"tests.bench.{topic}", *(own if topic == "pages" else [])]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
        print(done.stdout, flush=True)
        if done.returncode:
            failed.append(topic)
        elif options.write:
            write(options.write, topic, done.stdout.strip())
    if failed:
        print(f"Không đo được: {', '.join(failed)}", file=sys.stderr)
    return len(failed)


def write(page: Path, topic: str, figures: str) -> None:
    """Put the figures of a topic into its section of the page."""
    marks = re.compile(rf"(<!-- figures: {topic} -->\n).*?(<!-- end of figures -->)", re.S)
    text, found = marks.subn(lambda one: f"{one[1]}{figures}\n{one[2]}", page.read_text())
    if not found:
        sys.exit(f"{page}: <!-- figures: {topic} --> … <!-- end of figures -->?")
    page.write_text(text)


def _options() -> tuple[argparse.Namespace, list[str]]:
    """What was asked; the rest is for ``pages``."""
    parser = argparse.ArgumentParser(
        prog="make bench", epilog="--rounds, --seconds: xem python -m tests.bench.pages -h"
    )
    parser.add_argument("topics", nargs="*", metavar="PHẦN", help=f"đo riêng: {', '.join(TOPICS)}")
    parser.add_argument("--write", type=Path, metavar="TỆP", help="ghi các bảng vào giữa hai dấu của tệp")
    options, own = parser.parse_known_args()
    if unknown := set(options.topics) - set(TOPICS):
        parser.error(", ".join(sorted(unknown)))
    return options, own


if __name__ == "__main__":
    sys.exit(main())
