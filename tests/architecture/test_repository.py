"""What is committed installs anywhere and speaks of the product alone."""

import json
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
REGISTRIES = re.compile(
    r"(?:registry\.npmjs\.org|registry\.yarnpkg\.com|files\.pythonhosted\.org|pypi\.org/simple"
    r"|--(?:extra-)?index-url|--find-links|index-url\s*=)"
)
LOCKS = ["bootstrap", "node", "runtime", "dev"]
PINNED = re.compile(r"^(?P<name>[a-z0-9.\[\]_-]+)==\S+.*\\$", re.I)


def tracked():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    return [path for path in paths if path.is_file()]


def texts():
    for path in tracked():
        try:
            yield path, path.read_text()
        except UnicodeDecodeError:
            continue


def test_no_file_names_a_registry():
    found = [path for path, text in texts() if REGISTRIES.search(text) and path != Path(__file__)]
    assert found == []


@pytest.mark.parametrize("lock", LOCKS)
def test_python_locks_have_hashes_and_no_addresses(lock):
    text = (ROOT / "requirements" / f"{lock}.txt").read_text()
    entries = text.replace("\\\n", " ").strip().splitlines()
    packages = [entry for entry in entries if not entry.lstrip().startswith("#")]
    assert packages
    assert [entry[:60] for entry in packages if "==" not in entry or "--hash=sha256:" not in entry] == []
    assert "://" not in text


def test_the_development_lock_contains_the_same_versions():
    def versions(lock):
        text = (ROOT / "requirements" / f"{lock}.txt").read_text()
        return set(re.findall(r"^([\w.\[\]-]+==[^\s;]+)", text, re.M))

    assert versions("runtime") - versions("dev") == set()


def test_the_node_lock_has_hashes_and_no_addresses():
    lock = json.loads((ROOT / "package-lock.json").read_text())
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert packages
    assert [name for name, entry in packages.items() if "integrity" not in entry] == []
    assert [name for name, entry in packages.items() if "resolved" in entry] == []


def test_node_packages_are_pinned():
    package = json.loads((ROOT / "package.json").read_text())
    wanted = package["dependencies"] | package["devDependencies"]
    assert [name for name, version in wanted.items() if not version[0].isdigit()] == []


def test_nothing_is_left_over():
    marks = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X)\b|mark\.(?:skip|xfail)\b")
    sources = [(path, text) for path, text in texts() if path.suffix in {".py", ".ts", ".html", ".css"}]
    assert sources
    assert [str(path) for path, text in sources if marks.search(text)] == []
