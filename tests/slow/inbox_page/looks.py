"""Every view in both themes and many widths: what axe says, what does not fit, and screenshots to look at."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass

import common

from .desk import ALL, EXTREMES, PHONE, SHOTS, TOO_WIDE, Desk, extremes, messages
from .documents import OPERATION, call

# The name, the width and height in CSS pixels, and how many pixels of the screen one has.
SIZES = [
    ("wide", 1280, 860, 1),
    ("phone", 390, 800, 1),
    ("small", 360, 740, 1),
    ("huge", 3440, 1440, 1),
    # A window of 1280 × 860 at 200 %.
    ("zoomed", 640, 430, 2),
]
# The sizes whose screenshots people look at; axe runs in these.
SEEN = ("wide", "phone")
# Lowest height of a list in which one can still find something.
LOWEST = 110
LOW = f"""[...document.querySelectorAll(".scroll")].filter((part) => part.checkVisibility()
    && part.scrollHeight > part.clientHeight && part.clientHeight < {LOWEST}).map((part) => part.ariaLabel)"""
# Elements that move although the reader asked for less motion.
MOVES = f"""{ALL}("*").filter((part) => {{
    const style = getComputedStyle(part);
    const times = `${{style.transitionDuration}}, ${{style.animationDuration}}`.split(", ");
    return times.some((one) => parseFloat(one)) || style.scrollBehavior === "smooth";
}}).map((part) => part.outerHTML.slice(0, 80))"""
AXE = "async () => (await axe.run()).violations.map((v) => [v.impact, v.id, v.nodes[0].html])"


@dataclass
class View:
    """One view: its address, what shows that it is there, and what opens it from there."""

    name: str
    place: str
    sign: str
    act: Callable[[object], None] | None = None


EMPTY = [
    View("first-visit", "#/inbox", ".welcome h2"),
    View("empty-requests", "#/requests", ".left .note code"),
    View("empty-stage", "#/stage", "tbody td"),
    View("empty-webhooks", "#/webhooks", ".card"),
]
FULL = [
    View("list", "#/inbox", ".recipient"),
    View("conversation", f"#/inbox/{PHONE}", ".smsbat-screen"),
    View("details", f"#/inbox/{PHONE}", ".smsbat-screen", lambda page: select(page, "Sale")),
    View("extremes", f"#/inbox/{EXTREMES}", ".smsbat-screen"),
    View("no-conversation", "#/inbox/380670009999", ".right .note"),
    View("no-match", "#/inbox?q=nothing+like+it", ".left .note"),
    View("requests", "#/requests", ".recipient"),
    View("refused", "#/requests?status=refused", ".recipient", lambda page: open_first(page, ".reasons")),
    View("accepted", "#/requests?status=accepted", ".recipient", lambda page: open_first(page, ".sides")),
    View("stage", "#/stage", ".rules button"),
    View("chathub", "#/chathub", ".recipient"),
    View("chat", "#/chathub", ".recipient", lambda page: open_first(page, ".write")),
    View("webhooks", "#/webhooks", ".attempts li"),
    View(
        "attempt", "#/webhooks", ".attempts li", lambda page: page.locator(".attempts summary").first.click()
    ),
    View("fidelity", "#/fidelity", "tbody td"),
    View("help", "#/inbox", ".recipient", lambda page: page.keyboard.press("?")),
    View("clock", "#/inbox", ".recipient", lambda page: page.locator("#clock").click()),
    View("docs", "docs", OPERATION),
    View("docs-send", "docs", OPERATION, lambda page: call(page, "post", "/bat/messagelist")),
    View("docs-sandbox", "docs?of=sandbox", OPERATION),
    View(
        "docs-sandbox-operation",
        "docs?of=sandbox",
        OPERATION,
        lambda page: call(page, "get", "/_sandbox/rules"),
    ),
]


def select(page: object, text: str) -> None:
    message = page.locator(".sent", has_text=text).first
    if page.locator(".sent.selected", has_text=text).count() == 0:
        message.locator(".meta").click()
    page.locator(".trace-body .head").first.wait_for()


def open_first(page: object, sign: str) -> None:
    page.locator(".recipient").first.click()
    page.locator(sign).first.wait_for()


def axe() -> str:
    """The source of axe-core."""
    home = common.WORK / "axe"
    script = home / "node_modules" / "axe-core" / "axe.min.js"
    if not script.exists():
        if not shutil.which("npm"):
            common.missing("npm, for axe-core")
        home.mkdir(parents=True, exist_ok=True)
        common.must("npm", "install", "--silent", "--no-save", "--prefix", home, "axe-core@4.14.1")
    return script.read_text(encoding="utf-8")


def fill(desk: Desk) -> None:
    """Something in every view."""
    for message in messages():
        desk.send(**message)
    for message in extremes():
        desk.send(to=f"+{EXTREMES}", **message)
    desk.status("POST", "/bat/messagelist", {"messages": [{"type": "sms", "to": "0671", "txet": "Hi"}]})
    desk.call("POST", "/_sandbox/rules", {"text": "L" * 200, "reply": {"json": {"long": "x" * 300}}})
    desk.call("POST", "/_sandbox/rules", {"to": "38068*", "error": 429, "count": 3})
    desk.call("POST", "/_sandbox/webhooks", {"url": "http://127.0.0.1:9/hook"})
    desk.call("POST", "/_sandbox/incoming", {"from": PHONE, "sender": "MyShop", "text": "Are you open?"})
    end = time.monotonic() + 30
    while not desk.call("GET", "/_sandbox/webhooks")["attempts"]:
        assert time.monotonic() < end, "no attempt of a callback"


def check(browser: object, url: str, script: str, views: list[View], score: common.Score) -> None:
    """Opens the views in both themes and all sizes."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    for scheme in ("light", "dark"):
        for size, width, height, scale in SIZES:
            context = browser.new_context(
                viewport={"width": width, "height": height}, color_scheme=scheme, device_scale_factor=scale
            )
            page = context.new_page()
            for view in views:
                name = f"{view.name}, {size}, {scheme}"
                try:
                    # A new document each time, because a view that is open already may not be drawn again.
                    page.goto("about:blank")
                    page.goto(f"{url}/{view.place}")
                    page.locator(view.sign).first.wait_for()
                    if view.act:
                        view.act(page)
                    problems = look(page, view, size, scheme, script)
                except Exception as error:
                    problems = [f"{type(error).__name__}: {error}"]
                score.add(f"looks: {name}", "\n".join(problems))
            context.close()


