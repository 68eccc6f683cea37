"""Day after day until the last one or a signal; where it stopped it goes on."""

import http.client
import json
import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from khuevan.kernel.errors import DomainError

from .browser import Answer, Browser
from .cast import Leader, Teacher
from .days import Term
from .deeds import Deed, Turn
from .moves import lead
from .tally import Tally
from .turns import teach

AWAY = (429, 500, 502, 503, 504, 507)
"""Answers after which the same request is sent again: too many at once, away, without room."""
PATIENCE, PAUSE = 180.0, 0.3
"""Seconds for which one request is repeated, and between two tries."""


@dataclass(frozen=True)
class Game:
    """What is played; the same words go on where they stopped."""

    url: str
    first: str
    last: str
    seed: int
    teachers: int


@dataclass
class Play:
    """Plays ``game`` with these people. ``pace``: played days a minute, 0 without a pause."""

    game: Game
    term: Term
    password: str
    state: Path
    log: Path | None
    teachers: list[Teacher]
    leaders: list[Leader]
    pace: float
    at_once: int

    def __post_init__(self) -> None:
        self.stopping = threading.Event()
        self.writing = threading.Lock()
        self.total = Tally()
        self.began = time.monotonic()
        self.browsers = {one.username: self._browser(one.username) for one in (*self.teachers, *self.leaders)}

    def _browser(self, username: str) -> Browser:
        return Browser(self.game.url, username, self.password)

    def run(self, say: Callable[[str], None]) -> None:
        """Play the days that are left. KeyboardInterrupt stops it once the requests that are under way are answered."""
        day, last = self.next_day(), date.fromisoformat(self.game.last)
        try:
            with ThreadPoolExecutor(self.at_once) as pool:
                while day <= last:
                    began = time.monotonic()
                    tally = self._play(day, pool)
                    self._keep(day + timedelta(1))
                    say(f"{day:%d/%m/%Y}: {tally.said(time.monotonic() - began)}")
                    day += timedelta(1)
                    if self.pace and day <= last:
                        time.sleep(max(0.0, 60 / self.pace - (time.monotonic() - began)))
        finally:
            for browser in self.browsers.values():
                browser.close()

    def next_day(self) -> date:
        """The first day that has not been played to its end."""
        try:
            kept = json.loads(self.state.read_text())
        except (OSError, ValueError):
            return date.fromisoformat(self.game.first)
        same = kept.get("game") == asdict(self.game)
        return date.fromisoformat(kept["next"] if same else self.game.first)

    def _keep(self, day: date) -> None:
        draft = self.state.with_suffix(".new")
        draft.write_text(json.dumps({"game": asdict(self.game), "next": day.isoformat()}))
        draft.replace(self.state)

    def _play(self, day: date, pool: ThreadPoolExecutor) -> Tally:
        tally = Tally()
        if day.weekday() == 6:
            return tally
        jobs: list[tuple[Callable[..., Deed | None], Any]] = [(teach, one) for one in self.teachers]
        jobs += [(lead, one) for one in self.leaders]
        futures = [pool.submit(self._turn, act, one, day, tally) for act, one in jobs]
        try:
            for future in futures:
                future.result()
        except BaseException:
            self.stopping.set()
            for future in futures:
                future.cancel()
            wait(futures)
            raise
        finally:
            self.total.join(tally)
        return tally

    def _turn(self, act: Callable[..., Deed | None], who: Any, day: date, tally: Tally) -> None:
        if self.stopping.is_set():
            return
        turn = Turn(self.game.seed, day, self.term, who.username)
        deed = act(turn, who, self.browsers[who.username], lambda request: self._ask(request, tally))
        if deed and (deed.saved or not self.stopping.is_set()):
            tally.add(deed)
            if self.log:
                self._note(deed)

    def _ask(self, request: Callable[[], Answer], tally: Tally) -> Answer:
        """Ask until somebody answers, or nobody has for long."""
        deadline, answer = time.monotonic() + PATIENCE, Answer(0, "")
        while not self.stopping.is_set():
            try:
                answer = request()
            except (OSError, http.client.HTTPException) as error:
                answer = Answer(0, str(error))
            if answer.status and answer.status not in AWAY and "/account/login/" not in answer.address:
                return answer
            tally.wait(str(answer.status or f"mất kết nối ({answer.text})"))
            if time.monotonic() > deadline:
                raise DomainError(
                    f"Máy chủ {self.game.url} không trả lời đã {PATIENCE:.0f} giây.",
                    hint="Kiểm tra khuevan serve (hoặc make demo) đang chạy, rồi chạy lại lệnh này để chơi tiếp.",
                    code="no_answer",
                )
            self.stopping.wait(PAUSE)
        return answer

    def _note(self, deed: Deed) -> None:
        """Write down what the server has confirmed, for whoever wants to look it up."""
        assert self.log
        lines = "".join(json.dumps({"kind": deed.kind, **one}, ensure_ascii=False) + "\n" for one in deed.saved)
        with self.writing, self.log.open("a", encoding="utf-8") as file:
            file.write(lines)
            file.flush()
            os.fsync(file.fileno())
