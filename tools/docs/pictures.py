"""Takes the pictures of the README, in light and dark: a sandbox's inbox, and a cell of a notebook.

    .venv/bin/python tools/docs/pictures.py

It needs `make build module` and Debian's Chromium, and writes docs/assets/*.webp.
"""

from __future__ import annotations

import base64
import json
import shutil
import sys
import tempfile
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests" / "slow"))
import common

ASSETS = common.ROOT / "docs" / "assets"
PHONE = "380671234567"
PICTURE = "https://shop.example.org/boots.jpg"
CELL = """\
smsbat.ViberPromo(
    to="+380671234567",
    sender="MyShop",
    text="Oksana, your boots are back. Half price until Sunday.",
    image="https://shop.example.org/boots.jpg",
    button=smsbat.Button("Look", "https://shop.example.org/boots"),
    fallback=smsbat.Fallback("Boots: half price until Sunday"),
)"""
PAGE = """<!doctype html><meta charset="utf-8"><style>
:root {{ color-scheme: light dark; }}
body {{ margin: 0; padding: 20px; background: light-dark(#fff, #111); color: light-dark(#1b1b1b, #e8e8e8);
  font: 15px system-ui, sans-serif; }}
pre {{ margin: 0 0 14px; padding: 12px 14px; border: 1px solid light-dark(#d8d8d8, #3a3a3a);
  border-radius: 4px; background: light-dark(#f6f6f6, #1c1c1c); font: 13px/1.5 ui-monospace, monospace; }}
</style><pre>{code}</pre>{card}"""


def messages(smsbat: object) -> list[dict]:
    """What the inbox holds."""
    phone, sender = f"+{PHONE}", "MyShop"
    made = [
        smsbat.Sms(to="+380501234567", sender=sender, text="Your code is 4711"),
        smsbat.Sms(to="+380631234567", sender=sender, text="We open at nine tomorrow"),
        smsbat.ViberSurvey(
            to="+380931234567", sender=sender, text="How was the delivery?", options=["Fine", "Late"]
        ),
        smsbat.Sms(to=phone, sender=sender, text="Oksana, your order 5512 is ready"),
        smsbat.ViberPromo(
            to=phone,
            sender=sender,
            text="Your boots are back. Half price until Sunday.",
            image=PICTURE,
            button=smsbat.Button("Look", "https://shop.example.org/boots"),
        ),
    ]
    return [message.to_dict() for message in made]


def send(url: str, messages: list[dict]) -> None:
    head = {"X-Authorization-Key": "test-key", "Content-Type": "application/json"}
    for message in messages:
        body = json.dumps({"messages": [message]}).encode()
        with urllib.request.urlopen(urllib.request.Request(f"{url}/bat/messagelist", body, head)) as reply:
            assert reply.status == 200
    clock = urllib.request.Request(f"{url}/_sandbox/clock", b'{"advance": 10}', head)
    urllib.request.urlopen(clock).close()


def shoot(page: object, name: str) -> None:
    """Chromium's own WebP, which Playwright does not offer."""
    session = page.context.new_cdp_session(page)
    made = session.send("Page.captureScreenshot", {"format": "webp", "quality": 82})
    file = ASSETS / f"{name}.webp"
    file.write_bytes(base64.b64decode(made["data"]))
    print(f"{file.relative_to(common.ROOT)}: {file.stat().st_size // 1024} KB")


def take(folder: Path) -> None:
    from playwright.sync_api import sync_playwright

    sandbox = common.DEBUG / "smsbat"
    with sync_playwright() as started, common.sandbox(call=[sandbox, "--json", "sandbox"]) as ready:
        send(ready["url"], json.loads((folder / "messages.json").read_text("utf-8")))
        browser = started.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for scheme in ("light", "dark"):
            look = {"color_scheme": scheme, "device_scale_factor": 2}
            page = browser.new_context(viewport={"width": 980, "height": 640}, **look).new_page()
            page.goto(f"{ready['url']}/#/inbox/{PHONE}")
            page.locator(".smsbat-screen").nth(1).wait_for()
            shoot(page, f"inbox-{scheme}")
            page = browser.new_context(viewport={"width": 640, "height": 100}, **look).new_page()
            page.goto((folder / "card.html").as_uri())
            height = page.evaluate("document.documentElement.scrollHeight")
            page.set_viewport_size({"width": 640, "height": height})
            shoot(page, f"card-{scheme}")
        browser.close()


def main() -> int:
    if "--here" in sys.argv:
        take(Path(sys.argv[-1]))
        return 0
    import smsbat

    common.debian("chromium")
    python = common.venv("playwright", ["playwright==1.65.2"])
    ASSETS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shown = smsbat.preview(eval(CELL, {"smsbat": smsbat})).html
        (folder / "card.html").write_text(PAGE.format(code=CELL, card=shown), encoding="utf-8")
        (folder / "messages.json").write_text(json.dumps(messages(smsbat)), encoding="utf-8")
        return common.run(python, __file__, "--here", folder, capture_output=False).returncode


if __name__ == "__main__":
    sys.exit(main())
