"""How long the rules take for a province: ``python -m tests.bench.rules``.

250,000 pupils, 8 scored subjects and 4 assessed by comments, one term. Times are CPU seconds, the best of some
runs; the ratio is to copying the same arrays in memory, so it means the same on a slow machine.
"""

import time
from collections.abc import Callable
from typing import Any

import numpy as np

from khuevan.school.gradebook.rules import tt22_2021 as tt22

from .tables import markdown, number

PUPILS, SCORED, PASS_FAIL = 250_000, 8, 4
REQUIRED = [4, 4, 4, 2, 4, 4, 2, 2]


def best(work: Callable[[], Any], runs: int = 5) -> float:
    """CPU seconds of the fastest run."""
    times = []
    for _ in range(runs):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def province() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Regular, midterm and final marks and pass/fail assessments; pupils differ in how good they are."""
    chance = np.random.default_rng(7)
    ability = chance.normal(72, 10, (PUPILS, 1, 1))
    marks = np.clip(ability + chance.normal(0, 8, (PUPILS, SCORED, 6)), 0, 100).astype(np.int16)
    passes = (chance.random((PUPILS, PASS_FAIL, 4)) > 0.002).astype(np.int8)
    return np.ascontiguousarray(marks[..., :4]), marks[..., 4].copy(), marks[..., 5].copy(), passes


def measure() -> list[tuple[str, float]]:
    """The parts of grading a province and their CPU seconds; copying the arrays first."""
    regular, midterm, final, passes = arrays = province()
    averages = tt22.term_average(regular, midterm, final, REQUIRED)
    results = tt22.term_pass(passes)

    def grade() -> None:
        tt22.level(tt22.term_average(regular, midterm, final, REQUIRED), tt22.term_pass(passes))

    return [
        ("sao chép các mảng", best(lambda: [one.copy() for one in arrays])),
        ("điểm trung bình môn học kì", best(lambda: tt22.term_average(regular, midterm, final, REQUIRED))),
        ("môn đánh giá bằng nhận xét", best(lambda: tt22.term_pass(passes))),
        ("mức kết quả học tập, có điều chỉnh", best(lambda: tt22.level(averages, results))),
        ("cả ba trong một lượt", best(grade)),
    ]


def main() -> None:
    """Print a table."""
    (_, copying), *lines = measure()
    pupils = f"{PUPILS:,}".replace(",", ".")
    head = [f"luật cho {pupils} học sinh × {SCORED + PASS_FAIL} môn, một học kì", "so với sao chép các mảng", "ms"]
    rows = [[name, f"× {number(seconds / copying)}", number(seconds * 1000)] for name, seconds in lines]
    print(markdown([head, *rows]))


if __name__ == "__main__":
    main()
