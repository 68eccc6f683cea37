"""The pages on which the islands are tried: the markup of the contract and nothing else."""

import html
import json
from functools import cache
from pathlib import Path

DIST = Path(__file__).parents[2] / "src" / "khuevan" / "site" / "static" / "dist"
NAMES = ["Nguyễn Hoàng An", "Trần Gia Bình", "Lê Thị Cúc", "Phạm Minh Dũng", "Võ Thuỳ Dương", "Đặng Quốc Đạt"]
LEVELS = [
    {"value": "T", "label": "Tốt", "keys": ["t", "1"]},
    {"value": "K", "label": "Khá", "keys": ["k", "2"]},
    {"value": "D", "label": "Đạt", "keys": ["đ", "d", "3"]},
]


def column(key, label, title, kind="score", **more):
    return {"key": key, "label": label, "title": title, "kind": kind, "editable": kind != "computed", **more}


COLUMNS = [
    column("tx1", "TX1", "Điểm thường xuyên 1"),
    column("tx2", "TX2", "Điểm thường xuyên 2"),
    column("gk", "GK", "Điểm giữa kì", required=True),
    column("ck", "CK", "Điểm cuối kì", required=True),
    column("average", "TBM", "Điểm trung bình môn", "computed"),
    column("conduct", "RL", "Rèn luyện", "choice", options=LEVELS),
    column("comment", "Nhận xét", "Nhận xét", "text", max_length=200),
]


def computed(marks):
    """The plain mean, to one decimal: enough to see averages follow the marks."""
    scores = [marks[key] for key in ("tx1", "tx2", "gk", "ck") if marks.get(key) is not None]
    return {"average": f"{round(sum(scores) / len(scores)) / 10:.1f}".replace(".", ",") if scores else ""}


def pupils(count=6):
    rows = []
    for number in range(count):
        name = NAMES[number] if number < len(NAMES) else f"Học sinh {number + 1}"
        marks = {"tx1": 80, "tx2": 75 if number % 2 else None, "gk": None, "ck": None, "conduct": None, "comment": None}
        rows.append({"id": f"hs{number + 1}", "name": name, "cells": marks, "computed": computed(marks), "note": ""})
    rows[4]["note"] = "Chuyển đến 12/10"
    return rows


@cache
def manifest():
    return json.loads((DIST / "manifest.json").read_text())


def page(title, body, audience="teacher", name="page", user="lan"):
    whose = f' data-user="{user}"' if audience == "teacher" else ""
    styles, main = (manifest()[entry]["file"] for entry in ("islands/styles/main.css", "islands/main.ts"))
    toast = (
        '<div class="toast" data-toast="info"><p class="toast__text" data-toast-text></p>'
        '<button class="toast__close" type="button" data-toast-close aria-label="Đóng thông báo">×</button></div>'
    )
    return f"""<!doctype html><html lang="vi" data-audience="{audience}"{whose}><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="csrf-token" content="first">
<title>{title}</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/static/dist/{styles}">
<script type="module" src="/static/dist/{main}"></script></head><body data-page="{name}">
<main class="main wide" id="main"><h1>{title}</h1>{body}</main>
<div class="toasts" role="region" aria-label="Thông báo" aria-live="polite" data-toasts></div>
<template data-toast-template>{toast}</template></body></html>"""


def grid(school, query):
    count = int(query.get("rows", "6"))
    rows = pupils(count)
    for row in rows:
        row["cells"] |= school.marks.setdefault(row["id"], dict(row["cells"]))
        row["computed"] = computed(row["cells"])
        row["readonly"] = row["id"] == school.left
    data = {
        "book": "Toán 7A, học kì II",
        "storage_key": f"khuevan:marks:{school.user}:book:7a-toan:2",
        "locked": school.locked,
        "columns": COLUMNS,
        "rows": rows,
    }
    block = json.dumps(data).replace("<", "\\u003C")
    return page(
        "Sổ điểm Toán 7A",
        (
            f'<script id="grid-data" type="application/json">{block}</script>'
            f'<mark-grid data="grid-data" save-url="/save" preview-url="/preview" csrf="{school.token}"></mark-grid>'
        ),
        user=school.user,
    )


def login(school, query):
    target = html.escape(query.get("next", "/"))
    return page(
        "Đăng nhập",
        (
            f'<form method="post" action="/login"><input type="hidden" name="next" value="{target}">'
            '<button class="btn btn-primary">Đăng nhập</button></form>'
        ),
        "public",
    )


def small(school, query):
    return page(
        "Trang nhỏ",
        """
<button class="btn" type="button" data-theme-choice="dark" aria-pressed="false">Tối</button>
<search data-search><label for="find">Tìm</label> <input class="form-control" id="find" type="search" data-search-input>
<div data-search-results><a href="#a">An</a> <a href="#b">Bình</a></div></search>
<details class="menu" data-menu><summary>Tài khoản</summary><a href="#c">Thoát</a></details>
<button class="btn" type="button" data-copy="https://khuevan.test/v/abc">Chép</button>
<form method="post" action="/form" data-keep="lan:conduct-7a"><label for="words">Nhận xét</label>
<textarea class="form-control" id="words" name="words"></textarea>
<button class="btn btn-primary">Gửi</button></form>
<button class="btn" type="button" hx-post="/fragment" hx-target="#here" hx-confirm="Khoá học kì II?">Khoá</button>
<div id="here"></div>
<dialog class="dialog" data-ask aria-labelledby="ask-title"><form method="dialog"><h2 id="ask-title" data-ask-text></h2>
<button class="btn" value="no">Không</button><button class="btn" value="yes">Đồng ý</button></form></dialog>""",
        user=school.user,
    )


def verify(school, query):
    return page(
        "Kiểm tra học bạ",
        """
<qr-reader for="link"></qr-reader>
<form method="get" action="/done"><label for="link">Đường dẫn trên học bạ</label>
<input class="form-control" id="link" name="link" type="text">
<button class="btn btn-primary">Kiểm tra</button></form>""",
    )


def done(school, query):
    return page("Đã xong", "<p>Đã nhận.</p>")


PAGES = {"/grid": grid, "/login": login, "/small": small, "/verify": verify, "/done": done}
