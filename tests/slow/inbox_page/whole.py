"""What concerns the whole page: keys, tabs, spaces, fidelity, the connection and the file."""

from __future__ import annotations

import tempfile
from pathlib import Path

import common

from .desk import PHONE, SHOTS, Desk


def keys(desk: Desk) -> None:
    for i in range(3):
        desk.send(to=f"+38067000018{i}", text=f"row {i}")
    desk.open()
    page = desk.page
    page.wait_for_selector("text=row 2")
    page.keyboard.press("j")
    page.wait_for_selector(".recipient[aria-current] >> text=row 2")
    page.keyboard.press("j")
    page.wait_for_selector(".recipient[aria-current] >> text=row 1")
    page.keyboard.press("k")
    page.wait_for_selector(".recipient[aria-current] >> text=row 2")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.type") == "search"
    page.keyboard.press("Escape")
    page.keyboard.press("3")
    page.wait_for_selector("h2 >> text=Rules")
    page.keyboard.press("?")
    page.wait_for_selector("dialog[open]")
    page.keyboard.press("1")
    page.keyboard.press("j")
    assert page.url.endswith("#/stage"), "keys work behind the dialog"
    page.keyboard.press("Escape")
    page.locator("dialog[open]").wait_for(state="detached")
    page.keyboard.press("1")
    page.wait_for_selector("text=row 2")
    # As fast as somebody can.
    for key in "jjj":
        page.keyboard.press(key)
    page.wait_for_selector(".recipient[aria-current] >> text=row 0")
    page.locator(".sent", has_text="row 0").wait_for()


def many(desk: Desk) -> None:
    """Each of nine tabs works and hears of changes, also when the first is closed."""
    desk.open()
    tabs = [desk.page.context.new_page() for _ in range(8)]
    for tab in tabs:
        tab.goto(f"{desk.url}/#/inbox")
        tab.wait_for_selector("text=live")
    desk.send(text="to all tabs")
    for tab in [desk.page, *tabs]:
        tab.wait_for_selector("text=to all tabs")
    desk.page.close()
    desk.send(text="to those that are left")
    for tab in tabs:
        tab.wait_for_selector("text=to those that are left")


def gone(desk: Desk) -> None:
    """A page of a space that was deleted says so, and does not bring it back."""
    space = {"X-Sandbox-Space": "test-mine"}
    desk.call("GET", "/_sandbox/clock", **space)
    desk.open()
    page = desk.page
    page.get_by_label("Space").select_option("test-mine")
    page.wait_for_selector("text=live")
    desk.call("DELETE", "/_sandbox/spaces", **space)
    page.get_by_text("was deleted").wait_for()
    page.reload()
    page.get_by_text("was deleted").wait_for()
    assert desk.call("GET", "/_sandbox/spaces")["spaces"] == []
    page.get_by_role("button", name="Go to the shared space").click()
    page.wait_for_selector("text=live")


def offline(desk: Desk) -> None:
    """Without a connection, what is shown stays, and the page says that it is not connected."""
    desk.send(text="stays on the page")
    desk.open(f"#/inbox/{PHONE}")
    page = desk.page
    page.locator(".sent", has_text="stays on the page").wait_for()
    page.route("**/_sandbox/**", lambda route: route.abort())
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.locator("#toast", has_text="fetch").wait_for()
    assert page.locator(".sent", has_text="stays on the page").is_visible()
    assert page.get_by_text("No messages").count() == 0


def fidelity(desk: Desk) -> None:
    desk.open("#/fidelity")
    desk.page.wait_for_selector("text=nothing was compared with the live service")


def unsaved(desk: Desk) -> None:
    """The banner of a sandbox whose file is gone, and again there."""
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "inbox.db"
        with common.sandbox("--store", str(store)) as ready:
            own = Desk(ready["url"], desk.page.context.browser.new_context().new_page())
            own.open()
            banner = own.page.get_by_role("alert").filter(has_text="Cannot save to the file")
            assert banner.count() == 0
            store.rename(f"{store}.away")
            own.send()
            banner.wait_for()
            assert "moved, deleted or replaced" in banner.inner_text()
            own.page.screenshot(path=SHOTS / "unsaved.png")
            Path(f"{store}.away").rename(store)
            banner.wait_for(state="hidden")
            own.page.context.close()


TESTS = [keys, many, gone, offline, fidelity, unsaved]
