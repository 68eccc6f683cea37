"""The islands' logic without a browser: vitest runs the *.test.ts beside this file."""

import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_logic_of_the_islands():
    path = f"{ROOT / '.venv' / 'node'}{os.pathsep}{os.environ['PATH']}"
    command = ["node", "node_modules/vitest/vitest.mjs", "run", "--dir", "tests/islands"]
    ended = subprocess.run(command, cwd=ROOT, env={**os.environ, "PATH": path}, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stdout + ended.stderr