def look(page: object, view: View, size: str, scheme: str, script: str) -> list[str]:
    page.screenshot(path=SHOTS / f"{view.name}-{size}-{scheme}.png")
    wide = page.evaluate(TOO_WIDE)
    problems = [f"{wide} pixels too wide"] if wide > 0 else []
    problems += [f"too low: {name}" for name in page.evaluate(LOW)]
    if size in SEEN:
        page.evaluate(script)
        bad = [one for one in page.evaluate(AXE) if one[0] in ("serious", "critical")]
        problems += [f"axe: {one}" for one in bad]
    return problems


def motion(browser: object, url: str, views: list[View], score: common.Score) -> None:
    """Nothing moves for readers who ask for less motion."""
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    for view in views:
        page.goto("about:blank")
        page.goto(f"{url}/{view.place}")
        page.locator(view.sign).first.wait_for()
        if view.act:
            view.act(page)
        score.add(f"stands still: {view.name}", "\n".join(page.evaluate(MOVES)[:3]))
    context.close()


def zoomed(desk: Desk) -> None:
    """At 200 % one can read, write and direct as at 100 %."""
    desk.send(text="Hello")
    page = desk.page
    page.set_viewport_size({"width": 640, "height": 430})
    desk.open()
    page.locator(".recipient").click()
    page.get_by_label("Write as the recipient").fill("Thank you")
    page.get_by_role("button", name="Send").click()
    page.locator(".came", has_text="Thank you").wait_for()
    page.locator(".sent .meta").click()
    page.get_by_role("button", name="Expire").click()
    page.locator(".head .status-expired").wait_for()
    page.get_by_label("Back to the recipients").click()
    page.locator("#tabs").get_by_role("link", name="Stage").click()
    page.get_by_label("text contains").fill("zoom")
    page.get_by_role("button", name="Add rule").click()
    page.locator(".rules").get_by_text("“zoom”").wait_for()
    page.locator("#tabs").get_by_role("link", name="Requests").click()
    page.locator(".recipient").click()
    page.locator(".sides").get_by_text("Hello").first.wait_for()


TESTS = [zoomed]
