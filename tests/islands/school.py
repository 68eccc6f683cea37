"""A small server that speaks the grid's protocol, with marks in memory and troubles on demand."""

import json
from collections import deque
from functools import cached_property
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from time import sleep
from urllib.parse import parse_qs, urlsplit

from tests.islands import pages

STATIC = Path(__file__).parents[2] / "src" / "khuevan" / "site" / "static"
POLICY = "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'"
TYPES = {".css": "text/css", ".js": "text/javascript", ".woff2": "font/woff2", ".woff": "font/woff"}


class School(ThreadingHTTPServer):
    """``marks`` is what is saved; ``troubles`` answer the next saves; ``saves`` remembers what was asked."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.forget()
        Thread(target=self.serve_forever, daemon=True).start()

    def forget(self):
        self.marks = {row["id"]: dict(row["cells"]) for row in pages.pupils()}
        self.troubles = deque()
        self.saves = []
        self.answered = {}
        self.token = "first"
        self.user = "lan"
        self.left = None
        self.form_answers = "/done"
        self.forms = []
        self.locked = None

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"

    def save(self, edits):
        """Saves each edit whose base is still what is held; the others are conflicts."""
        reply = {"saved": [], "conflicts": [], "refused": [], "rows": []}
        for edit in edits:
            marks, cell = self.marks[edit["row"]], {"row": edit["row"], "column": edit["column"]}
            theirs = marks.get(edit["column"])
            if theirs == edit["base"]:
                marks[edit["column"]] = edit["value"]
                reply["saved"].append({**cell, "value": edit["value"]})
            else:
                seen = {"yours": edit["value"], "theirs": theirs, "by": "Cô Mai", "at": "2026-05-20T14:02:00+07:00"}
                reply["conflicts"].append({**cell, **seen})
        reply["rows"] = self.averages(edits, {})
        return reply

    def averages(self, edits, over):
        """The averages of the rows of these edits, as if the marks ``over`` were saved."""
        rows = sorted({edit["row"] for edit in edits})
        return [{"id": row, "computed": pages.computed(self.marks[row] | over.get(row, {}))} for row in rows]

    def preview(self, edits):
        over = {}
        for edit in edits:
            over.setdefault(edit["row"], {})[edit["column"]] = edit["value"]
        return {"rows": self.averages(edits, over)}


class Handler(BaseHTTPRequestHandler):
    server: School

    def log_message(self, *_):
        pass

    @cached_property
    def form(self):
        return {name: values[0] for name, values in parse_qs(self.body.decode()).items()}

    @cached_property
    def body(self):
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def answer(self, content, kind="text/html; charset=utf-8", status=200, **headers):
        data = content if isinstance(content, bytes) else content.encode()
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Security-Policy": POLICY, **headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def answer_json(self, content, status=200):
        self.answer(json.dumps(content), "application/json", status)

    def do_GET(self):
        path = urlsplit(self.path).path
        if path.startswith("/static/dist/"):
            found = STATIC / path.removeprefix("/static/")
            return self.answer(found.read_bytes(), TYPES.get(found.suffix, "application/octet-stream"))
        query = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        page = pages.PAGES.get(path)
        return self.answer(page(self.server, query)) if page else self.answer("", status=404)

    def do_POST(self):
        path = urlsplit(self.path).path
        if path == "/preview":
            return self.answer_json(self.server.preview(json.loads(self.body)["edits"]))
        if path == "/save":
            return self.save()
        if path == "/fragment":
            return self.fragment()
        self.server.forms.append(self.form)
        sleep(0.3)
        return self.answer("", status=303, Location=self.form.get("next", self.server.form_answers))

    def save(self):
        asked = json.loads(self.body)
        key = tuple(edit["id"] for edit in asked["edits"])
        self.server.saves.append((key, asked["edits"]))
        if self.server.troubles:
            return self.trouble(self.server.troubles.popleft())
        if self.headers["X-CSRFToken"] != self.server.token:
            return self.answer("<h1>CSRF</h1>", status=403)
        if key not in self.server.answered:
            self.server.answered[key] = self.server.save(asked["edits"])
        return self.answer_json(self.server.answered[key])

    def fragment(self):
        """What htmx asks for: a piece of a page and a message, when the session's token comes with it."""
        if self.server.troubles:
            return self.trouble(self.server.troubles.popleft())
        if self.headers["X-CSRFToken"] != self.server.token:
            return self.answer("", status=403)
        said = json.dumps({"toast": {"text": "Học kì II đã khoá.", "tone": "success"}})
        return self.answer("<p>Khoá lúc 14:00</p>", **{"HX-Trigger": said})

    def trouble(self, trouble):
        if trouble == "silence":
            self.close_connection = True
            return None
        if trouble == "redirect":
            return self.answer("", status=302, Location="/login")
        status, content = trouble
        return self.answer_json(content, status)
