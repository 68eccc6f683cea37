"""The page that checks without a network: script, style, keys and lists in one HTML file.

It is opened from a disk, where no header of ours protects it; so it carries a policy of its own, which lets nothing
run but its one script and nothing leave the device.
"""

import base64
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders

HEAD = (
    '<!doctype html>\n<html lang="vi"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    '<meta http-equiv="Content-Security-Policy" content="{policy}"><title>{title}</title><style>{style}</style></head>'
    '<body><main id="page"><noscript>{noscript}</noscript></main>'
)
TAIL = '<script type="application/json" id="data">{data}</script><script>{script}</script></body></html>\n'
POLICY = (
    "default-src 'none'; script-src '{script}'; style-src '{style}'; img-src blob: data:; "
    "media-src blob: mediastream:; base-uri 'none'; form-action 'none'"
)


def offline_page(data: Mapping[str, Any], title: str, noscript: str) -> bytes:
    """The whole page around ``data``, as ``islands/proof-page`` reads it."""
    script = _built("page.js").replace("</script", "<\\/script")
    style = _built("page.css")
    policy = POLICY.format(script=_hash(script), style=_hash(style))
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    head = HEAD.format(policy=policy, title=title, style=style, noscript=noscript)
    return (head + TAIL.format(data=written, script=script)).encode()


def _built(name: str) -> str:
    found = finders.find(f"dist/proof-page/{name}")
    if not found:
        raise FileNotFoundError(f"{name} is not built; run `make build`")
    return Path(found).read_text()


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
