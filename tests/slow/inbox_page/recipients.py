"""The list of recipients: what arrives, search, filters, and the first visit."""

from __future__ import annotations

import threading
import time

import common

from .desk import PHONE, Desk, counted


def live(desk: Desk) -> None:
    desk.open()
    desk.send(to="+380670000199", text="comes by itself")
    desk.page.wait_for_selector("text=comes by itself")
    desk.page.wait_for_selector("#unread:not([hidden])")
    desk.page.wait_for_selector(".recipient .status-delivered")


def searching(desk: Desk) -> None:
    one = desk.send(to="+380670000197", text="needle in hay")
    desk.send(to="+380990000201", text="lost on the way")
    desk.call("POST", "/_sandbox/clock", {"advance": 5})
    desk.open()
    search = desk.page.get_by_label("Search text, phone, id")
    for query in ("NEEDLE", "+38067 000 01 97", one):
        search.fill(query)
        desk.page.locator(".recipient", has_text="0197").wait_for()
        counted(desk.page, ".recipient", 1)
    search.fill("")
    desk.page.get_by_label("any status").select_option("undeliverable")
    # There is one before this filter, too, as long as the page has not asked again.
    desk.page.locator(".recipient", has_text="lost on the way").wait_for()
    counted(desk.page, ".recipient", 1)
    desk.page.get_by_label("any status").select_option("")
    search.fill("nobody wrote this")
    desk.page.wait_for_selector("text=No matches.")


def typing(desk: Desk) -> None:
    """Ten messages a second come while somebody types a search."""
    desk.send(to="+380670000190", text="the needle that is looked for")
    desk.open()
    page = desk.page
    search = page.get_by_label("Search text, phone, id")
    search.focus()
    done = threading.Event()

    def send() -> None:
        number = 0
        while not done.wait(0.1):
            desk.send(to=f"+38067000{number % 50:04}", text=f"hay {number}")
            number += 1

    sender = threading.Thread(target=send)
    sender.start()
    try:
        page.keyboard.type("needle that is", delay=120)
        counted(page, ".recipient", 1)
        assert "looked for" in page.locator(".recipient").inner_text()
        assert search.input_value() == "needle that is"
        assert page.evaluate("document.activeElement.type") == "search"
        search.fill("hay")
        page.wait_for_selector(".recipient >> text=hay")
        assert page.get_by_text("needle").count() == 0
    finally:
        done.set()
        sender.join()


def filtered(desk: Desk) -> None:
    """Filters are in the address, count what they find, and do not take the open conversation away."""
    for i in range(3):
        desk.send(to=f"+38067000017{i}", text=f"row {i}")
    desk.open()
    page = desk.page
    page.get_by_label("unread", exact=True).check()
    page.wait_for_selector("text=Found 3 recipients in 3 messages to 3 recipients")
    page.locator(".recipient", has_text="row 1").click()
    page.wait_for_selector("text=Found 2 recipients")
    page.locator(".recipient[aria-current]", has_text="row 1").wait_for()
    page.keyboard.press("j")
    page.locator(".recipient[aria-current]", has_text="row 0").wait_for()
    page.wait_for_selector("text=Found 1 recipient in")
    page.reload()
    page.locator(".sent", has_text="row 0").wait_for()
    assert page.get_by_label("unread", exact=True).is_checked()
    page.keyboard.press("3")
    page.wait_for_selector("h2 >> text=Rules")
    page.keyboard.press("1")
    page.wait_for_selector("text=Found 1 recipient in")
    assert page.get_by_label("unread", exact=True).is_checked()
    page.get_by_label("unread", exact=True).uncheck()
    page.get_by_label("any status").select_option("rejected")
    page.wait_for_selector("text=No matches.")
    page.keyboard.press("Escape")
    page.keyboard.press("3")
    page.wait_for_selector("h2 >> text=Rules")
    page.keyboard.press("1")
    page.wait_for_selector("text=No matches.")
    assert page.get_by_label("any status").input_value() == "rejected"


def nothing(desk: Desk) -> None:
    desk.open()
    page = desk.page
    page.get_by_role("heading", name="No messages yet").wait_for()
    assert not page.get_by_role("button", name="Show older").is_visible()
    assert not page.locator("#unread").is_visible()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_label("Copy curl").click()
    call = page.evaluate("navigator.clipboard.readText()")
    done = common.run("sh", "-c", call)
    assert '"accepted"' in done.stdout, done
    page.get_by_text("Select a recipient").wait_for()
    desk.call("DELETE", "/_sandbox/messages")
    page.locator(".welcome tr", has_text="211").get_by_role("button", name="Send").click()
    page.locator(".recipient", has_text="+380990000211").wait_for()
    desk.call("DELETE", "/_sandbox/messages")
    page.get_by_role("button", name="Send one of everything").click()
    counted(page, ".sent", 9)
    assert desk.call("GET", "/_sandbox/requests?status=refused")["requests"] == []
    desk.call("DELETE", "/_sandbox/messages")
    desk.open()
    desk.send(to="+380670000189", text="the only one")
    page.get_by_text("the only one").click()
    page.wait_for_selector(".smsbat-screen")
    assert not page.get_by_role("button", name="Show older").is_visible()
    page.get_by_text("1 message to 1 recipient").wait_for()


def far(desk: Desk) -> None:
    """A message that starts in a year makes the page neither ask without pause nor hang."""
    later = {
        "id": "c1",
        "fromName": "MyShop",
        "toPhone": f"+{PHONE}",
        "messageType": "promo",
        "text": "Next year",
        "scheduledSent": f"{time.gmtime().tm_year + 1}-12-01T00:00:00Z",
    }
    desk.call("POST", "/api/CascadeMessage/send_message/async", [later])
    asked: list[str] = []
    desk.page.on("request", lambda request: asked.append(request.url))
    desk.open(f"#/inbox/{PHONE}")
    desk.page.wait_for_selector("text=Next year")
    # A second request by the page, and the timers before it have gone.
    desk.send(to="+380670000111", text="another")
    desk.page.wait_for_selector("text=another")
    assert len([url for url in asked if "/conversations" in url]) < 12, asked


TESTS = [live, searching, typing, filtered, nothing, far]
