"""The strip of screenshots in README.md, from pictures that the journeys have taken:

KHUEVAN_PICTURES=/tmp/pictures make test ARGS=tests/journeys
.venv/bin/python -m tests.journeys.strip /tmp/pictures
"""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browsers import PROGRAM

STRIP = Path(__file__).parents[2] / "docs" / "images" / "story.png"
HEAVIEST = 400_000
HEIGHT = 450
SCREENS = {
    "1-lan-saved-1440-light": "Cô Lan vào điểm 7A",
    "3-minh-school-1440-light": "Thầy Minh xem tiến độ toàn trường",
    "4-binh-desk-1440-light": "Sở tiếp nhận học bạ",
    "5-hoa-an-360-light": "Mẹ của An",
    "6-anyone-verified-360-light": "Ai cũng kiểm tra được",
}
"""Pictures from left to right, each with what it shows."""
STYLE = f"""
body {{ margin: 0; width: max-content; display: flex; gap: 20px; padding: 20px; background: #f4efe6; }}
figure {{ margin: 0; }}
img {{ display: block; height: {HEIGHT}px; object-fit: cover; object-position: top; border-radius: 8px; }}
.desk {{ aspect-ratio: 1440 / 900; }}
.phone {{ aspect-ratio: 360 / 740; }}
figcaption {{ padding-top: 10px; font: 600 18px/1.4 "Noto Sans", sans-serif; color: #3d342b; text-align: center; }}
"""


def page() -> str:
    """The strip as HTML, to lie beside the pictures."""
    shown = [(f"{name}.png", "phone" if "-360-" in name else "desk", words) for name, words in SCREENS.items()]
    figures = "".join(
        f'<figure><img class="{kind}" src="{file}"><figcaption>{words}</figcaption></figure>'
        for file, kind, words in shown
    )
    return f"<!doctype html><html lang=vi><meta charset=utf-8><style>{STYLE}</style><body>{figures}</body></html>"


def main() -> None:
    """Make it anew. Fails where a picture is missing."""
    pictures = Path(sys.argv[1]).resolve()
    if lacking := [name for name in SCREENS if not (pictures / f"{name}.png").exists()]:
        sys.exit(f"no picture of {', '.join(lacking)}")
    (pictures / "strip.html").write_text(page(), encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=PROGRAM, args=["--no-sandbox"])
        window = browser.new_page()
        window.goto((pictures / "strip.html").as_uri())
        window.locator("body").screenshot(path=STRIP)
        browser.close()
    if STRIP.stat().st_size > HEAVIEST:
        sys.exit(f"{STRIP} is heavier than {HEAVIEST} bytes")


if __name__ == "__main__":
    main()
