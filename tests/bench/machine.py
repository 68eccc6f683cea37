"""What the machine is, and how fast one core of it is today."""

import os
import platform
import re
import shutil
import statistics
import subprocess

PEERS_SIGNS = 4108
"""RSA-2048 signatures a second and core where the peers were measured."""


def signs_per_second(times: int = 3) -> float | None:
    """RSA-2048 signatures a second of processor time on one core; ``None`` without openssl."""
    if not shutil.which("openssl"):
        return None
    command = ["openssl", "speed", "-seconds", "1", "rsa2048"]
    found = []
    for _ in range(times):
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        if match := re.search(r"rsa 2048 bits\s+\S+s\s+\S+s\s+(\S+)", said):
            found.append(float(match[1]))
    return statistics.median(found) if found else None


def description() -> str:
    """Processors, memory, system, Python; no names of machines or places."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    system = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    return f"{os.cpu_count()} nhân, {memory:.0f} GB bộ nhớ, {system}"


def load() -> float:
    """Processes that wait for a core, mean of the last five minutes."""
    return os.getloadavg()[1]
